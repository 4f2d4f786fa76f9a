"""HTTP mode: what Slack sends to /slack/events, and what strangers do."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from slack_sdk.signature import SignatureVerifier

from tests.adapters.slack.conftest import CHANNEL, PASTE, Team, envelope_of, sign
from tests.adapters.slack.fake_api import SECRET

JSON = {"content-type": "application/json"}


@pytest.fixture
async def address(team: Team) -> AsyncIterator[str]:
    app = web.Application()
    team.adapter.mount(app)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/slack/events"))


async def send(address: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
    async with ClientSession() as session, session.post(address, data=body.encode(), headers=headers) as response:
        return response.status, await response.text()


async def test_a_signed_event_is_acknowledged_and_handled(team: Team, address: str) -> None:
    body = json.dumps(envelope_of(team.message_event(PASTE)))
    assert await send(address, body, {**JSON, **sign(body)}) == (200, "")
    await team.settle()
    assert [call.args["channel"] for call in team.slack.posted] == [CHANNEL]


async def test_the_acknowledgement_waits_for_nothing(team: Team, address: str) -> None:
    """Nobody posts anything before Slack has its answer: the API is made to wait for it."""
    team.slack.held = asyncio.Event()
    body = json.dumps(envelope_of(team.message_event(PASTE)))
    assert await send(address, body, {**JSON, **sign(body)}) == (200, "")
    team.slack.held.set()
    await team.settle()
    assert len(team.slack.posted) == 1


async def test_slacks_verification_of_the_address_is_answered(address: str) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"})
    status, text = await send(address, body, {**JSON, **sign(body)})
    assert (status, json.loads(text)) == (200, {"challenge": "3eZbrw1aB"})


@pytest.mark.parametrize("secret", ("another secret", ""))
async def test_a_wrong_signature_is_refused(team: Team, address: str, secret: str) -> None:
    body = json.dumps(envelope_of(team.message_event(PASTE)))
    headers = {**JSON, **(sign(body, secret) if secret else {})}
    assert (await send(address, body, headers))[0] == 401
    await team.settle()
    assert not team.slack.count()


async def test_an_old_request_is_refused(team: Team, address: str) -> None:
    body = json.dumps(envelope_of(team.message_event(PASTE)))
    old = str(int(time.time()) - 3600)
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=old, body=body) or ""
    headers = {**JSON, "x-slack-request-timestamp": old, "x-slack-signature": signature}
    assert (await send(address, body, headers))[0] == 401


@pytest.mark.parametrize(
    "body", ("", "{", "[]", '"text"', "payload=%5B%5D", "payload={", "\x00", "a=b", '{"event": 7}', '{"team": 7}')
)
async def test_nonsense_is_refused_without_a_traceback(
    address: str, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, _ = await send(address, body, JSON)
    assert status in {400, 401}
    signed, _ = await send(address, body, {**JSON, **sign(body)})
    assert signed in {200, 400, 401, 404}
    assert not caplog.records


async def test_an_event_nobody_listens_to_is_no_news(
    team: Team, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps(envelope_of({"type": "channel_rename", "channel": {"id": CHANNEL}}))
    await send(address, body, {**JSON, **sign(body)})
    await team.settle()
    assert not caplog.records
