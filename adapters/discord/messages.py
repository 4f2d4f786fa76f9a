"""Messages: new ones, edited ones and deleted ones."""

from dataclasses import replace

import discord

from adapters.base.messages import BaseMessages
from adapters.discord.events import DiscordMessage, Origin, place_of, to_edit, to_message
from adapters.discord.files import Files
from adapters.discord.poster import Poster
from bot.desk import Desk
from bot.events import Message
from bot.service import Service


class Messages(BaseMessages[discord.Client, discord.Attachment]):
    """Handles the message events; after a connection is resumed, some come again."""

    def __init__(self, service: Service, desk: Desk, poster: Poster, files: Files) -> None:
        super().__init__(service, desk, poster)
        self._files = files

    async def created(self, client: discord.Client, message: discord.Message, origin: Origin) -> None:
        if (incoming := to_message(message, origin)) is not None:
            await self.written(client, incoming)

    async def changed(self, client: discord.Client, event: discord.RawMessageUpdateEvent, origin: Origin) -> None:
        if (edit := to_edit(event, origin)) is not None:
            await self.edited(client, *edit)

    async def gone(self, client: discord.Client, guild_id: int | None, channel_id: int, message_ids: set[int]) -> None:
        """Messages were deleted, one or many at once."""
        channel = client.get_channel(channel_id) or discord.Object(channel_id)
        place = place_of(channel, None, guild_id)
        for message_id in sorted(message_ids):
            await self.deleted(client, place, str(message_id))

    async def post_gone(self, client: discord.Client, event: discord.RawThreadDeleteEvent) -> None:
        """A thread was deleted, and with it the message that began it where it was a forum's post."""
        parent = client.get_channel(event.parent_id)
        if isinstance(parent, discord.ForumChannel):
            await self.deleted(client, place_of(parent, parent.guild), str(event.thread_id))

    async def _completed(self, _workspace: discord.Client, incoming: DiscordMessage) -> Message:
        if not incoming.files:
            return incoming.message
        return replace(incoming.message, files=await self._files.read(incoming.files))
