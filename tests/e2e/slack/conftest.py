"""The real `errfix run` beside a Slack that nobody here wrote, and people who write in it."""

import asyncio
import json
import os
import shutil
import socket
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import pytest
from aiohttp import ClientError, ClientSession
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.events import Place
from bot.store import Store
from tests.e2e.process import ERRFIX, environment
from tests.e2e.slack.front import Front, open_front

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / ".emulator"
NODE = FOLDER / "node_modules" / ".bin" / "node"
START = ROOT.parent / "shared" / "tools" / "slack-emulator" / "start.mjs"
SECRET = "test-signing-secret"
BOT = "UBOT"
TEAM = "T000000001"
_PATIENCE_S = 20
_BETWEEN_LOOKS_S = 0.05

T = TypeVar("T")


async def eventually(look: Callable[[], Awaitable[T | None]], what: str) -> T:
    """What `look` returns once it returns something; the test fails if that never happens."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            while not (seen := await look()):  # noqa: ASYNC110 - another process's state has no event
                await asyncio.sleep(_BETWEEN_LOOKS_S)
    except TimeoutError:
        pytest.fail(f"never seen: {what}")
    return seen


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def end(process: Process) -> int:
    if process.returncode is None:
        process.terminate()
    return await asyncio.wait_for(process.wait(), _PATIENCE_S)


@asynccontextmanager
async def emulator(events_url: str) -> AsyncIterator[Front]:
    """The emulator, which sends its events to the address."""
    if not START.exists():
        pytest.skip(f"there is no {START.name} for the Slack emulator in ../shared")
    if not NODE.exists():
        reason = "the Slack emulator is not installed; run: make emulator"
        pytest.fail(reason) if os.environ.get("ERRFIX_TEST_REQUIRE_EMULATOR") == "1" else pytest.skip(reason)
    # Node looks for packages beside the script.
    script = shutil.copy(START, FOLDER / START.name)
    async with open_front() as front:
        port = free_port()
        process = await asyncio.create_subprocess_exec(
            NODE, script, str(port), events_url, env={**os.environ, "EMULATE_BASE_URL": front.url}, stdout=PIPE
        )
        assert process.stdout is not None
        assert (await process.stdout.readline()).startswith(b"UP")
        front.target = f"http://127.0.0.1:{port}"
        try:
            yield front
        finally:
            await end(process)


class Errfix:
    """`errfix run` in HTTP mode, in a folder of its own."""

    def __init__(self, folder: Path, port: int, **settings: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._folder = folder
        self._settings = {
            "ERRFIX_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'errfix.db'}",
            "ERRFIX_WEB_PORT": str(port),
            "SLACK_SIGNING_SECRET": SECRET,
            **settings,
        }
        self._process: Process | None = None

    async def hear(self, body: bytes, content_type: str) -> None:
        """Send it what Slack would, signed as Slack signs."""
        timestamp = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
        assert signature is not None
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature,
        }
        async with (
            ClientSession() as session,
            session.post(f"{self.url}/slack/events", data=body, headers=headers) as response,
        ):
            assert response.status == 200, await response.text()

    async def knows(self, channel: str, posted_id: str) -> bool:
        """Whether its database says that this message is a card."""
        store = await Store.open(self._settings["ERRFIX_DATABASE_URL"])
        try:
            return await store.answer_posted_as(Place("slack", TEAM, channel), posted_id) is not None
        finally:
            await store.close()

    @property
    def log(self) -> str:
        return (self._folder / "errfix.log").read_text(encoding="utf-8")

    async def start(self) -> None:
        with (self._folder / "errfix.log").open("a", encoding="utf-8") as log:
            self._process = await asyncio.create_subprocess_exec(
                ERRFIX,
                "run",
                cwd=self._folder,
                env=environment(**self._settings),
                stdout=log,
                stderr=log,
            )
        await eventually(self._answers, f"errfix open; it says\n{self.log}")

    async def stop(self) -> int:
        """Ask it to stop; its exit code."""
        assert self._process is not None
        return await end(self._process)

    async def _answers(self) -> bool:
        assert self._process is not None
        if self._process.returncode is not None:
            pytest.fail(f"errfix did not start:\n{self.log}")
        try:
            async with ClientSession() as session, session.get(f"{self.url}/healthz") as response:
                return response.status == 200
        except ClientError:
            return False


class Person:
    """Somebody in the workspace, with a client of their own."""

    def __init__(self, name: str, front: Front, channel: str) -> None:
        self.client = AsyncWebClient(f"xoxp-test-{name}", base_url=f"{front.url}/api/")
        self._channel = channel

    async def write(self, text: str, **more: Any) -> str:  # noqa: ANN401 - whatever chat.postMessage takes
        """Post in the channel; the message's ts."""
        return str((await self.client.chat_postMessage(channel=self._channel, text=text, **more))["ts"])

    async def react(self, ts: str, name: str) -> None:
        await self.client.reactions_add(channel=self._channel, timestamp=ts, name=name)

    async def take_back(self, ts: str, name: str) -> None:
        await self.client.reactions_remove(channel=self._channel, timestamp=ts, name=name)


class Workspace:
    """The channel `support` with alice, bob and errfix in it."""

    def __init__(self, front: Front, errfix: Errfix, channel: str) -> None:
        self.front = front
        self.errfix = errfix
        self.channel = channel
        self.alice = Person("alice", front, channel)
        self.bob = Person("bob", front, channel)

    async def replies(self, ts: str) -> list[dict[str, Any]]:
        """What errfix wrote in the thread."""
        try:
            thread = await self.alice.client.conversations_replies(channel=self.channel, ts=ts)
        except Exception as error:  # noqa: BLE001 - a message that was deleted has no thread
            assert "thread_not_found" in str(error), error  # noqa: PT017 - any other error is a failure
            return []
        return [message for message in thread["messages"] if message["user"] == BOT]

    async def card(self, ts: str, *holding: str) -> dict[str, Any]:
        """The card in the thread of the message, once it is there and shows these texts."""

        async def look() -> dict[str, Any] | None:
            replies = await self.replies(ts)
            assert len(replies) <= 1, replies
            for reply in replies:
                # Nobody reacts to a card before errfix knows that it is out; a test might.
                if all(text in shown(reply) for text in holding) and await self.errfix.knows(self.channel, reply["ts"]):
                    return reply
            return None

        try:
            return await eventually(look, f"a card with {holding}")
        except pytest.fail.Exception:
            pytest.fail(f"no card with {holding}; replies: {await self.replies(ts)}\n{self.errfix.log}")

    async def press(self, name: str, card: dict[str, Any], action: str) -> None:
        """Click the first button of this action, which the emulator cannot."""
        buttons = [one for block in card["blocks"] for one in elements(block)]
        button = next(one for one in buttons if one["action_id"].startswith(f"{action}:"))
        users = (await self.alice.client.users_list())["members"]
        person = next(user["id"] for user in users if user["name"] == name)
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "workspace"},
            "user": {"id": person, "username": name, "team_id": TEAM},
            "api_app_id": "A1",
            "token": "x",
            "container": {"type": "message", "message_ts": card["ts"], "channel_id": self.channel},
            "trigger_id": "1.2.3",
            "channel": {"id": self.channel, "name": "support"},
            "message": card,
            "response_url": f"{self.front.url}/actions/1",
            "actions": [{**button, "action_ts": "1.2"}],
        }
        body = urlencode({"payload": json.dumps(payload)}).encode()
        await self.errfix.hear(body, "application/x-www-form-urlencoded")

    async def reactions(self, ts: str) -> list[str]:
        message = (await self.alice.client.reactions_get(channel=self.channel, timestamp=ts))["message"]
        return [reaction["name"] for reaction in message.get("reactions", ())]


def shown(message: dict[str, Any]) -> str:
    """All a reader sees of a message, as one text."""

    def texts(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
        if isinstance(value, list):
            return [text for one in value for text in texts(one)]
        if isinstance(value, dict):
            own = [value["text"]] if isinstance(value.get("text"), str) else []
            return own + [text for one in value.values() for text in texts(one)]
        return []

    return "\n".join(texts(message.get("blocks", [])))


def elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a block."""
    found = [*block.get("elements", []), block.get("accessory", {})]
    return [one for one in found if one.get("type") == "button"]


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    port = free_port()
    async with emulator(f"http://127.0.0.1:{port}/slack/events") as front:
        errfix = Errfix(tmp_path, port, SLACK_BOT_TOKEN="xoxb-test-bot", SLACK_API_URL=f"{front.url}/api/")
        await errfix.start()
        try:
            channels = await AsyncWebClient("xoxp-test-alice", base_url=f"{front.url}/api/").conversations_list()
            channel = next(one["id"] for one in channels["channels"] if one["name"] == "support")
            yield Workspace(front, errfix, channel)
        finally:
            await errfix.stop()
