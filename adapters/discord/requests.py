"""Answers commands and the message menu, to the asker alone."""

from dataclasses import replace

import discord
from discord.app_commands import Choice

from adapters.discord.clicks import Interaction
from adapters.discord.commands import entry_choice
from adapters.discord.events import DiscordMessage, Origin, place_of_interaction, to_menu_request, to_request
from adapters.discord.files import Files
from adapters.discord.render import render_told
from bot.commands import Here, parse
from bot.desk import Desk, Request
from bot.service import Service


class Requests:
    """Takes requests to the desk. Whoever asks is told within three seconds that errfix is at it."""

    def __init__(self, service: Service, desk: Desk, files: Files) -> None:
        self._service = service
        self._desk = desk
        self._files = files

    async def command(
        self, interaction: Interaction, text: str, file: discord.Attachment | None, origin: Origin
    ) -> None:
        incoming = to_request(interaction, text, origin)
        await self._answer(interaction, replace(incoming, files=(file,) if file else ()))

    async def menu(self, interaction: Interaction, message: discord.Message, origin: Origin) -> None:
        await self._answer(interaction, to_menu_request(interaction, message, origin), is_error=True)

    async def complete(self, interaction: Interaction, start: str, origin: Origin) -> list[Choice[str]]:
        person = origin.person(interaction.user.id, str(interaction.locale))
        locale = await self._service.private_locale(place_of_interaction(interaction), person)
        lines = self._desk.complete(start, locale)
        return [choice for line in lines if (choice := entry_choice(line.entry_id, line.title))]

    async def _answer(self, interaction: Interaction, incoming: DiscordMessage, *, is_error: bool = False) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        message = incoming.message
        if incoming.files:
            message = replace(message, files=await self._files.read(incoming.files))
        manages = False
        if not is_error and isinstance(parse(message.text), Here):
            # Among themselves, people may decide for themselves.
            manages = interaction.guild_id is None or interaction.permissions.manage_channels
        told = await self._desk.handle(Request(message, manages))
        await interaction.followup.send(
            view=render_told(told), ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )
