"""The conversation on a Discord server: the real client at a gateway, and REST calls out."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from discord import Permissions
from discord.app_commands import Group

from adapters.base.actions import Action
from adapters.discord.adapter import DiscordAdapter
from bot.commands import Ask, parse
from bot.desk import Desk
from bot.entries import Fix
from tests.adapters.discord.conftest import Server, settings_for
from tests.adapters.discord.fake import Call, FakeDiscord, fake_discord
from tests.adapters.discord.payloads import (
    BOT_USER,
    CHANNEL,
    DIRECT,
    FORUM,
    GUILD,
    ROBOT,
    channel,
    direct_channel,
    guild,
    message,
    thread,
    user,
)
from tests.contract.conversation import Conversation
from tests.contract.core import Core
from tests.contract.features import Platform
from tests.contract.reading_discord import Where, custom_ids_in, shown_in, text_in
from tests.contract.values import ADA, BOB, CY, MAINTAINER, MANAGER, File, Shown, Written, joined

_PROGRAM = "a program"
_IDS = {
    _PROGRAM: ROBOT,
    ADA: "900000000000000001",
    BOB: "900000000000000002",
    CY: "900000000000000004",
    MANAGER: "900000000000000005",
    MAINTAINER: "900000000000000006",
}
_EPHEMERAL = 64


class OnDiscord(Conversation):
    platform = Platform.DISCORD

    def __init__(self, core: Core, discord: FakeDiscord) -> None:
        self._core = core
        self._discord = discord
        self._guild = guild()
        discord.gateway.guilds = {GUILD: self._guild}
        self._server: Server | None = None
        self._locales: dict[str, str] = {}

    @property
    def server(self) -> Server:
        assert self._server is not None
        return self._server

    async def start(self) -> None:
        settings = settings_for(self._discord, maintainers=(f"discord:{_IDS[MAINTAINER]}",))
        service = await self._core.open(settings)
        adapter = DiscordAdapter(service, Desk(service), settings)
        self._server = Server(self._discord, adapter, service, await adapter.start())
        await self._server.settle()

    async def close(self) -> None:
        await self.server.adapter.close()
        await self._core.close()
        assert self._discord.complaints == []

    async def restart(self) -> None:
        await self.close()
        await self.start()

    def speaks(self, person: str, locale: str) -> None:
        self._locales[person] = locale

    async def post(self, person: str, text: str, files: Sequence[File] = (), *, deliveries: int = 1) -> Written:
        attachments = [self._upload(file) for file in files]
        written = self.server.written(text, author=_IDS[person], attachments=attachments)
        return await self._write(person, written, deliveries)

    async def mention(self, person: str, text: str) -> Written:
        return await self.post(person, _addressed(text))

    async def redeliver(self, written: Written) -> None:
        await self._write(written.author, written.native)

    async def edit(self, written: Written, text: str, *, mention: bool = False) -> Written:
        calls, text = len(self._discord.calls), _addressed(text) if mention else text
        await self.server.edit(written.id, text, author=_IDS[written.author])
        await self._threads_are_made()
        return self._written(written.author, written.native | {"content": text}, calls)

    async def delete(self, written: Written) -> None:
        await self.server.delete(written.id)

    async def cards_under(self, written: Written) -> list[Shown]:
        return [card for card in self._cards() if card.native.channel_id == written.id]

    async def has_offer(self, written: Written) -> bool:
        path = f"/messages/{written.id}/reactions/💡/@me"
        changes = [call.method for call in self._discord.calls if call.path.endswith(path)]
        return bool(changes) and changes[-1] == "PUT"

    async def open_offer(self, person: str, written: Written) -> None:
        await self.server.react("💡", written.id, author=_IDS[person])
        await self._threads_are_made()

    async def press(self, person: str, shown: Shown, action: Action, fix: Fix | None = None) -> Shown:
        custom_id = shown.button(action, fix).native
        where: Where = shown.native
        here = {"channel_id": where.channel_id, "channel": self._channel(where.channel_id)}
        token = await self.server.click(custom_id, where.message, author=_IDS[person], **here, **self._speech(person))
        return joined(map(self._whisper, self._discord.told(token)))

    async def react(self, person: str, thumb: str, card: Shown) -> None:
        await self._react(person, thumb, card)

    async def unreact(self, person: str, thumb: str, card: Shown) -> None:
        await self._react(person, thumb, card, removed=True)

    async def command(self, person: str, text: str) -> Shown:
        name, _, rest = text.partition(" ")
        group = self.server.adapter.client.tree.get_command("errfix")
        assert isinstance(group, Group)
        served = group.get_command(name)
        if served is None or isinstance(parse(text), Ask):
            name, rest, served = "ask", text, group.get_command("ask")
        assert served is not None
        assert not isinstance(served, Group)
        options = {served.parameters[0].display_name: rest} if rest else {}
        may = Permissions(manage_channels=person == MANAGER).value
        token = await self.server.command(
            name, options=options, author=_IDS[person], permissions=may, **self._speech(person)
        )
        return self._answer(token)

    async def show_entry(self, person: str, shown: Shown) -> Shown:
        return await self.press(person, shown, Action.SHOW)

    async def alarms(self) -> list[str]:
        bodies = [
            call.body for call in self._discord.calls if isinstance(call.body, dict) and "components" in call.body
        ]
        return [str(body) for body in bodies if body.get("allowed_mentions") != {"parse": []}]

    async def direct(self, person: str, text: str) -> Shown:
        before = set(self._discord.messages)
        await self.server.message(text, author=_IDS[person], where=DIRECT)
        new = [shown for number, shown in self._discord.messages.items() if number not in before]
        assert {shown["channel_id"] for shown in new} <= {DIRECT}
        return joined(self._shown(shown) for shown in new)

    async def reply(self, person: str, root: Written, text: str, *, mention: bool = False) -> Written:
        if root.id not in self._discord.threads:
            self._discord.threads.add(root.id)
            await self._threads_are_made()
        said = _addressed(text) if mention else text
        return await self._write(person, self.server.written(said, author=_IDS[person], where=root.id))

    async def find_a_fix(self, person: str, written: Written) -> Shown:
        return self._answer(await self.server.menu(written.native, author=_IDS[person], **self._speech(person)))

    async def publish(self, person: str, shown: Shown) -> Shown | None:
        before = {card.native.message["id"] for card in self._cards()}
        await self.press(person, shown, Action.PUBLISH)
        await self._threads_are_made()
        new = [card for card in self._cards() if card.native.message["id"] not in before]
        assert len(new) <= 1
        return new[0] if new else None

    async def now(self, shown: Shown) -> Shown | None:
        sought = shown.native.message["id"]
        return next((card for card in self._cards() if card.native.message["id"] == sought), None)

    async def more(self, person: str, card: Shown) -> Shown:
        return await self.press(person, card, Action.MORE)

    async def why_not(self, person: str, card: Shown) -> Shown:
        return await self.press(person, card, Action.DEAD_ENDS)

    async def complete(self, person: str, start: str) -> list[str]:
        option = {"name": "entry", "type": 3, "value": start, "focused": True}
        show = {"name": "show", "type": 1, "options": [option]}
        data = {"id": "1", "name": "errfix", "type": 1, "options": [show]}
        before = len(self._discord.of("POST", "/callback"))
        await self.server.interact(4, data, author=_IDS[person], **self._speech(person))
        answers = await self._discord.until("POST", "/callback", before + 1)
        choices = answers[-1].body["data"]["choices"]
        return [choice["value"] for choice in choices]

    async def post_in_forum(self, person: str, title: str, text: str) -> Written:
        post = self._discord.new_id()
        await self.server.event("THREAD_CREATE", thread(post, FORUM, title, newly_created=True))
        return await self._write(person, self.server.written(text, id=post, author=_IDS[person], where=post))

    def stranger(self) -> str:
        return ADA

    def maintainer(self) -> str:
        return MAINTAINER

    async def post_as_program(self, text: str) -> Written:
        author = user(ROBOT, bot=True)
        return await self._write(_PROGRAM, self.server.written(text) | {"author": author})

    async def react_as_program(self, thumb: str, card: Shown) -> None:
        await self.react(_PROGRAM, thumb, card)

    async def remove_errfix(self) -> None:
        await self.server.event("GUILD_DELETE", {"id": GUILD})

    async def _write(self, person: str, written: dict[str, Any], deliveries: int = 1) -> Written:
        calls = len(self._discord.calls)
        for _ in range(deliveries):
            await self._discord.gateway.send("MESSAGE_CREATE", written, guild_id=GUILD)
        await self.server.settle()
        await self._threads_are_made()
        return self._written(person, written, calls)

    def _written(self, person: str, written: dict[str, Any], calls: int) -> Written:
        """The message with all the words since so many calls."""
        new = self._discord.calls[calls:]
        posted = [call for call in new if call.method == "POST" and call.path.endswith("/messages")]
        private = f"/channels/{direct_channel(_IDS[person])}/messages"
        whispered = [Shown(text_in(call.body)) for call in posted if call.path == private]
        words = [Shown(text_in(call.body)) for call in posted if call.path != private and not custom_ids_in(call.body)]
        return Written(str(written["id"]), person, written, joined(whispered), joined(words))

    async def _react(self, person: str, thumb: str, card: Shown, *, removed: bool = False) -> None:
        where: Where = card.native
        message_id = where.message["id"]
        await self.server.react(thumb, message_id, where=where.channel_id, author=_IDS[person], removed=removed)

    async def _threads_are_made(self) -> None:
        """Discord tells of new threads; whoever connects later hears of them with the server."""
        known = {one["id"] for one in self._guild["threads"]}
        for made in sorted(self._discord.threads - known):
            one = thread(made, CHANNEL, "card", newly_created=True)
            self._guild["threads"].append(one)
            await self.server.event("THREAD_CREATE", one)

    def _cards(self) -> list[Shown]:
        """The cards in the channel and its threads."""
        gone = {call.path.rpartition("/")[2] for call in self._discord.of("DELETE") if "/reactions/" not in call.path}
        there = [one for one in self._discord.messages.values() if one["id"] not in gone]
        private = {direct_channel(person) for person in _IDS.values()}
        return [card for one in there if one["channel_id"] not in private and (card := self._shown(one)).buttons]

    def _shown(self, shown: dict[str, Any]) -> Shown:
        return shown_in(shown, (entry.id for entry in self.server.service.catalog))

    def _answer(self, token: str) -> Shown:
        (said,) = self._discord.told(token)
        return self._whisper(said)

    def _whisper(self, call: Call) -> Shown:
        """What the person sees of an interaction's answer, or in place of what was private before."""
        assert call.method == "PATCH" or call.body["flags"] & _EPHEMERAL
        private = message(self._discord.new_id(), CHANNEL, user(BOT_USER, bot=True), "", flags=_EPHEMERAL | 1 << 15)
        said = self._shown(private | {"components": call.body["components"]})
        return replace(said, native=Where(said.native.message))

    def _channel(self, channel_id: str) -> dict[str, Any]:
        known = next((one for one in self._guild["threads"] if one["id"] == channel_id), None)
        return known or channel(channel_id, 0, name="support", guild_id=GUILD)

    def _speech(self, person: str) -> dict[str, str]:
        return {"locale": self._locales.get(person, "en-US")}

    def _upload(self, file: File) -> dict[str, Any]:
        content = file.text.encode()
        self._discord.files[file.name] = (content, "text/plain")
        url = self._discord.url.replace("/api/v10", f"/files/{file.name}")
        own = {"id": self._discord.new_id(), "filename": file.name, "size": len(content)}
        return own | {"url": url, "proxy_url": url, "content_type": "text/plain; charset=utf-8"}


@asynccontextmanager
async def on_discord(core: Core) -> AsyncIterator[Conversation]:
    async with fake_discord() as discord:
        chat = OnDiscord(core, discord)
        await chat.start()
        try:
            yield chat
        finally:
            await chat.close()


def _addressed(text: str) -> str:
    return f"<@{BOT_USER}> {text}"
