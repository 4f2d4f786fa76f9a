"""Cards within Slack's limits: short for a message, in full for the window behind "More"."""

from adapters.base.parts import Room, fitted
from adapters.slack.blocks import Block, size
from adapters.slack.parts import Parts
from bot.cards.card import Card

MAX_BLOCKS = 50
MAX_MODAL_BLOCKS = 100
MAX_MESSAGE = 10_000
"""Of a message's blocks as JSON. Slack refuses somewhat over 13,000 characters and does not say what it counts."""
MAX_MODAL = 60_000

# Each holds less than the one before; a card gets the first that it fits into.
_MESSAGE_ROOMS = (Room(2, 500, 600, 8, 3), Room(2, 250, 300, 6, 2), Room(1, 120, 160, 3, 1))
_MODAL_ROOMS = (Room(20, 2000, 3000, 200, 10), Room(20, 400, 600, 20, 5), Room(12, 200, 300, 6, 3))


def message_blocks(card: Card, *, private: bool, taken: int = 0) -> list[Block]:
    """A card for a message of which other blocks have `taken` so many characters."""
    return fitted(
        _MESSAGE_ROOMS,
        lambda room: Parts(card, room).message(private=private),
        lambda blocks: len(blocks) <= MAX_BLOCKS and size(blocks) <= MAX_MESSAGE - taken,
    )


def modal_blocks(card: Card) -> list[Block]:
    """All that is known of the error."""
    return fitted(_MODAL_ROOMS, lambda room: Parts(card, room).details(), _fits_a_window)


def dead_end_blocks(card: Card) -> list[Block]:
    """Why not to try what people try."""
    return fitted(_MODAL_ROOMS, lambda room: Parts(card, room).reasons(), _fits_a_window)


def _fits_a_window(blocks: list[Block]) -> bool:
    return len(blocks) <= MAX_MODAL_BLOCKS and size(blocks) <= MAX_MODAL
