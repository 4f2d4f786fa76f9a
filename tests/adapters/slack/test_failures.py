"""When Slack refuses or cannot be reached: a clear line in the log, no crash, and no answer lost."""

import asyncio
import logging

import pytest

from bot.errors import StoreError
from bot.events import ChannelMode
from bot.store import AnswerState
from tests.adapters.slack.conftest import ADA, CHANNEL, PASTE, PLACE, PORT, NewTeam, Team, button
from tests.adapters.slack.fake_api import BOT_USER, TEAM


@pytest.mark.parametrize(
    ("error", "meaning"),
    (
        ("not_in_channel", "/invite it there (not_in_channel)"),
        ("is_archived", "the channel is archived (is_archived)"),
        ("restricted_action", "only some people may post there; let errfix be one of them (restricted_action)"),
        ("msg_blocks_too_long", "Slack refused: msg_blocks_too_long"),
        ("missing_scope", "paste slack-manifest.yaml again and reinstall the app"),
    ),
)
async def test_a_refusal_is_one_clear_line(
    team: Team, error: str, meaning: str, caplog: pytest.LogCaptureFixture
) -> None:
    team.slack.fail("chat.postMessage", error)
    await team.message(PASTE)
    (record,) = caplog.records
    assert record.message.startswith(f"handling a message in workspace {TEAM} failed: ")
    assert meaning in record.message
    assert record.exc_info is None


async def test_an_answer_that_could_not_be_posted_is_posted_at_a_redelivery(team: Team) -> None:
    event = team.message_event(PASTE)
    team.slack.fail("chat.postMessage", "internal_error")
    for _ in range(3):
        await team.event(event)
        await team.settle()
    assert len(team.slack.posted) == 2
    assert (await team.answer_to(event["ts"])).posted_id is not None


async def test_slack_that_has_enough_is_heeded(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        waited.append(seconds)
        await sleep(0)

    team.slack.fail("chat.postMessage", "ratelimited", status=429, times=2, **{"Retry-After": "3"})
    monkeypatch.setattr("slack_sdk.http_retry.builtin_async_handlers.asyncio.sleep", note)
    await team.message(PASTE)
    assert len(team.slack.posted) == 3
    assert [int(seconds) for seconds in waited if seconds >= 3] == [3, 3]


async def test_a_server_error_is_tried_again(team: Team) -> None:
    team.slack.fail("chat.postMessage", status=503)
    await team.message(PASTE)
    assert len(team.slack.posted) == 2


async def test_a_card_deleted_meanwhile_is_no_news(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    ts = await team.message(PASTE)
    posted_id = (await team.answer_to(ts)).posted_id or ""
    team.slack.fail("chat.update", "message_not_found")
    await team.react("+1", posted_id)
    team.slack.fail("chat.delete", "message_not_found")
    await team.delete(ts)
    assert not caplog.records


async def test_a_card_that_cannot_be_updated_is_one_line(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    ts = await team.message(PASTE)
    team.slack.fail("chat.update", "is_archived")
    await team.react("+1", (await team.answer_to(ts)).posted_id or "")
    assert [record.message for record in caplog.records] == [
        f"cannot update a card in channel {CHANNEL} of workspace {TEAM}: the channel is archived (is_archived)"
    ]


async def test_without_knowing_people_the_bot_works(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    team.slack.fail("users.info", "missing_scope", times=10)
    name = await team.command(PORT)
    assert "EADDRINUSE" in team.responses(name)[0]["text"]
    team.slack.fail("conversations.info", "missing_scope")
    await team.command("here off", user="UCREATOR")
    assert (await team.service.store.channel(PLACE)).mode is None
    assert not caplog.records


async def test_a_response_address_that_is_used_up_is_one_line(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    team.slack.fail("respond", status=404)
    await team.command("help")
    assert "took no answer at its response_url (HTTP status 404)" in caplog.text


async def test_who_waits_for_a_window_that_opens_too_late_is_told_to_click_again(team: Team) -> None:
    await team.message(PASTE)
    team.slack.fail("views.open", "expired_trigger_id")
    name = await team.click(button(team.slack.posted[0].args["blocks"], "more"), ts="1.2")
    assert "Please click again." in team.responses(name)[0]["text"]


async def test_over_a_window_one_that_opens_too_late_is_one_line(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    team.slack.fail("views.push", "expired_trigger_id", times=2)
    show = {"type": "button", "action_id": "show:1", "value": "node/eaddrinuse"}
    await team.click(show, view={"id": "V1", "type": "modal"})
    (record,) = caplog.records
    assert "more than three seconds had passed since the click" in record.message


async def test_a_token_that_dies_while_a_card_is_updated_stops_the_workspace(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    ts = await team.message(PASTE)
    team.slack.fail("chat.update", "token_revoked")
    await team.react("+1", (await team.answer_to(ts)).posted_id or "")
    (record,) = caplog.records
    assert "Slack refuses the token of workspace" in record.message
    await team.message(PORT)
    assert len(team.slack.posted) == 1


async def test_a_failure_of_our_own_is_logged_with_its_trace(
    team: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        msg = "a bug"
        raise RuntimeError(msg)

    monkeypatch.setattr(team.service, "handle_message", fail)
    await team.message(PASTE)
    (record,) = caplog.records
    assert (record.levelno, record.exc_info is not None) == (logging.ERROR, True)


async def test_a_burst_drops_unasked_answers_first_and_those_asked_for_go_out(
    team: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(team.adapter.outbox, "_limit", 3)
    team.slack.held = asyncio.Event()
    await team.event(team.message_event(PORT))
    await team.slack.wait_for("chat.postMessage")  # it is on its way; the others wait
    events = [team.message_event(PASTE) for _ in range(3)]
    asked = team.message_event(f"<@{BOT_USER}> {PASTE}")
    for event in [*events, asked]:
        await team.event(event)
        while await team.service.store.answer_to(PLACE, event["ts"]) is None:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.01)
        await asyncio.sleep(0)
    while team.adapter.outbox.dropped == 0:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.01)
    team.slack.held.set()
    await team.settle()
    assert team.adapter.outbox.dropped == 1
    assert await team.service.store.answer_to(PLACE, events[0]["ts"]) is None
    assert (await team.answer_to(asked["ts"])).posted_id is not None
    assert len(team.slack.posted) == 4
    assert "1 were dropped so far" in caplog.text


async def test_stopping_waits_for_what_is_under_way(new_team: NewTeam) -> None:
    team = await new_team()
    team.slack.held = asyncio.Event()
    event = team.message_event(PASTE)
    await team.event(event)
    closing = asyncio.create_task(team.adapter.close())
    await team.slack.wait_for("chat.postMessage")
    assert not closing.done()
    team.slack.held.set()
    await closing
    assert (await team.answer_to(event["ts"])).posted_id is not None


async def test_what_could_not_be_done_before_the_stop_is_free_for_another_replica(
    new_team: NewTeam, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("adapters.slack.adapter.DRAIN_S", 0.05)
    one, two = await new_team(), await new_team()
    one.slack.held = asyncio.Event()
    event = one.message_event(PASTE)
    await one.event(event)
    await one.slack.wait_for("chat.postMessage")
    await one.adapter.close()
    assert "a redelivery or another replica has them" in caplog.text
    one.slack.held.set()
    await two.event(event)
    await two.settle()
    assert (await two.answer_to(event["ts"])).posted_id is not None


async def test_an_offer_is_lost_to_nobody_else(team: Team) -> None:
    await team.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    team.slack.fail("reactions.add", "missing_scope")
    ts = await team.message(PASTE)
    assert (await team.answer_to(ts)).state is AnswerState.OFFERED
    await team.react("bulb", ts, user=ADA)  # a person's own bulb opens it all the same
    assert len(team.slack.posted) == 1


@pytest.mark.parametrize("error", (StoreError("the database is away"), RuntimeError("inner detail")))
async def test_who_asked_is_told_when_it_fails_here(
    team: Team, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def is_away(**_: object) -> None:
        raise error

    monkeypatch.setattr(team.service.store, "stats", is_away)
    (said,) = team.responses(await team.command("stats"))
    assert said["text"] == "Something went wrong on the server. Try again."
    assert said["response_type"] == "ephemeral"
    assert str(error) in caplog.text


async def test_a_failure_that_cannot_be_told_is_logged_once(
    team: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def is_away(**_: object) -> None:
        msg = "the database is away"
        raise StoreError(msg)

    monkeypatch.setattr(team.service.store, "stats", is_away)
    team.slack.fail("respond", status=404)
    await team.command("stats")
    (record,) = caplog.records
    assert record.message == f"answering a command in workspace {TEAM} failed: the database is away"
