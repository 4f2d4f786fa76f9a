"""Edited and deleted questions: the card follows."""

import asyncio

from bot.events import ChannelMode, Place
from bot.store import AnswerState
from tests.adapters.slack.conftest import ADA, CHANNEL, DIRECT, PASTE, PLACE, PORT, NewTeam, Team
from tests.adapters.slack.fake_api import BOT_USER, TEAM


async def test_an_edit_to_another_error_updates_the_same_card(team: Team) -> None:
    ts = await team.message(PASTE)
    posted_id = (await team.answer_to(ts)).posted_id
    await team.edit(ts, PORT, PASTE)
    (update,) = team.slack.of("chat.update")
    assert (update.args["channel"], update.args["ts"]) == (CHANNEL, posted_id)
    assert "EADDRINUSE" in update.text
    assert len(team.slack.posted) == 1


async def test_an_edit_that_makes_it_no_error_takes_the_card_away_and_tells_the_author(team: Team) -> None:
    ts = await team.message(PASTE)
    posted_id = (await team.answer_to(ts)).posted_id
    await team.edit(ts, "never mind, lunch?", PASTE)
    (deleted,) = team.slack.of("chat.delete")
    assert deleted.args["ts"] == posted_id
    (said,) = team.slack.of("chat.postEphemeral")
    assert said.args["user"] == ADA
    assert await team.service.store.answer_to(PLACE, ts) is None


async def test_an_edit_that_makes_it_an_error_brings_a_card(team: Team) -> None:
    ts = await team.message("so, what now")
    await team.edit(ts, PASTE, "so, what now")
    (posted,) = team.slack.posted
    assert posted.args["thread_ts"] == ts
    assert (await team.answer_to(ts)).posted_id is not None


async def test_an_edit_delivered_twice_brings_one_card(new_team: NewTeam) -> None:
    one, two = await new_team(), await new_team()
    ts = await one.message("so, what now")
    event = one.message_event(
        ...,  # type: ignore[arg-type]
        subtype="message_changed",
        message={"type": "message", "user": ADA, "text": PASTE, "ts": ts},
        previous_message={"type": "message", "user": ADA, "text": "so, what now", "ts": ts},
    )
    await asyncio.gather(one.event(event), two.event(event), one.event(event))
    await one.settle()
    await two.settle()
    assert one.slack.count() == {"chat.postMessage": 1}


async def test_a_preview_of_a_link_changes_nothing(team: Team) -> None:
    ts = await team.message(PASTE)
    await team.edit(ts, PASTE, PASTE)
    assert team.slack.count() == {"chat.postMessage": 1}


async def test_the_bots_own_updates_change_nothing(team: Team) -> None:
    ts = await team.message(PASTE)
    posted_id = (await team.answer_to(ts)).posted_id
    own = {"type": "message", "user": BOT_USER, "bot_id": "B0000000BOT", "ts": posted_id}
    await team.edit(ts, "", "", message={**own, "text": PORT}, previous_message={**own, "text": "card"})
    assert team.slack.count() == {"chat.postMessage": 1}


async def test_an_edited_reply_in_others_threads_is_left_alone(team: Team) -> None:
    reply = {"type": "message", "user": ADA, "ts": "1780000500.000100", "thread_ts": "1770000000.000001"}
    await team.edit("", "", "", message={**reply, "text": PASTE}, previous_message={**reply, "text": "x"})
    assert not team.slack.count()


async def test_an_edited_offer_that_fits_no_more_is_withdrawn(team: Team) -> None:
    await team.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    ts = await team.message(PASTE)
    await team.edit(ts, "never mind, lunch?", PASTE)
    (removed,) = team.slack.of("reactions.remove")
    assert (removed.args["timestamp"], removed.args["name"]) == (ts, "bulb")
    assert not team.slack.of("chat.postEphemeral")


async def test_a_dismissed_card_does_not_come_back_by_an_edit(team: Team) -> None:
    ts = await team.message(PASTE)
    await team.service.store.set_state((await team.answer_to(ts)).answer_id, AnswerState.DISMISSED)
    await team.edit(ts, PORT, PASTE)
    assert team.slack.count() == {"chat.postMessage": 1}


async def test_an_edit_that_comes_after_the_deletion_brings_no_card(new_team: NewTeam) -> None:
    one, two = await new_team(), await new_team()
    ts = await one.message("so, what now")
    await one.delete(ts)
    await two.edit(ts, PASTE, "so, what now")
    assert not one.slack.count()


async def test_edits_and_the_deletion_at_once_leave_no_card(new_team: NewTeam) -> None:
    one, two = await new_team(), await new_team()
    ts = await one.message(PASTE)
    await asyncio.gather(
        one.edit(ts, PORT, PASTE), two.delete(ts), two.edit(ts, f"{PORT}!", PORT), one.edit(ts, PASTE, PORT)
    )
    await one.settle()
    await two.settle()
    assert await one.service.store.answer_to(PLACE, ts) is None
    assert len(one.slack.posted) == len({call.args["ts"] for call in one.slack.of("chat.delete")})


async def test_an_edit_in_a_channel_that_is_off_by_now_keeps_the_card(team: Team) -> None:
    ts = await team.message(PASTE)
    await team.service.store.set_channel(PLACE, mode=ChannelMode.OFF)
    await team.edit(ts, PORT, PASTE)
    assert team.slack.count() == {"chat.postMessage": 1, "chat.update": 1}


async def test_a_deleted_question_takes_its_card_along(team: Team) -> None:
    ts = await team.message(PASTE)
    posted_id = (await team.answer_to(ts)).posted_id
    await team.delete(ts)
    (deleted,) = team.slack.of("chat.delete")
    assert (deleted.args["channel"], deleted.args["ts"]) == (CHANNEL, posted_id)
    await team.delete(ts)
    assert len(team.slack.of("chat.delete")) == 1


async def test_a_deleted_question_with_replies_takes_its_card_along(team: Team) -> None:
    ts = await team.message(PASTE)
    await team.edit(ts, "", PASTE, message={"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": ts})
    assert len(team.slack.of("chat.delete")) == 1


async def test_a_question_deleted_before_it_was_delivered_is_not_answered(team: Team) -> None:
    event = team.message_event(PASTE)
    await team.delete(event["ts"])
    await team.event(event)
    await team.settle()
    assert not team.slack.count()


async def test_a_question_deleted_while_its_card_waits_gets_none(team: Team) -> None:
    """The card of another question is on its way, that of this one is next, and another replica hears of the end."""
    team.slack.held = asyncio.Event()
    await team.event(team.message_event(PASTE))
    await team.slack.wait_for("chat.postMessage")
    event = team.message_event(PASTE)
    await team.event(event)
    while (answer := await team.service.store.answer_to(PLACE, event["ts"])) is None:  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(0.01)
    await team.service.handle_delete(PLACE, event["ts"])
    team.slack.held.set()
    await team.settle()
    assert len(team.slack.posted) == 1
    assert (await team.service.store.answer(answer.answer_id)).posted_id is None


async def test_a_question_deleted_while_its_card_goes_out_takes_it_along(new_team: NewTeam) -> None:
    one, two = await new_team(), await new_team()
    one.slack.held = asyncio.Event()
    event = one.message_event(PASTE)
    await one.event(event)
    await one.slack.wait_for("chat.postMessage")
    await two.delete(event["ts"])
    one.slack.held.set()
    await one.settle()
    (deleted,) = one.slack.of("chat.delete")
    assert deleted.args["ts"] == "1790000000.000003"


async def test_an_edited_command_in_a_direct_message_is_nothing_new(team: Team) -> None:
    ts = await team.message("help", channel=DIRECT, channel_type="im")
    await team.edit(ts, "stats", "help", channel=DIRECT, channel_type="im")
    assert len(team.slack.posted) == 1


async def test_an_edited_direct_question_updates_its_card(team: Team) -> None:
    ts = await team.message(PASTE, channel=DIRECT, channel_type="im")
    await team.edit(ts, PORT, PASTE, channel=DIRECT, channel_type="im")
    (update,) = team.slack.of("chat.update")
    assert update.args["ts"] == (await team.answer_to(ts, Place("slack", TEAM, DIRECT))).posted_id
