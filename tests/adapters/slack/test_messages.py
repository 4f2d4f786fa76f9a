"""Pasted errors, and what becomes of them."""

import asyncio
from typing import Any

import pytest

from bot.events import ChannelMode, Place
from tests.adapters.slack.conftest import ADA, BOB, CHANNEL, DIRECT, PASTE, PLACE, PORT, NewTeam, Team
from tests.adapters.slack.fake_api import BOT_USER, TEAM

ASKED = f"<@{BOT_USER}> {PASTE}"
UNKNOWN = f"<@{BOT_USER}> what about lunch"
SECRET = "ghp_" + "a1B2c3D4e5" * 3 + "f6G7h8"


async def test_a_pasted_error_is_answered_in_its_thread(team: Team) -> None:
    ts = await team.message(PASTE)
    (posted,) = team.slack.posted
    assert (posted.args["channel"], posted.args["thread_ts"]) == (CHANNEL, ts)
    assert (posted.args["unfurl_links"], posted.args["unfurl_media"]) == (False, False)
    assert "yaml" in posted.text
    answer = await team.answer_to(ts)
    assert answer.posted_id == "1790000000.000002"


async def test_talk_is_left_alone(team: Team) -> None:
    await team.message("who comes along for lunch?")
    assert not team.slack.count()


async def test_a_private_channel_and_a_group_message_are_channels_too(team: Team) -> None:
    await team.message(PASTE, channel="G0000000001", channel_type="group")
    await team.message(PASTE, channel="G0000000002", channel_type="mpim")
    assert [call.args["channel"] for call in team.slack.posted] == ["G0000000001", "G0000000002"]
    assert all("thread_ts" in call.args for call in team.slack.posted)


async def test_code_in_rich_text_is_read(team: Team) -> None:
    code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": PORT}]}
    await team.message("help?", blocks=[{"type": "rich_text", "elements": [code]}])
    (posted,) = team.slack.posted
    assert "EADDRINUSE" in posted.text


@pytest.mark.parametrize("times", (2, 5))
async def test_a_message_delivered_several_times_is_answered_once(team: Team, times: int) -> None:
    event = team.message_event(PASTE)
    await asyncio.gather(*(team.event(event) for _ in range(times)))
    await team.settle()
    await team.event(event)
    await team.settle()
    assert team.slack.count() == {"chat.postMessage": 1}


async def test_a_message_that_two_replicas_get_is_answered_once(new_team: NewTeam) -> None:
    one, two = await new_team(), await new_team()
    event = one.message_event(PASTE)
    await asyncio.gather(one.event(event), two.event(event))
    await one.settle()
    await two.settle()
    assert one.slack.count() == {"chat.postMessage": 1}


async def test_a_mention_that_comes_as_two_events_is_answered_once(team: Team) -> None:
    event = team.message_event(ASKED)
    mention = {**event, "type": "app_mention"}
    del mention["channel_type"]
    await asyncio.gather(team.event(event), team.event(mention))
    await team.settle()
    assert team.slack.count() == {"chat.postMessage": 1}


async def test_who_mentions_the_bot_in_vain_is_told_so_alone(team: Team) -> None:
    await team.message(UNKNOWN)
    (said,) = team.slack.of("chat.postEphemeral")
    assert (said.args["channel"], said.args["user"]) == (CHANNEL, ADA)
    assert "thread_ts" not in said.args  # the first words in a thread would be seen nowhere
    assert "No known error fits this." in said.text
    assert team.slack.count() == {"chat.postEphemeral": 1}


async def test_in_a_thread_who_asks_in_vain_is_told_there(team: Team) -> None:
    await team.message(UNKNOWN, thread_ts="1770000000.000001")
    (said,) = team.slack.of("chat.postEphemeral")
    assert said.args["thread_ts"] == "1770000000.000001"


async def test_a_reply_in_others_threads_is_left_alone(team: Team) -> None:
    await team.message(PASTE, thread_ts="1770000000.000001")
    assert not team.slack.count()


async def test_a_reply_in_others_threads_is_answered_there_when_the_bot_is_asked(team: Team) -> None:
    await team.message(ASKED, thread_ts="1770000000.000001")
    (posted,) = team.slack.posted
    assert posted.args["thread_ts"] == "1770000000.000001"


async def test_a_reply_in_the_bots_own_thread_is_answered(team: Team) -> None:
    ts = await team.message(PASTE)
    await team.message(PORT, thread_ts=ts)
    assert [call.args["thread_ts"] for call in team.slack.posted] == [ts, ts]
    assert "EADDRINUSE" in team.slack.posted[1].text


async def test_a_thread_in_which_the_bot_has_answered_is_its_own(team: Team) -> None:
    thread = "1770000000.000001"
    await team.message(PORT, thread_ts=thread)
    await team.message(ASKED, thread_ts=thread)
    await team.message(PORT, thread_ts=thread)
    assert len(team.slack.posted) == 2
    assert "EADDRINUSE" in team.slack.posted[1].text


async def test_a_thread_with_a_mere_offer_is_not_the_bots_own(team: Team) -> None:
    await team.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    ts = await team.message(PASTE)
    await team.message(PORT, thread_ts=ts)
    assert team.slack.count() == {"reactions.add": 1}


async def test_a_direct_message_is_answered_as_an_ordinary_message(team: Team) -> None:
    await team.message(PASTE, channel=DIRECT, channel_type="im")
    (posted,) = team.slack.posted
    assert posted.args["channel"] == DIRECT
    assert "thread_ts" not in posted.args
    assert not team.slack.of("chat.postEphemeral")


async def test_a_direct_question_without_an_answer_gets_words(team: Team) -> None:
    await team.message("Segmentation of customers failed: no such budget 77", channel=DIRECT, channel_type="im")
    (posted,) = team.slack.posted
    assert "No known error fits this." in posted.text


async def test_a_direct_message_goes_by_the_persons_language(team: Team) -> None:
    team.slack.people[ADA] = {"locale": "zh-CN"}
    await team.message(PORT, channel=DIRECT, channel_type="im")
    assert "被另一个进程" in team.slack.posted[0].text


async def test_a_command_in_a_direct_message_is_served_once(team: Team) -> None:
    event = team.message_event("help", channel=DIRECT, channel_type="im")
    await asyncio.gather(team.event(event), team.event(event))
    await team.settle()
    (posted,) = team.slack.posted
    assert "/errfix" in posted.text


async def test_a_secret_is_told_to_its_author_alone(team: Team) -> None:
    await team.message(f"{PASTE}\n{SECRET}")
    (said,) = team.slack.of("chat.postEphemeral")
    assert said.args["user"] == ADA
    assert "Revoke it" in said.text
    assert "a1B2c3D4e5" not in str(team.slack.calls)


async def test_the_channels_mode_is_heeded(team: Team) -> None:
    await team.service.store.set_channel(PLACE, mode=ChannelMode.MENTION)
    await team.message(PASTE)
    assert not team.slack.count()
    await team.message(ASKED)
    assert team.slack.count() == {"chat.postMessage": 1}


@pytest.mark.parametrize("files", ((), ({"id": "F1", "name": "a.png", "mimetype": "image/png", "mode": "hosted"},)))
async def test_a_mention_without_text_is_told_what_to_write(team: Team, files: tuple[dict[str, Any], ...]) -> None:
    await team.message(f"<@{BOT_USER}>", files=list(files))
    (said,) = team.slack.of("chat.postEphemeral")
    assert "There is no text to look at." in said.text


async def test_where_it_is_off_the_bot_says_nothing_at_all(team: Team) -> None:
    await team.service.store.set_channel(PLACE, mode=ChannelMode.OFF)
    for text in (PASTE, ASKED, UNKNOWN, f"<@{BOT_USER}>", f"{ASKED}\n{SECRET}"):
        await team.message(text)
    assert not team.slack.count()
    assert "yaml" in team.responses(await team.command(PASTE))[0]["text"]


async def test_a_secret_in_a_private_question_is_not_called_seen(team: Team) -> None:
    (said,) = team.responses(await team.command(f"{PASTE}\n{SECRET}"))
    assert "If others may have seen it, revoke it." in said["text"]


async def test_a_card_smuggles_no_mention(team: Team) -> None:
    await team.message(f"{PORT} &lt;!channel&gt; <!here> <@{BOB}>")
    sent = str(team.slack.posted)
    assert "<!channel>" not in sent
    assert "<!here>" not in sent
    assert f"<@{BOB}>" not in sent


async def test_an_organization_that_installed_the_app_is_one_workspace(team: Team) -> None:
    event = team.message_event(PASTE)
    await team.event(
        event,
        authorizations=[
            {
                "enterprise_id": "E1",
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": True,
            }
        ],
    )
    await team.settle()
    assert await team.service.store.answer_to(Place("slack", "E1", CHANNEL), event["ts"]) is not None


async def test_in_a_shared_channel_the_workspace_is_the_one_that_has_the_app(team: Team) -> None:
    event = team.message_event(PASTE, team="TOTHER", user_team="TOTHER")
    await team.event(event, team_id="TOTHER", is_ext_shared_channel=True)
    await team.settle()
    assert await team.service.store.answer_to(PLACE, event["ts"]) is not None


@pytest.mark.parametrize(
    "changes",
    (
        {"subtype": "channel_join"},
        {"bot_id": "B9"},
        {"user": BOT_USER},
        {"subtype": "bot_message", "user": ...},
        {"subtype": "something_new"},
    ),
    ids=str,
)
async def test_what_is_no_persons_message_is_acknowledged_and_left_alone(team: Team, changes: dict[str, Any]) -> None:
    await team.message(PASTE, **changes)
    assert not team.slack.count()


async def test_many_at_once_are_all_answered(team: Team) -> None:
    events = [team.message_event(PASTE, channel=f"C{n % 20}") for n in range(60)]
    await asyncio.gather(*(team.event(event) for event in events))
    await team.settle()
    assert len(team.slack.posted) == 60
