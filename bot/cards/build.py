"""Build a card from an entry, the votes and what was found in the paste, in the reader's language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.cards.card import Card, DeadEndLine, FixLine, OtherError, RelatedLine, Relation
from bot.cards.remarks import environment, notes
from bot.entries import Catalog, DeadEnd, Entry, Fix, Link, Text
from bot.entries.placeholders import fill
from bot.feedback import Rate, Tally, ranked
from bot.localization import Translator, translator

MAX_TITLE = 150
# A word border is looked for in so many of the last characters; Chinese has none.
_LONGEST_WORD = 30


def build_card(  # noqa: PLR0913 - one name for each thing that a card depends on
    entry: Entry,
    *,
    locale: str,
    tallies: Mapping[str, Tally],
    catalog: Catalog,
    today: date,
    captures: Mapping[str, str | None] | None = None,
    confidence: float = 1.0,
    matched_line: str = "",
    others: Sequence[tuple[str, str]] = (),
    answer_id: str | None = None,
    first_fix_id: str | None = None,
) -> Card:
    """The card as of `today`.

    `captures` are the values of the pattern's named groups, `others` the (entry id, line) of further errors in the
    paste. Those, and neighbours, that the catalog does not hold (any more) are left out. `first_fix_id` is the fix that
    the answer's card led with when it went out.
    """
    page = _Page(entry, locale, dict(captures or {}), translator(locale))
    rated = ranked(entry, tallies)
    fixes = tuple(page.fix(fix, rate) for fix, rate in rated if not rate.keeps_failing)
    failed_here = tuple(page.fix(fix, rate) for fix, rate in rated if rate.keeps_failing)
    dead_ends = tuple(page.dead_end(dead_end) for dead_end in entry.dead_ends)
    root_cause = entry.entry_text("root_cause", locale)
    return Card(
        entry_id=entry.id,
        locale=locale,
        title=title_of(entry, locale),
        root_cause=root_cause,
        fixes=fixes,
        failed_here=failed_here,
        dead_ends=dead_ends,
        related=tuple(page.related(catalog)),
        others=tuple(
            OtherError(entry_id, title_of(catalog[entry_id], locale).value, line)
            for entry_id, line in others
            if entry_id in catalog and entry_id != entry.id
        ),
        doc_url=entry.official_doc_url,
        doc_section=entry.official_doc_section,
        error_code=entry.error_code,
        environment=environment(entry, page.t),
        notes=notes(entry, [root_cause, *_texts(fixes + failed_here, dead_ends)], today, page.t),
        confidence=confidence,
        matched_line=matched_line,
        answer_id=answer_id,
        reaction_fix_id=first_fix_id if any(fix.fix_id == first_fix_id for fix in entry.workarounds) else None,
    )


def shorten(text: str, limit: int) -> str:
    """The text on one line, cut at a word border where it is longer than `limit` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    border = cut.rfind(" ", limit - _LONGEST_WORD)
    return cut[: border if border > 0 else None].rstrip(" ,;:-（(") + "…"


@dataclass(frozen=True, slots=True)
class _Page:
    """One entry, read by one reader."""

    entry: Entry
    locale: str
    captures: dict[str, str | None]
    t: Translator

    def fix(self, fix: Fix, rate: Rate) -> FixLine:
        action = self._filled(self.entry.fix_text(fix, "action", self.locale))
        command = self._filled(self.entry.fix_text(fix, "how", self.locale)).value.strip()
        return FixLine(
            fix_id=fix.fix_id,
            action=action,
            command="" if _says(action.value, command) or _says(fix.action, fix.how) else command,
            condition=self._filled(self.entry.fix_text(fix, "condition", self.locale)),
            tradeoff=self._filled(self.entry.fix_text(fix, "tradeoff", self.locale)),
            rate=rate,
            rate_label=self._rate_label(rate),
            sources=fix.sources,
        )

    def dead_end(self, dead_end: DeadEnd) -> DeadEndLine:
        return DeadEndLine(
            action=self._filled(self.entry.dead_end_text(dead_end, "action", self.locale)),
            reason=self._filled(self.entry.dead_end_text(dead_end, "why_fails", self.locale)),
            condition=self._filled(self.entry.dead_end_text(dead_end, "condition", self.locale)),
            misconception=self._filled(self.entry.dead_end_text(dead_end, "common_misconception", self.locale)),
            fail_label=self._fail_label(dead_end.fail_rate),
        )

    def related(self, catalog: Catalog) -> Iterator[RelatedLine]:
        graph = self.entry.transition_graph
        links = [
            *((Relation.CONFUSED_WITH, link) for link in graph.frequently_confused_with),
            *((Relation.PRECEDED_BY, link) for link in graph.preceded_by),
            *((Relation.LEADS_TO, link) for link in graph.leads_to),
        ]
        seen = {self.entry.id}
        for relation, link in links:
            neighbour = catalog.get(link.error_id)
            if neighbour is not None and neighbour.id not in seen:
                seen.add(neighbour.id)
                yield RelatedLine(relation, neighbour.id, title_of(neighbour, self.locale).value, self._link_note(link))

    def _link_note(self, link: Link) -> str:
        often = self.t("in {percent} of cases", percent=self.t.percent(link.probability)) if link.probability else ""
        return "; ".join(part for part in (link.distinction, link.condition, often) if part)

    def _rate_label(self, rate: Rate) -> str:
        if rate.is_estimate:
            return self.t("estimated {percent}", percent=self.t.percent(rate.mean))
        return self.t("worked for {up} of {votes}", up=self.t.number(rate.up), votes=self.t.number(rate.votes))

    def _fail_label(self, fail_rate: float | None) -> str:
        """Empty where nobody knows; a rate of 0 is such a blank too, since the entry calls it a dead end."""
        if not fail_rate:
            return ""
        if fail_rate == 1:
            return self.t("always fails")
        return self.t("fails in {percent} of cases", percent=self.t.percent(fail_rate))

    def _filled(self, text: Text) -> Text:
        return replace(text, value=fill(text.value, self.captures))


def title_of(entry: Entry, locale: str) -> Text:
    """The entry's name for people: its signature on one line."""
    signature = entry.entry_text("signature", locale)
    return replace(signature, value=shorten(signature.value, MAX_TITLE))


def _texts(fixes: Sequence[FixLine], dead_ends: Sequence[DeadEndLine]) -> Iterator[Text]:
    for fix in fixes:
        yield from (fix.action, fix.condition, fix.tradeoff)
    for dead_end in dead_ends:
        yield from (dead_end.action, dead_end.reason, dead_end.condition, dead_end.misconception)


def _says(action: str, command: str) -> bool:
    """Whether the action already holds the command, whatever the quoting and the spaces."""
    words, sought = (re.sub(r"[\s`]+", " ", text).strip(" .。") for text in (action, command))
    return bool(re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", words))
