"""Cards for tests."""

from datetime import date

from bot.cards.build import build_card
from bot.cards.card import Card
from bot.entries import Catalog, Entry
from bot.feedback import Tally
from tests.entries.samples import make_entry

TODAY = date(2026, 11, 24)


def make_card(
    entry: Entry | None = None,
    *,
    locale: str = "en",
    tallies: dict[str, Tally] | None = None,
    captures: dict[str, str | None] | None = None,
    neighbours: tuple[Entry, ...] = (),
    others: tuple[tuple[str, str], ...] = (),
) -> Card:
    entry = entry or make_entry()
    return build_card(
        entry,
        locale=locale,
        tallies=tallies or {},
        catalog=Catalog([entry, *neighbours]),
        today=TODAY,
        captures=captures,
        matched_line="Error: listen EADDRINUSE: address already in use 127.0.0.1:8080",
        others=others,
    )
