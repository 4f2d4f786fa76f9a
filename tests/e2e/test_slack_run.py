"""`errfix run` as a process, connected to a Slack on loopback."""

import asyncio
import json
import re
import signal
from collections.abc import AsyncIterator
from functools import partial

import pytest
from aiohttp import ClientSession

from tests.adapters.slack.conftest import ADA, CHANNEL, PASTE, envelope_of, sign
from tests.adapters.slack.fake_api import BOT_TOKEN, SECRET, FakeSlack, fake_slack
from tests.e2e.conftest import Start

pytestmark = pytest.mark.e2e


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as slack:
        yield slack


@pytest.fixture
def start(slack: FakeSlack, start_bot: Start) -> Start:
    """In HTTP mode."""
    return partial(start_bot, SLACK_API_URL=slack.url, SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_SIGNING_SECRET=SECRET)


def address(line: str) -> str:
    found = re.search(r"http://\S+", line)
    assert found
    return found[0]


async def test_it_says_what_is_connected_answers_and_stops(slack: FakeSlack, start: Start) -> None:
    process, lines = await start()
    assert lines[0] == "errfix: connected to Slack workspace Acme as @errfix, by HTTP at /slack/events"
    assert lines[1].startswith("errfix: listening on http://127.0.0.1:")
    event = {"type": "message", "channel": CHANNEL, "user": ADA, "text": PASTE, "ts": "1780000001.000100"}
    body = json.dumps(envelope_of({**event, "channel_type": "channel", "event_ts": event["ts"]}))
    headers = {"Content-Type": "application/json", **sign(body)}
    async with ClientSession(address(lines[1])) as session:
        async with session.post("/slack/events", data=body, headers=headers) as response:
            assert response.status == 200
        async with session.get("/healthz") as response:
            assert response.status == 200
        async with session.get("/") as response:
            assert response.status == 404  # the web channel is closed
    (posted,) = await slack.wait_for("chat.postMessage")
    assert "yaml" in posted.text
    process.send_signal(signal.SIGTERM)
    _, errors = await process.communicate()
    assert process.returncode == 0
    assert "Traceback" not in errors.decode()
    assert "warning" not in errors.decode().lower()


async def test_stopping_waits_until_the_card_is_out(slack: FakeSlack, start: Start) -> None:
    process, lines = await start()
    slack.held = asyncio.Event()
    event = {"type": "message", "channel": CHANNEL, "user": ADA, "text": PASTE, "ts": "1780000001.000100"}
    body = json.dumps(envelope_of({**event, "channel_type": "channel", "event_ts": event["ts"]}))
    headers = {"Content-Type": "application/json", **sign(body)}
    async with (
        ClientSession(address(lines[1])) as session,
        session.post("/slack/events", data=body, headers=headers) as response,
    ):
        assert response.status == 200
    await slack.wait_for("chat.postMessage")
    process.send_signal(signal.SIGTERM)
    assert process.stdout is not None
    assert b"stopping" in await process.stdout.readline()
    slack.held.set()
    await process.communicate()
    assert process.returncode == 0


async def test_the_web_channel_opens_beside_it_when_asked_for(start: Start) -> None:
    _, lines = await start(ERRFIX_WEB="on")
    assert "connected to Slack workspace" in lines[0]
    async with ClientSession(address(lines[1])) as session, session.get("/") as response:
        assert response.status == 200


async def test_signed_requests_need_no_password_on_any_address(start: Start) -> None:
    _, lines = await start(ERRFIX_WEB="off", ERRFIX_WEB_HOST="0.0.0.0")
    assert "listening on http://0.0.0.0:" in lines[1]
