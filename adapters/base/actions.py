"""What the buttons and menus of a card are for, on every chat platform."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What somebody wants who uses a button or a menu; a part of the id that the platform sends back."""

    WORKED = "worked"
    FAILED = "failed"
    WRONG = "wrong"
    DISMISS = "dismiss"
    MORE = "more"
    PUBLISH = "publish"
    SHOW = "show"
    LANGUAGE = "language"
    DEAD_ENDS = "dead_ends"


@dataclass(frozen=True, slots=True)
class ParsedAction:
    """A click. It names an answer, perhaps with one of its fixes, or an entry that nobody was answered with."""

    action: Action
    answer_id: str | None = None
    fix_id: str | None = None
    entry_id: str | None = None
    locale: str | None = None
    """The language chosen, for LANGUAGE; None for the automatic one."""
