"""Thumbs, buttons and offers."""

import asyncio
from typing import Any

import pytest

from bot.entries import BUNDLED, load_entries
from bot.events import ChannelMode
from bot.feedback import Tally
from bot.store import AnswerState
from tests.adapters.slack.conftest import ADA, BOB, PLACE, PORT, NewTeam, Team, button
from tests.adapters.slack.fake_api import BOT_USER

ENTRY = next(entry for entry in load_entries([BUNDLED]).entries if entry.id == "node/eaddrinuse")
FIRST, SECOND = (fix.fix_id for fix in ENTRY.workarounds[:2])


async def card(team: Team) -> tuple[str, str, list[dict[str, Any]]]:
    """A question, its card's ts, and the card's blocks."""
    ts = await team.message(PORT)
    posted_id = (await team.answer_to(ts)).posted_id or ""
    return ts, posted_id, team.slack.posted[-1].args["blocks"]


async def tallies(team: Team) -> dict[str, Tally]:
    return await team.service.store.tallies(ENTRY.id)


@pytest.mark.parametrize(
    ("name", "tally"), (("+1", Tally(1, 0)), ("thumbsup::skin-tone-3", Tally(1, 0)), ("thumbsdown", Tally(0, 1)))
)
async def test_a_thumb_counts_for_the_first_fix_and_the_card_shows_it(team: Team, name: str, tally: Tally) -> None:
    _, posted_id, _ = await card(team)
    await team.react(name, posted_id)
    assert await tallies(team) == {FIRST: tally}
    (update,) = team.slack.of("chat.update")
    assert update.args["ts"] == posted_id


async def test_removing_the_thumb_takes_the_vote_back(team: Team) -> None:
    _, posted_id, _ = await card(team)
    await team.react("+1", posted_id)
    await team.react("+1", posted_id, removed=True)
    assert await tallies(team) == {}
    assert len(team.slack.of("chat.update")) == 2


async def test_thumbs_elsewhere_are_nobodys_votes(team: Team) -> None:
    ts, posted_id, _ = await card(team)
    await team.react("+1", ts)
    await team.react("+1", "1700000000.000001")
    await team.react("+1", posted_id, user=BOT_USER)
    await team.react("tada", posted_id)
    assert await tallies(team) == {}
    assert not team.slack.of("chat.update")


async def test_another_bots_thumb_does_not_count(team: Team) -> None:
    _, posted_id, _ = await card(team)
    team.slack.people["UROBOT"] = {"is_bot": True}
    await team.react("+1", posted_id, user="UROBOT")
    assert await tallies(team) == {}


async def test_votes_work_on_another_replica_after_a_restart(new_team: NewTeam) -> None:
    _, posted_id, blocks = await card(await new_team())
    other = await new_team()
    await other.react("+1", posted_id)
    await other.click(button(blocks, "failed", 1), ts=posted_id, user=ADA)
    assert await tallies(other) == {FIRST: Tally(1, 0), SECOND: Tally(0, 1)}


@pytest.mark.parametrize(("action", "tally"), (("worked", Tally(1, 0)), ("failed", Tally(0, 1))))
async def test_a_button_counts_for_its_fix_and_the_card_shows_it(team: Team, action: str, tally: Tally) -> None:
    _, posted_id, blocks = await card(team)
    name = await team.click(button(blocks, action, 1), ts=posted_id)
    assert await tallies(team) == {SECOND: tally}
    (update,) = team.slack.of("chat.update")
    assert update.args["ts"] == posted_id
    assert not team.responses(name)


async def test_the_other_button_changes_the_vote(team: Team) -> None:
    _, posted_id, blocks = await card(team)
    await team.click(button(blocks, "worked"), ts=posted_id)
    await team.click(button(blocks, "failed"), ts=posted_id)
    assert await tallies(team) == {FIRST: Tally(0, 1)}


async def test_the_same_button_again_takes_the_vote_back_and_says_so(team: Team) -> None:
    _, posted_id, blocks = await card(team)
    await team.click(button(blocks, "worked"), ts=posted_id)
    name = await team.click(button(blocks, "worked"), ts=posted_id)
    assert await tallies(team) == {}
    (said,) = team.responses(name)
    assert (said["text"], said["response_type"], said["replace_original"]) == (
        "Your vote is taken back.",
        "ephemeral",
        False,
    )


async def test_many_votes_at_once_are_few_updates_and_the_last_one_is_shown(team: Team) -> None:
    _, posted_id, blocks = await card(team)
    worked = button(blocks, "worked")
    await asyncio.gather(*(team.click(worked, ts=posted_id, user=f"U{n}") for n in range(20)))
    assert await tallies(team) == {FIRST: Tally(20, 0)}
    updates = team.slack.of("chat.update")
    assert "20 of 20" in str(updates[-1].args)


async def test_a_wrong_match_is_noted_thanked_for_and_can_be_taken_back(team: Team) -> None:
    ts, posted_id, blocks = await card(team)
    answer_id = (await team.answer_to(ts)).answer_id
    name = await team.click(button(blocks, "wrong"), ts=posted_id)
    assert await team.service.store.has_reported_wrong(answer_id, BOB)
    assert "Thank you" in team.responses(name)[0]["text"]
    name = await team.click(button(blocks, "wrong"), ts=posted_id)
    assert not await team.service.store.has_reported_wrong(answer_id, BOB)
    assert team.responses(name)[0]["text"] == "Your report is taken back."


async def test_the_asker_dismisses_the_card(team: Team) -> None:
    ts, posted_id, blocks = await card(team)
    await team.click(button(blocks, "dismiss"), ts=posted_id, user=ADA)
    assert (await team.answer_to(ts)).state is AnswerState.DISMISSED
    assert team.slack.of("chat.delete")[0].args["ts"] == posted_id


async def test_somebody_else_may_not_dismiss_it_and_is_told_so(team: Team) -> None:
    ts, posted_id, blocks = await card(team)
    name = await team.click(button(blocks, "dismiss"), ts=posted_id, user=BOB)
    assert (await team.answer_to(ts)).state is AnswerState.ANSWERED
    assert "Only the person who asked" in team.responses(name)[0]["text"]


async def test_a_maintainer_may_dismiss_any_card(new_team: NewTeam) -> None:
    team = await new_team(maintainers=(f"slack:{BOB}",))
    _, posted_id, blocks = await card(team)
    await team.click(button(blocks, "dismiss"), ts=posted_id, user=BOB)
    assert len(team.slack.of("chat.delete")) == 1


async def test_a_click_on_a_card_that_is_gone_is_told(team: Team) -> None:
    ts, posted_id, blocks = await card(team)
    await team.delete(ts)
    name = await team.click(button(blocks, "worked"), ts=posted_id)
    assert "is not there any more" in team.responses(name)[0]["text"]
    name = await team.click({"type": "button", "action_id": "worked:1", "value": "unknown-answer fix"}, ts=posted_id)
    assert "is not there any more" in team.responses(name)[0]["text"]


async def test_a_click_on_a_fix_that_is_gone_is_told_in_the_clickers_language(team: Team) -> None:
    ts, posted_id, _ = await card(team)
    answer_id = (await team.answer_to(ts)).answer_id
    team.slack.people[BOB] = {"locale": "zh-CN"}
    gone = {"type": "button", "action_id": "worked:1", "value": f"{answer_id} no-such-fix"}
    name = await team.click(gone, ts=posted_id)
    assert team.responses(name)[0]["text"].startswith("这个按钮对应的内容已不存在")
    assert await tallies(team) == {}


async def test_in_a_window_what_is_to_be_said_is_said_in_a_window_over_it(team: Team) -> None:
    ts, posted_id, blocks = await card(team)
    answer_id = (await team.answer_to(ts)).answer_id
    await team.click(button(blocks, "dismiss"), ts=posted_id, user=ADA)
    vote = {"type": "button", "action_id": "worked:1", "value": f"{answer_id} {FIRST}"}
    await team.click(vote, view={"id": "V1", "type": "modal"})
    (pushed,) = team.slack.of("views.push")
    assert "is not there any more" in str(pushed.args["view"])
    assert await tallies(team) == {}


async def test_the_window_behind_a_dismissed_card_still_opens(team: Team) -> None:
    _, posted_id, blocks = await card(team)
    await team.click(button(blocks, "dismiss"), ts=posted_id, user=ADA)
    await team.click(button(blocks, "more"), ts=posted_id)
    assert len(team.slack.of("views.open")) == 1


async def test_the_card_in_the_channel_is_updated_where_the_window_is_closed_already(team: Team) -> None:
    ts, _, _ = await card(team)
    vote = {"type": "button", "action_id": "worked:1", "value": f"{(await team.answer_to(ts)).answer_id} {FIRST}"}
    team.slack.fail("views.update", "not_found")
    await team.click(vote, view={"id": "V1", "type": "modal"})
    assert "1 of 1" in str(team.slack.of("chat.update")[0].args["blocks"])


async def test_a_thumb_on_a_card_that_is_just_going_out_counts(team: Team) -> None:
    """People see the card before Slack has told the bot that it is out."""
    team.slack.held = asyncio.Event()
    event = team.message_event(PORT)
    await team.event(event)
    await team.slack.wait_for("chat.postMessage")
    thumb = {
        "type": "reaction_added",
        "user": BOB,
        "reaction": "+1",
        "item": {"type": "message", "channel": event["channel"], "ts": "1790000000.000002"},
    }
    await team.event(thumb)
    await asyncio.sleep(0.05)  # let it come as far as it can
    team.slack.held.set()
    await team.settle()
    assert (await team.answer_to(event["ts"])).posted_id == "1790000000.000002"
    assert await tallies(team) == {FIRST: Tally(1, 0)}


async def test_a_thumb_on_somebody_elses_message_means_nothing(team: Team) -> None:
    await card(team)
    await team.react("+1", "1700000000.000001")
    await team.react("bulb", "1700000000.000001")
    assert await tallies(team) == {}
    assert team.slack.count() == {"chat.postMessage": 1}


async def test_more_opens_a_window_in_the_readers_language(team: Team) -> None:
    _, posted_id, blocks = await card(team)
    team.slack.people[BOB] = {"locale": "zh-CN"}
    name = await team.click(button(blocks, "more"), ts=posted_id)
    (opened,) = team.slack.of("views.open")
    assert opened.args["trigger_id"] == f"{name}.trigger"
    assert "被另一个进程" in str(opened.args["view"])


async def test_a_vote_in_the_window_shows_there_and_on_the_card(team: Team) -> None:
    ts, posted_id, blocks = await card(team)
    answer_id = (await team.answer_to(ts)).answer_id
    del blocks
    click = {"type": "button", "action_id": "worked:1", "value": f"{answer_id} {FIRST}"}
    await team.click(click, view={"id": "V1", "type": "modal"})
    assert await tallies(team) == {FIRST: Tally(1, 0)}
    (window,) = team.slack.of("views.update")
    assert window.args["view_id"] == "V1"
    assert team.slack.of("chat.update")[0].args["ts"] == posted_id


async def test_a_click_on_a_link_or_on_nothing_of_ours_is_acknowledged_and_left_alone(team: Team) -> None:
    _, posted_id, _ = await card(team)
    await team.click({"type": "button", "action_id": "link", "value": "x"}, ts=posted_id)
    await team.click({"type": "button", "action_id": "worked:1"}, ts=posted_id)
    assert await tallies(team) == {}


async def offer(team: Team, **changes: Any) -> str:  # noqa: ANN401 - as in JSON
    await team.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    return await team.message(PORT, **changes)


async def test_an_offer_is_a_bulb_and_clicking_it_brings_the_card(team: Team) -> None:
    ts = await offer(team)
    (added,) = team.slack.of("reactions.add")
    assert (added.args["timestamp"], added.args["name"]) == (ts, "bulb")
    await team.react("bulb", ts)
    (posted,) = team.slack.posted
    assert posted.args["thread_ts"] == ts
    assert (await team.answer_to(ts)).posted_id is not None


async def test_an_offer_opens_once_however_many_click(team: Team) -> None:
    ts = await offer(team)
    await asyncio.gather(*(team.react("bulb", ts, user=f"U{n}") for n in range(5)))
    assert len(team.slack.posted) == 1


async def test_the_bots_own_bulb_and_a_removed_one_open_nothing(team: Team) -> None:
    ts = await offer(team)
    await team.react("bulb", ts, user=BOT_USER)
    await team.react("bulb", ts, removed=True)
    team.slack.people["UROBOT"] = {"is_bot": True}
    await team.react("bulb", ts, user="UROBOT")
    assert not team.slack.posted


async def test_an_offer_on_a_reply_opens_in_its_thread(team: Team) -> None:
    root, _, _ = await card(team)
    ts = await offer(team, thread_ts=root)
    await team.react("bulb", ts)
    assert team.slack.posted[-1].args["thread_ts"] == root


async def test_an_offer_whose_card_could_not_be_posted_opens_at_the_next_click(team: Team) -> None:
    ts = await offer(team)
    team.slack.fail("chat.postMessage", "internal_error")
    await team.react("bulb", ts)
    await team.react("bulb", ts, user=ADA)
    assert len(team.slack.posted) == 2
    assert (await team.answer_to(ts)).posted_id is not None


async def test_a_bulb_that_is_there_already_does_no_harm(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    team.slack.fail("reactions.add", "already_reacted")
    await offer(team)
    assert not caplog.records
