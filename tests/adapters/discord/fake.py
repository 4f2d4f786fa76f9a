"""A Discord on loopback: REST and gateway. Every body that it gets is held against Discord's own description."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.adapters.discord.gateway_fake import TOKEN, FakeGateway
from tests.adapters.discord.limits import walk
from tests.adapters.discord.openapi import problems
from tests.adapters.discord.payloads import APPLICATION, BOT_USER, application, direct_channel, message, thread

_CALLBACK = {4: "message", 5: "deferred", 6: "deferred update", 7: "update", 8: "autocomplete"}


@dataclass
class Call:
    """What Discord was asked."""

    method: str
    path: str
    body: Any

    @property
    def text(self) -> str:
        """All the words of a message."""
        return "\n".join(str(part["content"]) for part in walk(self.body["components"]) if "content" in part)

    def button(self, action: str, number: int = 0) -> str:
        """The custom_id of one of the message's buttons."""
        ids = [str(part["custom_id"]) for part in walk(self.body["components"]) if "custom_id" in part]
        return [custom_id for custom_id in ids if custom_id.split(":")[1] == action][number]


@dataclass
class Refusal:
    """What Discord answers to the calls whose path ends so, so many times."""

    method: str
    ending: str
    status: int
    body: dict[str, Any]
    times: int
    headers: dict[str, str] = field(default_factory=lambda: {"Via": "fake"})


@dataclass
class FakeDiscord:
    """The API's side. What it is asked is kept in `calls`; what is wrong with it in `complaints`."""

    gateway: FakeGateway = field(default_factory=FakeGateway)
    url: str = ""
    shards: int = 1
    calls: list[Call] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What was posted, as Discord would show it."""
    threads: set[str] = field(default_factory=set)
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Those that somebody may ask for by their id."""
    held: asyncio.Event | None = None
    """While set and not set off, posting takes that long."""
    holds: str = "/messages"
    """How the paths end of what is held."""
    held_files: asyncio.Event | None = None
    all_is_private: bool = False
    """What is said to interactions is shown to whoever caused them alone, as some servers want it."""
    _nonces: dict[str, str] = field(default_factory=dict)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _number: int = 0

    def new_id(self) -> str:
        self._number += 1
        return str(1_400_000_000_000_000_000 + self._number)

    def refuse(self, method: str, ending: str, code: int, *, status: int = 403, times: int = 1_000) -> None:
        self.refusals.append(Refusal(method, ending, status, {"message": "no", "code": code}, times))

    def slow_down(self, method: str, ending: str, *, times: int = 1) -> None:
        body = {"message": "You are being rate limited.", "retry_after": 0.01, "global": False}
        self.refusals.append(Refusal(method, ending, 429, body, times))

    def bar(self, method: str, ending: str) -> None:
        """As the wall in front of Discord does with an address that knocked too often."""
        self.refusals.append(Refusal(method, ending, 429, {}, 1_000, {"Retry-After": "3600"}))

    def of(self, method: str, ending: str = "") -> list[Call]:
        return [call for call in self.calls if call.method == method and call.path.endswith(ending)]

    @property
    def posted(self) -> list[Call]:
        """Messages that were posted in channels and threads."""
        return self.of("POST", "/messages")

    @property
    def acks(self) -> list[str]:
        """How interactions were acknowledged."""
        return [_CALLBACK[call.body["type"]] for call in self.of("POST", "/callback")]

    def told(self, token: str) -> list[Call]:
        """What was said to an interaction, by its token."""
        return [call for call in self.calls if call.path.startswith(f"/webhooks/{APPLICATION}/{token}")]

    def count(self) -> Counter[str]:
        """What was done, but for logging in."""
        quiet = ("/users/@me", "/oauth2/applications/@me", "/gateway/bot", f"/applications/{APPLICATION}/commands")
        return Counter(_kind(call) for call in self.calls if call.path not in quiet)

    async def answer(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix("/api/v10")
        body = await request.json() if request.can_read_body else None
        if (
            not path.startswith(("/interactions", "/webhooks"))
            and request.headers.get("Authorization") != f"Bot {TOKEN}"
        ):
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        call = Call(request.method, path, body)
        self.complaints += [f"{call.method} {call.path}: {said}" for said in problems(call.method, call.path, body)]
        self.calls.append(call)
        async with self._changed:
            self._changed.notify_all()
        if self.held is not None and path.endswith(self.holds):
            await self.held.wait()
        for refusal in self.refusals:
            if refusal.method == call.method and path.endswith(refusal.ending) and refusal.times:
                refusal.times -= 1
                return _json(refusal.body, status=refusal.status, headers=refusal.headers)
        return self._respond(call)

    async def until(self, method: str, ending: str, times: int = 1) -> list[Call]:
        """Wait until something was asked so often."""
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(lambda: len(self.of(method, ending)) >= times)
        return self.of(method, ending)

    async def file(self, request: web.Request) -> web.Response:
        data, kind = self.files[request.match_info["name"]]
        self.calls.append(Call("FILE", request.path, dict(request.headers)))
        if self.held_files is not None:
            await self.held_files.wait()
        wanted = request.headers.get("Range", "")
        if wanted.startswith("bytes=-"):
            data = data[-int(wanted.removeprefix("bytes=-")) :]
        return web.Response(body=data, content_type=kind)

    def _respond(self, call: Call) -> web.Response:  # noqa: PLR0911, PLR0912, C901 - one line for each address
        match call.method, call.path.strip("/").split("/"):
            case "GET", ["users", "@me"]:
                return _json(self.gateway.user)
            case "GET", ["oauth2", "applications", "@me"] | ["applications", "@me"]:
                return _json(application())
            case "GET", ["gateway", "bot"]:
                limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 16}
                return _json({"url": self.gateway.url, "shards": self.shards, "session_start_limit": limit})
            case "GET", ["channels", channel]:
                gone = {"message": "Unknown Channel", "code": 10003}
                found = self.channels.get(channel)
                return _json(found or gone, status=200 if found else 404)
            case "PUT", ["applications", _, "commands"]:
                made = [{"id": self.new_id(), "version": "1", "application_id": APPLICATION} for _ in call.body]
                return _json([{"description": "", **one, **ids} for one, ids in zip(call.body, made, strict=True)])
            case "POST", ["users", "@me", "channels"]:
                person = {"id": str(call.body["recipient_id"]), "username": "a", "discriminator": "0", "avatar": None}
                return _json({"id": direct_channel(str(person["id"])), "type": 1, "recipients": [person]})
            case "POST", ["channels", channel, "messages", message, "threads"]:
                if message in self.threads:
                    return _json({"message": "A thread has already been created", "code": 160004}, status=400)
                self.threads.add(message)
                return _json(thread(message, channel, call.body["name"]))
            case "POST", ["channels", channel, "messages"]:
                return _json(self._post(channel, call.body))
            case "PATCH", ["channels", channel, "messages", message]:
                shown = self.messages.setdefault(message, self._message(channel, call.body, message))
                shown.update(components=call.body["components"])
                return _json(shown)
            case "POST", ["interactions", interaction, _, "callback"]:
                return _json({"interaction": {"id": interaction, "type": 2, "response_message_loading": False}})
            case "POST", ["webhooks", _, token]:
                flags = (call.body.get("flags") or 0) | (64 if self.all_is_private else 0)
                return _json(self._message("0", {**call.body, "flags": flags}, webhook=token))
            case "PATCH", ["webhooks", _, token, "messages", _]:
                return _json(self._message("0", call.body, webhook=token))
            case _:
                return web.Response(status=204)

    def _post(self, channel: str, body: dict[str, Any]) -> dict[str, Any]:
        nonce = str(body.get("nonce"))
        if body.get("enforce_nonce") and nonce in self._nonces:
            return self.messages[self._nonces[nonce]]
        posted = self._message(channel, body)
        self.messages[posted["id"]] = posted
        self._nonces[nonce] = posted["id"]
        return posted

    def _message(self, channel: str, body: dict[str, Any], message_id: str = "", webhook: str = "") -> dict[str, Any]:
        flags = body.get("flags") or 0
        own = {"webhook_id": APPLICATION} if webhook else {}
        return {**message(message_id or self.new_id(), channel, self.gateway.user, ""), **own, "flags": flags} | {
            "components": body.get("components") or []
        }


def _kind(call: Call) -> str:
    """A call without its ids."""
    fixed = {"channels", "messages", "threads", "reactions", "@me", "users", "interactions", "callback", "webhooks"}
    parts = [part for part in call.path.strip("/").split("/") if part in fixed]
    return f"{call.method} {'/'.join(parts)}"


def _json(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:  # noqa: ANN401 - as in JSON
    # discord.py reads JSON of exactly this type alone, and takes a 429 without Via for one of a firewall.
    own = {"Content-Type": "application/json", **({"Via": "fake"} if headers is None else headers)}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=own)


@asynccontextmanager
async def fake_discord() -> AsyncIterator[FakeDiscord]:
    discord = FakeDiscord()
    gateway = discord.gateway
    gateway.application_id = APPLICATION
    gateway.user = {"id": BOT_USER, "username": "errfix", "discriminator": "0", "avatar": None, "bot": True}
    app = web.Application(client_max_size=8 << 20)
    app.router.add_route("GET", "/gateway/", gateway.handle)
    app.router.add_route("GET", "/files/{name}", discord.file)
    app.router.add_route("*", "/api/v10/{path:.*}", discord.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        discord.url = f"http://127.0.0.1:{port}/api/v10"
        gateway.url = f"ws://127.0.0.1:{port}/gateway/"
        yield discord
        await gateway.close()
    finally:
        await runner.cleanup()
