"""A button of ours, and how its clicks reach the client: also after a restart, and on any shard."""

import re
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Item

from adapters.base.actions import Action
from adapters.base.text import clean, clip
from adapters.discord.actions import TEMPLATE, to_custom_id

CLICK = "card_click"
"""The client's event for a click: `async def on_card_click(interaction, custom_id)`."""

_LABEL = 80


class ActionButton(DynamicItem[Button[Any]], template=TEMPLATE):
    """A button whose custom_id says what it is for. Nothing of it is kept in memory."""

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - discord.py's signature
        item: Item[Any],
        match: re.Match[str],  # noqa: ARG003 - likewise
        /,
    ) -> Self:
        return cls(item)  # type: ignore[arg-type]  # the template fits buttons alone

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        interaction.client.dispatch(CLICK, interaction, self.custom_id)


class Buttons:
    """Makes the buttons of one message, each with a custom_id of its own."""

    def __init__(self, before: int = 0) -> None:
        """`before` buttons for anything are taken to be in the message already."""
        self._before = before
        self._made: dict[str, int] = {}

    def button(
        self, action: Action, text: str, *, answer_id: str = "", fix_id: str = "", entry_id: str = ""
    ) -> ActionButton:
        custom_id = to_custom_id(action, answer_id=answer_id, fix_id=fix_id, entry_id=entry_id)
        before = self._made.get(custom_id, self._before)
        self._made[custom_id] = before + 1
        style = discord.ButtonStyle.primary if action is Action.PUBLISH else discord.ButtonStyle.secondary
        return ActionButton(
            Button(
                label=clip(clean(text), _LABEL),
                style=style,
                custom_id=f"{custom_id}:{before + 1}" if before else custom_id,
            )
        )
