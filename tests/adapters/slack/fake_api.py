"""A Slack on loopback: its Web API, files and response addresses. It notes what is called, and checks blocks."""

import asyncio
import json
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.render import Rendered
from tests.adapters.slack.limits import problems_of, problems_of_view

BOT_TOKEN = "xoxb-111-222-abc"
APP_TOKEN = "xapp-1-A0000000001-333-def"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, BOT_USER, BOT_ID = "T0000000001", "U0000000BOT", "B0000000BOT"
_WRITES_BLOCKS = {"chat.postMessage", "chat.postEphemeral", "chat.update"}


@dataclass(frozen=True)
class Call:
    """A call of the Web API, or what was sent to a response address (then `method` is "respond")."""

    method: str
    args: dict[str, Any]
    token: str = ""

    @property
    def text(self) -> str:
        return str(self.args.get("text", ""))


@dataclass
class FakeSlack:
    """What it knows and what happened. Change `people` and `channels`, and make calls fail with `fail`."""

    calls: list[Call] = field(default_factory=list)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    """By path: the content, and its content type."""
    infos: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What files.info says, by the file's id."""
    dead_tokens: set[str] = field(default_factory=set)
    bots: dict[str, tuple[str, str, str]] = field(default_factory=lambda: {BOT_TOKEN: (BOT_USER, BOT_ID, TEAM)})
    messages: dict[str, Call] = field(default_factory=dict)
    """What was posted and is still there, as it reads now, by its ts."""
    reactions: set[tuple[str, str]] = field(default_factory=set)
    """Its own ones: the ts of a message, and a name."""
    socket_url: str = "ws://127.0.0.1:1/link"
    url: str = ""
    origin: str = ""
    held: asyncio.Event | None = None
    """Set one to let chat.postMessage wait for it."""

    def __post_init__(self) -> None:
        self._failures: dict[str, deque[web.Response]] = defaultdict(deque)
        self._numbers = 0
        self._news = asyncio.Condition()

    def fail(self, method: str, error: str = "", *, status: int = 200, times: int = 1, **headers: str) -> None:
        """Let the next calls of the method fail."""
        for _ in range(times):
            said = web.json_response({"ok": False, "error": error or "fatal_error"}, status=status, headers=headers)
            self._failures[method].append(said)

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def posted(self) -> list[Call]:
        return self.of("chat.postMessage")

    def count(self) -> Counter[str]:
        """How often each method was called, without those that only look."""
        looks = {"auth.test", "users.info", "conversations.info", "files.info"}
        return Counter(call.method for call in self.calls if call.method not in looks)

    async def wait_for(self, method: str, number: int = 1) -> list[Call]:
        async with self._news:
            await self._news.wait_for(lambda: len(self.of(method)) >= number)
        return self.of(method)

    async def _note(self, call: Call) -> None:
        self.calls.append(call)
        async with self._news:
            self._news.notify_all()

    async def api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        args = dict(request.query) | (await _arguments(request))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.pop("token", ""))
        await self._note(Call(method, args, token))
        if self._failures[method]:
            return self._failures[method].popleft()
        if token in self.dead_tokens:
            return web.json_response({"ok": False, "error": "token_revoked"})
        if method == "chat.postMessage" and self.held is not None:
            await self.held.wait()
        wrong = _problems(method, args)
        if wrong:
            return web.json_response({"ok": False, "error": "invalid_blocks", "errors": wrong})
        answer = self._answer(method, args, token)
        self._remember(Call(method, args, token), str(answer.get("ts") or args.get("ts") or args.get("timestamp")))
        return web.json_response({"ok": True, **answer})

    def _remember(self, call: Call, ts: str) -> None:
        """Change what is there."""
        match call.method:
            case "chat.postMessage":
                self.messages[ts] = call
            case "chat.update" if ts in self.messages:
                self.messages[ts] = Call("chat.postMessage", {**self.messages[ts].args, **call.args}, call.token)
            case "chat.delete":
                self.messages.pop(ts, None)
            case "reactions.add":
                self.reactions.add((ts, call.args["name"]))
            case "reactions.remove":
                self.reactions.discard((ts, call.args["name"]))

    async def respond(self, request: web.Request) -> web.Response:
        args = await request.json()
        await self._note(Call("respond", args | {"to": request.match_info["id"]}))
        if self._failures["respond"]:
            return self._failures["respond"].popleft()
        if "blocks" in args:
            assert not problems_of(Rendered(args["text"], args["blocks"]))
        return web.Response(text="ok")

    async def file(self, request: web.Request) -> web.Response:
        await self._note(Call("file", {"path": request.path, **request.headers}))
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.bots:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        content, kind = self.files[request.match_info["name"]]
        asked = request.headers.get("Range")
        if asked:
            return web.Response(status=206, body=content[int(asked.removeprefix("bytes=")) :], content_type=kind)
        return web.Response(body=content, content_type=kind)

    async def moved(self, request: web.Request) -> web.Response:
        target = f"/files/{request.match_info['name']}"
        raise web.HTTPFound(target)

    def _answer(self, method: str, args: dict[str, Any], token: str) -> dict[str, Any]:  # noqa: PLR0911 - a table
        self._numbers += 1
        user, bot, team = self.bots.get(token, (BOT_USER, BOT_ID, TEAM))
        match method:
            case "auth.test":
                return {
                    "user_id": user,
                    "bot_id": bot,
                    "team_id": team,
                    "user": "errfix",
                    "team": "Acme",
                    "url": self.url,
                }
            case "chat.postMessage" | "chat.postEphemeral":
                return {"ts": f"1790000000.{self._numbers:06}", "channel": args["channel"]}
            case "users.info":
                return {"user": {"id": args["user"], **self.people.get(args["user"], {"locale": "en-US"})}}
            case "conversations.info":
                return {"channel": {"id": args["channel"], **self.channels.get(args["channel"], {})}}
            case "files.info":
                return {"file": self.infos[args["file"]]}
            case "apps.connections.open":
                return {"url": self.socket_url}
            case _:
                return {}


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        arguments: dict[str, Any] = await request.json()
        return arguments
    form = {name: str(value) for name, value in (await request.post()).items()}
    return {
        name: json.loads(value) if name in {"blocks", "view"} else value  # slack_sdk writes these as JSON
        for name, value in form.items()
    }


def _problems(method: str, args: dict[str, Any]) -> list[str]:
    if method in _WRITES_BLOCKS:
        return problems_of(Rendered(args["text"], args["blocks"]))
    view = args.get("view")
    return problems_of_view(json.loads(view) if isinstance(view, str) else view) if view else []


@asynccontextmanager
async def fake_slack() -> AsyncIterator[FakeSlack]:
    """One that listens."""
    slack = FakeSlack()
    app = web.Application(client_max_size=8 * 1024 * 1024)
    app.router.add_route("*", "/api/{method}", slack.api)
    app.router.add_post("/respond/{id}", slack.respond)
    app.router.add_get("/files/{name}", slack.file)
    app.router.add_get("/moved/{name}", slack.moved)
    async with TestServer(app, host="127.0.0.1") as server:
        slack.origin = str(server.make_url("")).rstrip("/")
        slack.url = f"{slack.origin}/api/"
        yield slack
