"""Answers commands and the message menu, to the asker alone."""

from contextlib import suppress
from dataclasses import replace

import discord
from discord.ui import LayoutView

from adapters.base.turns import Turns
from adapters.discord.clicks import Interaction
from adapters.discord.commands import entry_choice, usage_in
from adapters.discord.events import DiscordMessage, Origin, place_of_interaction, to_menu_request, to_request
from adapters.discord.files import Files
from adapters.discord.problems import FAILURES
from adapters.discord.render import render_sorry, render_told
from bot.commands import Here, parse
from bot.desk import Desk, Request
from bot.events import Message
from bot.service import Service


class Requests:
    """Takes requests to the desk. Whoever asks is told within three seconds that errfix is at it."""

    def __init__(self, service: Service, desk: Desk, files: Files, reading: Turns) -> None:
        """`reading` is who may have files in memory."""
        self._service = service
        self._desk = desk
        self._files = files
        self._reading = reading

    async def command(
        self, interaction: Interaction, text: str, file: discord.Attachment | None, origin: Origin
    ) -> None:
        incoming = to_request(interaction, text, origin)
        await self._answer(interaction, replace(incoming, files=(file,) if file else ()))

    async def menu(self, interaction: Interaction, message: discord.Message, origin: Origin) -> None:
        await self._answer(interaction, to_menu_request(interaction, message, origin), is_error=True)

    async def complete(self, interaction: Interaction, start: str, origin: Origin) -> None:
        """Propose the ids that begin so."""
        person = origin.person(interaction.user.id, str(interaction.locale))
        locale = await self._service.private_locale(place_of_interaction(interaction), person)
        lines = self._desk.complete(start, locale)
        choices = [choice for line in lines if (choice := entry_choice(line.entry_id, line.title))]
        with suppress(discord.NotFound):  # too late: the next letters bring the next question
            await interaction.response.autocomplete(choices)

    async def _answer(self, interaction: Interaction, incoming: DiscordMessage, *, is_error: bool = False) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            said = await self._said(interaction, incoming, is_error=is_error)
        except FAILURES:
            raise
        except Exception:
            with suppress(*FAILURES):
                await _say(interaction, render_sorry(str(interaction.locale)))
            raise
        await _say(interaction, said)

    async def _said(self, interaction: Interaction, incoming: DiscordMessage, *, is_error: bool) -> LayoutView:
        if not incoming.files:
            return await self._told(interaction, incoming.message, is_error=is_error)
        async with self._reading.turn(asked=True):
            message = replace(incoming.message, files=await self._files.read(incoming.files))
            return await self._told(interaction, message, is_error=is_error)

    async def _told(self, interaction: Interaction, message: Message, *, is_error: bool) -> LayoutView:
        manages = False
        if not is_error and isinstance(parse(message.text), Here):
            # Among themselves, people may decide for themselves.
            manages = interaction.guild_id is None or interaction.permissions.manage_channels
        request = Request(message, manages, is_error, usage_in(message.author.locale))
        return render_told(await self._desk.handle(request))


async def _say(interaction: Interaction, said: LayoutView) -> None:
    await interaction.followup.send(view=said, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())
