"""The real adapter on a real store, a Slack on loopback, and people who write in it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr
from slack_bolt import BoltResponse
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from adapters.base import outbox, refresh
from adapters.slack.adapter import SlackAdapter
from bot.desk import Desk
from bot.events import Place
from bot.matching import Matcher
from bot.service import Service
from bot.settings import Settings
from bot.store import Answer, Store
from tests.adapters.slack.fake_api import BOT_TOKEN, BOT_USER, SECRET, TEAM, FakeSlack, fake_slack

ADA, BOB = "U00000000ADA", "U00000000BOB"
CHANNEL, DIRECT = "C0000000001", "D0000000001"
PLACE = Place("slack", TEAM, CHANNEL)
PASTE = "Traceback (most recent call last):\nModuleNotFoundError: No module named 'yaml'"
PORT = "Error: listen EADDRINUSE: address already in use :::3000"
_SETTLED_S = 20


@dataclass
class Team:
    """A workspace: what people do there reaches the adapter as Slack would send it."""

    slack: FakeSlack
    adapter: SlackAdapter
    service: Service
    connected: str
    """What the adapter said when it started."""
    _second: int = 1_780_000_000

    def now(self) -> str:
        self._second += 1
        return f"{self._second}.000100"

    async def dispatch(self, body: dict[str, Any], *, form: bool = False, **headers: str) -> BoltResponse:
        """Send a signed request; the answer is Slack's acknowledgement."""
        if form:
            text = urlencode(body)
            kind = "application/x-www-form-urlencoded"
        else:
            text, kind = json.dumps(body), "application/json"
        signed: dict[str, str | Sequence[str]] = {"content-type": kind, **sign(text), **headers}
        return await self.adapter.app.async_dispatch(AsyncBoltRequest(body=text, headers=signed))

    async def event(self, event: dict[str, Any], **envelope: Any) -> BoltResponse:  # noqa: ANN401 - as in JSON
        return await self.dispatch(envelope_of(event, **envelope))

    async def message(self, text: str, **changes: Any) -> str:  # noqa: ANN401 - as in JSON
        """Somebody writes; returns when all is done. The result is the message's ts."""
        event = self.message_event(text, **changes)
        response = await self.event(event)
        assert response.status == 200
        await self.settle()
        return str(event["ts"])

    def message_event(self, text: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
        ts = self.now()
        event = {
            "type": "message",
            "channel": CHANNEL,
            "channel_type": "channel",
            "user": ADA,
            "text": text,
            "ts": ts,
            "event_ts": ts,
            "team": TEAM,
            "client_msg_id": f"id-{ts}",
        }
        return {name: value for name, value in {**event, **changes}.items() if value is not ...}

    async def edit(self, ts: str, text: str, before: str, **changes: Any) -> None:  # noqa: ANN401 - as in JSON
        event = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": CHANNEL,
            "channel_type": "channel",
            "ts": self.now(),
            "event_ts": self.now(),
            "message": {"type": "message", "user": ADA, "text": text, "ts": ts, "edited": {"user": ADA, "ts": ts}},
            "previous_message": {"type": "message", "user": ADA, "text": before, "ts": ts},
        }
        assert (await self.event({**event, **changes})).status == 200
        await self.settle()

    async def delete(self, ts: str, **changes: Any) -> None:  # noqa: ANN401 - as in JSON
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": CHANNEL,
            "channel_type": "channel",
            "ts": self.now(),
            "event_ts": self.now(),
            "deleted_ts": ts,
            "previous_message": {"type": "message", "user": ADA, "text": "gone", "ts": ts},
        }
        assert (await self.event({**event, **changes})).status == 200
        await self.settle()

    async def react(
        self, name: str, ts: str, *, user: str = BOB, removed: bool = False, channel: str = CHANNEL
    ) -> None:
        event = {
            "type": "reaction_removed" if removed else "reaction_added",
            "user": user,
            "reaction": name,
            "item": {"type": "message", "channel": channel, "ts": ts},
            "event_ts": self.now(),
        }
        assert (await self.event(event)).status == 200
        await self.settle()

    async def command(self, text: str, *, user: str = ADA, channel: str = CHANNEL) -> str:
        """`/errfix …`; the result is the name of its response address."""
        name = f"command-{self.now()}"
        body = {
            "command": "/errfix",
            "text": text,
            "team_id": TEAM,
            "channel_id": channel,
            "user_id": user,
            "trigger_id": f"{name}.trigger",
            "response_url": f"{self.slack.origin}/respond/{name}",
            "is_enterprise_install": "false",
        }
        response = await self.dispatch(body, form=True)
        assert (response.status, response.body) == (200, "")
        await self.settle()
        return name

    async def shortcut(self, message: dict[str, Any], *, user: str = BOB, channel: str = CHANNEL) -> str:
        name = f"shortcut-{self.now()}"
        payload = {
            "type": "message_action",
            "callback_id": "find_fix",
            "team": {"id": TEAM, "domain": "acme"},
            "user": {"id": user, "name": "bob", "team_id": TEAM},
            "channel": {"id": channel, "name": "support"},
            "message_ts": message["ts"],
            "action_ts": self.now(),
            "message": message,
            "trigger_id": f"{name}.trigger",
            "response_url": f"{self.slack.origin}/respond/{name}",
            "is_enterprise_install": False,
        }
        response = await self.dispatch({"payload": json.dumps(payload)}, form=True)
        assert (response.status, response.body) == (200, "")
        await self.settle()
        return name

    async def click(
        self,
        button: dict[str, Any],
        *,
        ts: str = "",
        user: str = BOB,
        private: bool = False,
        view: dict[str, Any] | None = None,
        channel: str = CHANNEL,
    ) -> str:
        """Click on a button as it stood in a message, or choose from a menu."""
        name = f"click-{self.now()}"
        where = {"type": "view"} if view else {"type": "message", "message_ts": ts, "channel_id": channel}
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "acme"},
            "user": {"id": user, "username": "bob", "team_id": TEAM},
            "container": {**where, "is_ephemeral": private},
            "trigger_id": f"{name}.trigger",
            "actions": [{**button, "block_id": "b1", "action_ts": self.now()}],
            "is_enterprise_install": False,
            "enterprise": None,
        }
        if view:
            payload["view"] = view
        else:
            payload |= {
                "channel": {"id": channel, "name": "support"},
                "response_url": f"{self.slack.origin}/respond/{name}",
            }
        response = await self.dispatch({"payload": json.dumps(payload)}, form=True)
        assert (response.status, response.body) == (200, "")
        await self.settle()
        return name

    async def settle(self) -> None:
        """Wait until nothing is under way any more."""
        assert await self.adapter.running.drain(_SETTLED_S) == 0

    async def answer_to(self, ts: str, place: Place = PLACE) -> Answer:
        answer = await self.service.store.answer_to(place, ts)
        assert answer is not None
        return answer

    def responses(self, name: str) -> list[dict[str, Any]]:
        """What was sent to the response address."""
        return [call.args for call in self.slack.of("respond") if call.args["to"] == name]


def sign(body: str, secret: str = SECRET) -> dict[str, str]:
    verifier = SignatureVerifier(secret)
    timestamp = str(int(verifier.clock.now()))
    signature = verifier.generate_signature(timestamp=timestamp, body=body)
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature or ""}


def envelope_of(event: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    envelope = {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0000000001",
        "event_id": f"Ev{event.get('event_ts', '')}",
        "event_time": 1_780_000_000,
        "event": event,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
    return {**envelope, **changes}


def button(blocks: list[dict[str, Any]], action: str, number: int = 0) -> dict[str, Any]:
    """A button or a menu of the blocks, as Slack sends it back."""
    found = [
        element
        for block in blocks
        for element in (*block.get("elements", []), block.get("accessory", {}))
        if str(element.get("action_id", "")).partition(":")[0] == action
    ]
    return {name: found[number][name] for name in ("type", "action_id", "value") if name in found[number]}


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as slack:
        yield slack


def settings_for(slack: FakeSlack, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """Settings of a single workspace in HTTP mode."""
    own = {
        "slack_api_url": slack.url,
        "slack_bot_token": SecretStr(BOT_TOKEN),
        "slack_app_token": None,
        "slack_signing_secret": SecretStr(SECRET),
        "slack_client_id": None,
        "slack_client_secret": None,
        "web_port": 0,
        "web_host": "127.0.0.1",
        "web_token": None,
    }
    return Settings(_env_file=None).model_copy(update={**own, **changes})


NewTeam = Callable[..., Awaitable[Team]]


@pytest.fixture
async def new_team(
    slack: FakeSlack, store: Store, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[NewTeam]:
    """Starts an adapter with some settings; two of them are two replicas on one database."""
    monkeypatch.setattr(outbox, "PAUSE_S", 0)
    monkeypatch.setattr(refresh, "PAUSE_S", 0)
    adapters = []

    async def _new(**changes: Any) -> Team:  # noqa: ANN401 - any setting
        settings = settings_for(slack, **changes)
        service = Service(store, matcher, settings)
        adapter = SlackAdapter(service, Desk(service), settings)
        adapters.append(adapter)
        return Team(slack, adapter, service, await adapter.start())

    yield _new
    for adapter in adapters:
        await adapter.close()


@pytest.fixture
async def team(new_team: NewTeam) -> Team:
    return await new_team()
