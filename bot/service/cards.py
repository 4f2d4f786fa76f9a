"""Cards as of now: of answers, of entries and of mere matches."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from bot.cards.build import build_card
from bot.cards.card import Card
from bot.entries import Catalog, Entry
from bot.feedback import Tally, ranked
from bot.matching import Match, Matcher
from bot.privacy import redact
from bot.settings import Settings
from bot.store import Answer, Store


class Cards:
    """The part of the service that shows what is known. Keeps no state of its own: everything is in the store."""

    def __init__(self, store: Store, matcher: Matcher, settings: Settings) -> None:
        self.store = store
        self._matcher = matcher
        self._settings = settings

    @property
    def catalog(self) -> Catalog:
        return self._matcher.catalog

    async def card(self, answer_id: str, locale: str | None = None) -> Card:
        """The card of an answer as of now, in its own language or another reader's."""
        answer = await self.store.answer(answer_id)
        return self._card_of(answer, await self.store.tallies(answer.entry_id), locale)

    async def entry_card(self, entry_id: str, locale: str) -> Card:
        """An entry as a card that answers nobody: without votes of its own."""
        build = self._builder(self.catalog[entry_id], await self.store.tallies(entry_id), locale)
        return build()

    async def match_card(self, match: Match, locale: str) -> Card:
        """The card that a match would get, without recording anything."""
        build = self._builder(self.catalog[match.entry_id], await self.store.tallies(match.entry_id), locale)
        return build(captures=match.captures, confidence=match.confidence, matched_line=redact(match.line).text)

    def search(self, words: str, limit: int) -> list[Entry]:
        """The entries that hold the words, best first."""
        return self._matcher.search(words, limit)

    def _card_of(self, answer: Answer, tallies: Mapping[str, Tally], locale: str | None = None) -> Card:
        build = self._builder(self.catalog[answer.entry_id], tallies, locale or answer.locale)
        return build(
            captures=answer.captures,
            confidence=answer.confidence,
            matched_line=answer.line,
            others=answer.others,
            answer_id=answer.answer_id,
            first_fix_id=answer.first_fix_id,
        )

    def _first_fix(self, entry_id: str, tallies: Mapping[str, Tally]) -> str | None:
        """The fix that a card of the entry leads with as of now."""
        return next((fix.fix_id for fix, _ in ranked(self.catalog[entry_id], tallies)), None)

    def _builder(self, entry: Entry, tallies: Mapping[str, Tally], locale: str) -> partial[Card]:
        """build_card with what every card of the entry needs as of now: its votes, its neighbours, the day."""
        return partial(
            build_card,
            entry,
            locale=locale,
            tallies=tallies,
            catalog=self.catalog,
            today=datetime.now(UTC).date(),
        )
