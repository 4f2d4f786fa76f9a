"""What a check of the set-up finds."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How bad a finding is."""

    GOOD = "good"
    NOTE = "note"
    """Nothing was checked, and nothing need be done."""
    WARNING = "warning"
    """errfix runs, but something will not work as one might expect."""
    BROKEN = "broken"
    """errfix does not run like this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in one sentence, and where something is wrong what to do."""

    verdict: Verdict
    text: str
    advice: str = ""


def good(text: str) -> Finding:
    return Finding(Verdict.GOOD, text)


def note(text: str, advice: str = "") -> Finding:
    return Finding(Verdict.NOTE, text, advice)


def warning(text: str, advice: str) -> Finding:
    return Finding(Verdict.WARNING, text, advice)


def broken(text: str, advice: str) -> Finding:
    return Finding(Verdict.BROKEN, text, advice)
