"""Slack's side of Socket Mode on loopback: addresses that are good once, envelopes, acknowledgements, disconnects."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

_PATIENCE_S = 20


class SocketFake:
    """Mount it on an aiohttp application; what is sent goes over the newest connection, as Slack may choose any."""

    def __init__(self) -> None:
        self.acknowledged: list[str] = []
        """Envelope ids in the order they were acknowledged, each as often as it was."""
        self.answers: dict[str, Any] = {}
        """What came with the acknowledgement, by envelope id."""
        self.refusals: list[web.Response] = []
        """What the next requests for an address get instead of one."""
        self.opened = 0
        """How many connections were made so far."""
        self._tickets: set[str] = set()
        self._numbers = itertools.count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._changed = asyncio.Condition()

    def mount(self, app: web.Application) -> None:
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_get("/link", self._link)
        app.on_shutdown.append(self._end)

    async def connected(self, count: int) -> None:
        """Wait for the connection with this number."""
        await self._until(lambda: self.opened >= count, f"connection {count}")

    async def send(
        self, payload: dict[str, Any], kind: str = "events_api", *, envelope_id: str = "", retry: int = 0
    ) -> str:
        """Send an envelope; its id. `retry` counts deliveries of the same event before this one."""
        envelope_id = envelope_id or f"envelope-{next(self._numbers)}"
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, "accepts_response_payload": True}
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        await self._sockets[-1].send_json(envelope)
        return envelope_id

    async def acked(self, *envelope_ids: str) -> None:
        """Wait until all are acknowledged."""
        await self._until(lambda: set(envelope_ids) <= set(self.acknowledged), f"acknowledgements of {envelope_ids}")

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Announce, as Slack does now and then, that the connection is about to end."""
        await self._sockets[-1].send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}})

    async def drop(self) -> None:
        """End the connection without a word."""
        await self._sockets[-1].close()

    async def _until(self, true: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S), self._changed:
                await self._changed.wait_for(true)
        except TimeoutError:
            msg = f"waited in vain for {what}"
            raise AssertionError(msg) from None

    async def _open(self, request: web.Request) -> web.Response:
        if self.refusals:
            return self.refusals.pop(0)
        token = request.headers.get("Authorization", "")
        # As the real one: the token counts in the header alone.
        if not token.startswith("Bearer xapp-"):
            return web.json_response({"ok": False, "error": "not_allowed_token_type"})
        ticket = str(next(self._numbers))
        self._tickets.add(ticket)
        return web.json_response({"ok": True, "url": f"ws://{request.host}/link?ticket={ticket}"})

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        ticket = request.query["ticket"]
        if ticket not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        async with self._changed:
            self._sockets.append(socket)
            self.opened += 1
            self._changed.notify_all()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._take(message.json())
        return socket

    async def _take(self, answer: dict[str, Any]) -> None:
        async with self._changed:
            self.acknowledged.append(answer["envelope_id"])
            self.answers[answer["envelope_id"]] = answer.get("payload")
            self._changed.notify_all()

    async def _end(self, _app: web.Application) -> None:
        for socket in self._sockets:
            await socket.close()
