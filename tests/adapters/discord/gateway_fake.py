"""A gateway on loopback: says hello, lets shards in, sends events, and takes a connection up where it was cut."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

TOKEN = "MTIz.GabcdE.a-token_for_tests"
_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11
MESSAGE_CONTENT = 1 << 15


@dataclass
class Session:
    """A shard's session: what was sent in it, and the connection it has, if any."""

    shard: tuple[int, int]
    id: str
    sent: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    again: int = 0
    """So many events that had arrived already are sent once more when it is taken up again."""

    async def send(self, name: str, data: dict[str, Any]) -> None:
        event = {"op": _DISPATCH, "t": name, "s": len(self.sent) + 1, "d": data}
        self.sent.append(event)
        if self.socket is not None and not self.socket.closed:
            await self.socket.send_str(json.dumps(event))


class FakeGateway:
    """Sessions by shard. `guilds` are told to the shard they belong to when it comes in."""

    def __init__(self) -> None:
        self.url = ""
        self.user: dict[str, Any] = {}
        self.application_id = ""
        self.guilds: dict[str, dict[str, Any]] = {}
        self.sessions: dict[int, Session] = {}
        self.identified: list[dict[str, Any]] = []
        self.resumed: list[dict[str, Any]] = []
        self.allows_content = True
        self.close_with: int | None = None
        """The code with which whoever comes in is sent away."""
        self._ready = asyncio.Condition()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": _HELLO, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None}))
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            await self._take(socket, json.loads(message.data))
        return socket

    async def _take(self, socket: web.WebSocketResponse, payload: dict[str, Any]) -> None:
        match payload["op"]:
            case 1:
                await socket.send_str(json.dumps({"op": _ACK, "d": None, "s": None, "t": None}))
            case 2:
                await self._identify(socket, payload["d"])
            case 6:
                await self._resume(socket, payload["d"])
            case _:
                pass  # presence and the like

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        self.identified.append(data)
        code = self.close_with or (0 if data["token"] == TOKEN else 4004)
        if not code and data["intents"] & MESSAGE_CONTENT and not self.allows_content:
            code = 4014
        if code:
            await socket.close(code=code)
            return
        number, count = data.get("shard") or [0, 1]
        session = Session((number, count), f"session-{len(self.identified)}", socket=socket)
        self.sessions[number] = session
        own = [guild for guild in self.guilds.values() if (int(guild["id"]) >> 22) % count == number]
        await session.send(
            "READY",
            {
                "v": 10,
                "user": self.user,
                "guilds": [{"id": guild["id"], "unavailable": True} for guild in own],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "shard": [number, count],
                "application": {"id": self.application_id, "flags": 0},
            },
        )
        for guild in own:
            await session.send("GUILD_CREATE", guild)
        async with self._ready:
            self._ready.notify_all()

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        self.resumed.append(data)
        session = next((one for one in self.sessions.values() if one.id == data["session_id"]), None)
        if session is None:
            await socket.send_str(json.dumps({"op": _INVALID, "d": False, "s": None, "t": None}))
            return
        session.socket = socket
        start = max(0, data["seq"] - session.again)
        session.again = 0
        for event in session.sent[start:]:
            await socket.send_str(json.dumps(event))
        await session.send("RESUMED", {})
        async with self._ready:
            self._ready.notify_all()

    async def until(self, *, identified: int = 0, resumed: int = 0) -> None:
        """Wait until so many have come in, or come back."""
        async with asyncio.timeout(20), self._ready:
            await self._ready.wait_for(lambda: len(self.identified) >= identified and len(self.resumed) >= resumed)

    async def send(self, name: str, data: dict[str, Any], *, guild_id: str | None = None) -> None:
        """An event; one of a server goes to its shard, any other to the first."""
        count = next(iter(self.sessions.values())).shard[1]
        number = (int(guild_id) >> 22) % count if guild_id else 0
        await self.sessions[number].send(name, data)

    async def cut(self, shard: int = 0, *, again: int = 0) -> None:
        """Lose a connection: what is sent from now on waits until the shard comes back."""
        session = self.sessions[shard]
        socket, session.socket, session.again = session.socket, None, again
        assert socket is not None
        await socket.send_str(json.dumps({"op": _RECONNECT, "d": None, "s": None, "t": None}))

    async def close(self) -> None:
        for session in self.sessions.values():
            if session.socket is not None and not session.socket.closed:
                await session.socket.close()
