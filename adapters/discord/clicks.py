"""A click on a button of ours, and the ways to react to it: a word to the clicker, the same message anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord.ui import LayoutView

from adapters.base.actions import Action, ParsedAction
from adapters.discord.actions import TEMPLATE, from_custom_id
from adapters.discord.events import Origin, place_of_interaction
from bot.events import Person, Place

Interaction = discord.Interaction[Any]

_NO_MENTIONS = discord.AllowedMentions.none()
_ASKS_FOR_MORE = {Action.MORE, Action.SHOW, Action.DEAD_ENDS}


@dataclass(frozen=True, slots=True)
class Click:
    """Who clicked on what, and where."""

    action: ParsedAction
    place: Place
    person: Person
    interaction: Interaction
    is_private: bool
    """The message is one that only the clicker sees."""
    is_detail: bool
    """It is the one behind "More"."""
    is_guest: bool
    """The bot is not there: somebody has installed it for themselves, and by a click alone it may do something."""

    @property
    def may_write(self) -> bool:
        """Whether the clicker could write there themselves; where the bot is not, Discord sees to that."""
        if self.is_guest or self.interaction.guild_id is None:
            return True
        may = self.interaction.permissions
        in_thread = isinstance(self.interaction.channel, discord.Thread)
        return may.send_messages_in_threads if in_thread else may.send_messages

    async def take(self) -> None:
        """Tell Discord within its three seconds that the click arrived."""
        if self.action.action in _ASKS_FOR_MORE:
            await self.interaction.response.defer(ephemeral=True, thinking=True)
        else:
            await self.interaction.response.defer()

    async def whisper(self, said: LayoutView) -> None:
        """Say something to the clicker alone."""
        await self.interaction.followup.send(view=said, ephemeral=True, allowed_mentions=_NO_MENTIONS)

    async def replace(self, said: LayoutView) -> None:
        """Show something else where the click was."""
        await self.interaction.edit_original_response(view=said, allowed_mentions=_NO_MENTIONS)

    async def remove(self) -> None:
        """Delete the message that was clicked on."""
        await self.interaction.delete_original_response()

    async def publish(self, said: LayoutView) -> discord.Message:
        """Say something to everybody, by the clicker's own permission where the bot has none."""
        sent: discord.Message = await self.interaction.followup.send(
            view=said, ephemeral=False, wait=True, allowed_mentions=_NO_MENTIONS
        )
        return sent


def to_click(interaction: Interaction, custom_id: str, origin: Origin, entry_ids: Iterable[str]) -> Click:
    """A click on a button. Raise InputError for one that is none of ours, or whose entry is gone."""
    message = interaction.message
    is_private = message is not None and message.flags.ephemeral
    return Click(
        from_custom_id(custom_id, entry_ids),
        place_of_interaction(interaction),
        origin.person(interaction.user.id, str(interaction.locale)),
        interaction,
        is_private,
        is_private and message is not None and Action.MORE not in _actions(message),
        _is_guest(interaction),
    )


def _is_guest(interaction: Interaction) -> bool:
    if interaction.guild_id is None:
        return interaction.context.private_channel
    return interaction.client.get_guild(interaction.guild_id) is None


def _actions(message: discord.Message) -> Iterator[str]:
    """What the buttons of a message are for."""
    parts: list[Any] = list(message.components)
    while parts:
        part = parts.pop()
        parts += getattr(part, "children", [])
        parts += [accessory] if (accessory := getattr(part, "accessory", None)) else []
        if found := TEMPLATE.fullmatch(getattr(part, "custom_id", None) or ""):
            yield found["action"]
