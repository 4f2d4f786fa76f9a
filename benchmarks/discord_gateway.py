"""The server and the gateway of benchmarks/load_discord.py: one shard, which takes up a connection where it was cut."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from aiohttp import WSMsgType, web

TOKEN = "MTIz.GabcdE.a-token_for_the_load"  # noqa: S105 - of the stand-in
BOT, GUILD = "700000000000000001", "800000000000000000"
_DISPATCH, _RECONNECT, _HELLO, _ACK = 0, 7, 10, 11
_WHEN = "2026-01-01T12:00:00.000000+00:00"
_ALL = str((1 << 50) - 1 & ~(1 << 3))
"""Every permission but that of an administrator."""

Json = dict[str, Any]


class Gateway:
    """Says hello, lets the bot in, and sends it events."""

    def __init__(self, channels: Iterable[str]) -> None:
        self.url = ""
        self.identified = asyncio.Event()
        self.resumed = 0
        self._guild = guild(channels)
        self._sent: list[Json] = []
        self._socket: web.WebSocketResponse | None = None
        self._again = 0
        self._back = asyncio.Condition()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await _say(socket, _HELLO, {"heartbeat_interval": 41_250})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            payload = json.loads(message.data)
            match payload["op"]:
                case 1:  # a heartbeat
                    await _say(socket, _ACK, None)
                case 2:  # somebody comes in
                    await self._let_in(socket)
                case 6:  # somebody comes back
                    await self._take_up(socket, payload["d"]["seq"])
        return socket

    async def send(self, name: str, data: Json) -> None:
        event = {"op": _DISPATCH, "t": name, "s": len(self._sent) + 1, "d": data}
        self._sent.append(event)
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_str(json.dumps(event))

    async def cut(self, again: int) -> None:
        """Cut the connection, and wait until the bot is back; it gets so many of the last events once more."""
        socket, self._socket, self._again = self._socket, None, again
        before = self.resumed
        if socket is not None:
            await _say(socket, _RECONNECT, None)
        async with asyncio.timeout(20), self._back:
            await self._back.wait_for(lambda: self.resumed > before)

    async def close(self) -> None:
        if self._socket is not None and not self._socket.closed:
            await self._socket.close()

    async def _let_in(self, socket: web.WebSocketResponse) -> None:
        self._socket, self._sent = socket, []
        ready = {"v": 10, "user": bot(), "session_id": "session", "resume_gateway_url": self.url, "shard": [0, 1]}
        unavailable = [{"id": GUILD, "unavailable": True}]
        await self.send("READY", {**ready, "guilds": unavailable, "application": {"id": BOT, "flags": 0}})
        await self.send("GUILD_CREATE", self._guild)
        self.identified.set()

    async def _take_up(self, socket: web.WebSocketResponse, sequence: int) -> None:
        for event in self._sent[max(0, sequence - self._again) :]:
            await socket.send_str(json.dumps(event))
        self._socket, self._again = socket, 0
        await self.send("RESUMED", {})
        self.resumed += 1
        async with self._back:
            self._back.notify_all()


async def _say(socket: web.WebSocketResponse, kind: int, data: Json | None) -> None:
    await socket.send_str(json.dumps({"op": kind, "d": data, "s": None, "t": None}))


def bot() -> Json:
    return {**user(BOT), "username": "errfix", "bot": True}


def user(user_id: str) -> Json:
    return {"id": user_id, "username": f"u{user_id[-3:]}", "discriminator": "0", "avatar": None}


def member(person: Json) -> Json:
    whole: Json = {"user": person, "roles": [], "joined_at": _WHEN, "deaf": False, "mute": False}
    return {**whole, "flags": 0, "nick": None, "avatar": None}


def application() -> Json:
    return {"id": BOT, "name": "errfix", "icon": None, "description": "", "flags": 1 << 19, "team": None} | {
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": user(BOT),
    }


def guild(channels: Iterable[str]) -> Json:
    lists = ("features", "emojis", "stickers", "threads", "voice_states", "presences", "stage_instances")
    levels = ("verification_level", "explicit_content_filter", "mfa_level", "nsfw_level", "premium_tier")
    everyone: Json = {"id": GUILD, "name": "@everyone", "permissions": _ALL, "position": 0, "color": 0, "flags": 0}
    everyone |= dict.fromkeys(("hoist", "managed", "mentionable"), False)
    everyone["colors"] = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    return {
        "id": GUILD,
        "name": "Acme",
        "owner_id": "900000000000000009",
        "member_count": 400,
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "roles": [everyone],
        "members": [member(bot())],
        "channels": [_channel(channel_id) for channel_id in channels],
        "guild_scheduled_events": [],
        **{name: [] for name in lists},
        **dict.fromkeys(("default_message_notifications", "system_channel_flags", *levels), 0),
    }


def _channel(channel_id: str) -> Json:
    own: Json = {"id": channel_id, "type": 0, "name": f"c{channel_id[-3:]}", "position": 0, "nsfw": False}
    return {**own, "permission_overwrites": [], "parent_id": None}


def message(message_id: str, channel: str, author: Json, text: str, **changes: Any) -> Json:  # noqa: ANN401 - as in JSON
    lists = ("mentions", "mention_roles", "attachments", "embeds", "components")
    whole: Json = {"id": message_id, "channel_id": channel, "author": author, "content": text, "type": 0}
    whole |= {"timestamp": _WHEN, "edited_timestamp": None, **{name: [] for name in lists}}
    return {**whole, **dict.fromkeys(("tts", "mention_everyone", "pinned"), False), **changes}


def thread(thread_id: str, parent: str, name: str) -> Json:
    metadata = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": _WHEN, "locked": False}
    own: Json = {"id": thread_id, "guild_id": GUILD, "parent_id": parent, "owner_id": BOT, "type": 11, "name": name}
    counts = {"message_count": 0, "member_count": 1, "rate_limit_per_user": 0, "last_message_id": None}
    return {**own, **counts, "thread_metadata": metadata}
