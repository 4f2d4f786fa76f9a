"""Messages: new ones, edited ones and deleted ones."""

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import discord

from adapters.base.messages import BaseMessages
from adapters.discord.channels import Channels
from adapters.discord.commands import usage_in
from adapters.discord.events import DiscordMessage, Origin, in_unknown_channel, place_of, to_edit, to_message
from adapters.discord.files import Files
from adapters.discord.poster import Poster
from bot.desk import Desk, Usage
from bot.events import Message
from bot.service import Service

Work = Coroutine[Any, Any, None]


class Messages(BaseMessages[discord.Client, discord.Attachment]):
    """Handles the message events; after a connection is resumed, some come again.

    An event becomes the work that it brings, which holds on to nothing else of it, or None where there is none.
    """

    def __init__(self, service: Service, desk: Desk, poster: Poster, files: Files, channels: Channels) -> None:
        super().__init__(service, desk, poster)
        self._files = files
        self._channels = channels

    def created(self, client: discord.Client, message: discord.Message, origin: Origin) -> Work | None:
        incoming = to_message(message, origin)
        if incoming is None:
            return None
        if in_unknown_channel(message):
            return self._created_somewhere(client, message, origin)
        return self.written(client, incoming)

    def changed(self, client: discord.Client, event: discord.RawMessageUpdateEvent, origin: Origin) -> Work | None:
        edit = to_edit(event, origin)
        if edit is None:
            return None
        if in_unknown_channel(event.message):
            return self._changed_somewhere(client, event, origin)
        return self.edited(client, *edit)

    async def gone(self, client: discord.Client, guild_id: int | None, channel_id: int, message_ids: set[int]) -> None:
        """Messages were deleted, one or many at once."""
        place = place_of(await self._channels.find(client, channel_id, guild_id), None, guild_id)
        for message_id in sorted(message_ids):
            await self.deleted(client, place, str(message_id))

    async def post_gone(self, client: discord.Client, event: discord.RawThreadDeleteEvent) -> None:
        """A thread was deleted, and with it the message that began it where it was a forum's post."""
        parent = client.get_channel(event.parent_id)
        if isinstance(parent, discord.ForumChannel):
            await self.deleted(client, place_of(parent, parent.guild), str(event.thread_id))

    async def _created_somewhere(self, client: discord.Client, message: discord.Message, origin: Origin) -> None:
        await self._locate(client, message)
        if (incoming := to_message(message, origin)) is not None:
            await self.written(client, incoming)

    async def _changed_somewhere(
        self, client: discord.Client, event: discord.RawMessageUpdateEvent, origin: Origin
    ) -> None:
        await self._locate(client, event.message)
        if (edit := to_edit(event, origin)) is not None:
            await self.edited(client, *edit)

    async def _locate(self, client: discord.Client, message: discord.Message) -> None:
        guild_id = getattr(message.channel, "guild_id", None)
        found = await self._channels.find(client, message.channel.id, guild_id)
        if not isinstance(found, discord.Object):
            message.channel = found

    async def _completed(self, _workspace: discord.Client, incoming: DiscordMessage) -> Message:
        if not incoming.files:
            return incoming.message
        return replace(incoming.message, files=await self._files.read(incoming.files))

    def _usage(self, message: Message) -> Usage:
        return usage_in(message.author.locale)
