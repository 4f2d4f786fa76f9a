"""Cards within Discord's limits for one message."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from discord.ui import TextDisplay

from adapters.base.parts import Room, fitted
from adapters.discord.parts import Component, Parts
from bot.cards.card import Card

MAX_COMPONENTS = 40
MAX_TEXT = 4000
"""Characters of markdown in all of a message's texts."""

_FRAMES = 2
"""A card and a list of entries have a frame each, which counts as a component."""

# Each holds less than the one before; a card gets the first that it fits into.
_MESSAGE_ROOMS = (Room(2, 500, 600, 8, 3), Room(2, 250, 300, 6, 2), Room(1, 120, 160, 3, 1), Room(1, 70, 100, 2, 1))
_DETAIL_ROOMS = (
    Room(6, 600, 800, 40, 5),
    Room(5, 350, 400, 20, 4),
    Room(4, 200, 250, 10, 3),
    Room(3, 120, 160, 6, 2),
    Room(2, 70, 100, 3, 1),
)


def card_parts(card: Card, *, private: bool, beside: Sequence[Component] = ()) -> list[Component]:
    """A card for a message that holds something else as well."""
    return fitted(
        _MESSAGE_ROOMS,
        lambda room: Parts(card, room).message(private=private),
        lambda parts: fits([*beside, *parts]),
    )


def detail_parts(card: Card) -> list[Component]:
    """All that is known of the error."""
    return fitted(_DETAIL_ROOMS, lambda room: Parts(card, room).details(), fits)


def dead_end_parts(card: Card) -> list[Component]:
    """Why not to try what people try."""
    return fitted(_DETAIL_ROOMS, lambda room: Parts(card, room).reasons(), fits)


def fits(parts: Iterable[Component]) -> bool:
    """Whether one message holds them."""
    whole = list(_walk(parts))
    text = sum(len(part.content) for part in whole if isinstance(part, TextDisplay))
    return len(whole) + _FRAMES <= MAX_COMPONENTS and text <= MAX_TEXT


def _walk(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from part.walk_children() if hasattr(part, "walk_children") else ()
