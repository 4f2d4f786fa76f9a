"""The card: everything an answer shows, as values in the reader's language, before any platform's layout."""

from dataclasses import dataclass
from enum import StrEnum

from bot.entries import Text
from bot.feedback import Rate


@dataclass(frozen=True, slots=True)
class FixLine:
    """One fix. `command` is shown in a code block; `rate_label` says the rate in the card's language."""

    fix_id: str
    action: Text
    command: str
    condition: Text
    tradeoff: Text
    rate: Rate
    rate_label: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeadEndLine:
    """One thing not to try. `action` may be empty: then `reason` stands alone."""

    action: Text
    reason: Text
    condition: Text
    misconception: Text
    """Why people try it all the same; may be empty."""
    fail_label: str


class Relation(StrEnum):
    """How another entry relates to the card's."""

    LEADS_TO = "leads_to"
    PRECEDED_BY = "preceded_by"
    CONFUSED_WITH = "confused_with"


@dataclass(frozen=True, slots=True)
class RelatedLine:
    """Another entry worth a look."""

    relation: Relation
    entry_id: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class OtherError:
    """A further, independent error in the same paste."""

    entry_id: str
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class Card:
    """An answer, ready to lay out. Texts know whether they are in the language the reader wanted."""

    entry_id: str
    locale: str
    title: Text
    root_cause: Text
    fixes: tuple[FixLine, ...]
    """In the order to try them."""
    failed_here: tuple[FixLine, ...]
    """Fixes that keep failing here, shown last under "did not help here"."""
    dead_ends: tuple[DeadEndLine, ...]
    related: tuple[RelatedLine, ...]
    others: tuple[OtherError, ...]
    doc_url: str | None
    doc_section: str | None
    error_code: str | None
    environment: tuple[str, ...]
    """Versions and operating systems the entry speaks of, each a short text."""
    notes: tuple[str, ...]
    """Remarks the reader should know: partly resolvable, not reviewed, not translated, …"""
    confidence: float
    matched_line: str
    """The line of the paste that matched, as pasted (redacted)."""
    answer_id: str | None = None
    """Set once the answer is recorded; votes need it."""
    reaction_fix_id: str | None = None
    """The fix that a thumb under the posted card counts for: the one it led with when it went out."""

    @property
    def all_fixes(self) -> tuple[FixLine, ...]:
        return self.fixes + self.failed_here
