"""Events over Socket Mode: slack_bolt and slack_sdk as they are, against Slack's side of it on loopback."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from tests.adapters.slack.conftest import ADA, CHANNEL, PASTE, NewTeam, Team, envelope_of
from tests.adapters.slack.fake_api import APP_TOKEN, TEAM, FakeSlack
from tests.adapters.slack.socket_fake import SocketFake


@pytest.fixture
def socket() -> SocketFake:
    return SocketFake()


@pytest.fixture
async def slack(socket: SocketFake) -> AsyncIterator[FakeSlack]:
    """The Web API, with Socket Mode beside it."""
    slack = FakeSlack()
    app = web.Application()
    socket.mount(app)
    app.router.add_route("*", "/api/{method}", slack.api)
    app.router.add_post("/respond/{id}", slack.respond)
    async with TestServer(app, host="127.0.0.1") as server:
        slack.origin = str(server.make_url("")).rstrip("/")
        slack.url = f"{slack.origin}/api/"
        yield slack


@pytest.fixture
async def team(new_team: NewTeam, socket: SocketFake) -> Team:
    team = await new_team(slack_app_token=SecretStr(APP_TOKEN), slack_signing_secret=None)
    await socket.connected(1)
    return team


async def test_a_message_is_acknowledged_and_answered(team: Team, socket: SocketFake) -> None:
    event = team.message_event(PASTE)

    await socket.acked(await socket.send(envelope_of(event)))
    (card,) = await team.slack.wait_for("chat.postMessage")

    assert team.connected == "Slack workspace Acme as @errfix, by Socket Mode"
    assert card.args["thread_ts"] == event["ts"]


async def test_an_event_that_comes_in_two_envelopes_at_once_is_answered_once(team: Team, socket: SocketFake) -> None:
    payload = envelope_of(team.message_event(PASTE))

    await socket.acked(await socket.send(payload), await socket.send(payload))
    await team.settle()

    assert len(team.slack.posted) == 1


async def test_an_envelope_that_is_sent_twice_is_acknowledged_twice_and_answered_once(
    team: Team, socket: SocketFake
) -> None:
    payload = envelope_of(team.message_event(PASTE))

    first = await socket.send(payload)
    await socket.acked(first)
    await team.settle()
    await socket.send(payload, envelope_id=first, retry=1)
    await socket.acked(await socket.send(envelope_of(team.message_event("lunch?"))))
    await team.settle()

    assert socket.acknowledged.count(first) == 2
    assert len(team.slack.posted) == 1


async def test_a_retry_after_a_card_that_could_not_be_posted_posts_it(team: Team, socket: SocketFake) -> None:
    payload = envelope_of(team.message_event(PASTE))
    team.slack.fail("chat.postMessage", "internal_error")

    await socket.acked(await socket.send(payload))
    await team.settle()
    await socket.acked(await socket.send(payload, retry=1))
    await team.settle()

    posted = team.slack.posted
    answer = await team.answer_to(posted[0].args["thread_ts"])
    assert len(posted) == 2
    assert answer.posted_id is not None


async def test_where_slack_asks_for_a_new_connection_nothing_is_missed(team: Team, socket: SocketFake) -> None:
    before, after = team.message_event(PASTE), team.message_event(PASTE)

    await socket.acked(await socket.send(envelope_of(before)))
    await socket.ask_to_reconnect()
    await socket.connected(2)
    await socket.acked(await socket.send(envelope_of(after)))
    await team.settle()

    assert sorted(call.args["thread_ts"] for call in team.slack.posted) == [before["ts"], after["ts"]]


async def test_a_connection_that_breaks_comes_back_and_what_is_sent_again_is_answered_once(
    team: Team, socket: SocketFake
) -> None:
    payload = envelope_of(team.message_event(PASTE))

    await socket.send(payload)
    await socket.drop()
    await socket.connected(2)
    await socket.acked(await socket.send(payload, retry=1))
    await team.settle()

    assert len(team.slack.posted) == 1


async def test_it_comes_back_as_often_as_it_breaks(team: Team, socket: SocketFake) -> None:
    for number in range(2, 6):
        await socket.drop()
        await socket.connected(number)

    await socket.acked(await socket.send(envelope_of(team.message_event(PASTE))))
    await team.settle()

    assert len(team.slack.posted) == 1


async def test_a_new_connection_that_slack_puts_off_is_made_later(team: Team, socket: SocketFake) -> None:
    answer = {"ok": False, "error": "ratelimited"}
    socket.refusals.append(web.json_response(answer, status=429, headers={"Retry-After": "0"}))

    await socket.ask_to_reconnect()
    await socket.connected(2)
    await socket.acked(await socket.send(envelope_of(team.message_event(PASTE))))
    await team.settle()

    assert len(team.slack.posted) == 1


async def test_a_card_that_slack_puts_off_is_posted_once(team: Team, socket: SocketFake) -> None:
    team.slack.fail("chat.postMessage", "ratelimited", status=429, times=2, **{"Retry-After": "0"})

    event = team.message_event(PASTE)
    await socket.acked(await socket.send(envelope_of(event)))
    await team.settle()

    assert [call.args["thread_ts"] for call in team.slack.posted] == [event["ts"]] * 3  # two of them refused
    assert (await team.answer_to(event["ts"])).posted_id is not None


async def test_a_command_is_acknowledged_without_words_and_answered_at_its_address(
    team: Team, socket: SocketFake
) -> None:
    body = {
        "command": "/errfix",
        "text": "help",
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "user_id": ADA,
        "trigger_id": "1.2",
        "response_url": f"{team.slack.origin}/respond/one",
    }

    envelope = await socket.send(body, "slash_commands")
    await socket.acked(envelope)
    await team.settle()

    assert not socket.answers[envelope]
    assert "/errfix search" in team.responses("one")[0]["text"]


async def test_of_a_burst_with_duplicates_over_two_connections_every_message_is_answered_once(
    team: Team, socket: SocketFake
) -> None:
    events = [team.message_event(PASTE, channel=f"C{number:010}") for number in range(40)]

    sent = [await socket.send(envelope_of(event)) for event in events]
    sent += [await socket.send(envelope_of(event), retry=1) for event in events[::4]]
    await socket.ask_to_reconnect()
    await socket.connected(2)
    sent += [await socket.send(envelope_of(event), retry=2) for event in events[1::4]]
    await socket.acked(*sent[40:])
    await team.settle()

    assert sorted(call.args["thread_ts"] for call in team.slack.posted) == [event["ts"] for event in events]


async def test_closing_waits_for_what_was_acknowledged(team: Team, socket: SocketFake) -> None:
    event = team.message_event(PASTE)

    await socket.acked(await socket.send(envelope_of(event)))
    await team.adapter.close()

    assert (await team.answer_to(event["ts"])).posted_id is not None
