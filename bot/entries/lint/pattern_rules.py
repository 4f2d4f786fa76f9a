"""Rules for patterns and for what depends on them: examples, noise, placeholders."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.entries.lint.subject import Finding, Subject, did_you_mean
from bot.entries.model import Entry
from bot.entries.placeholders import PLACEHOLDER

NOISE = Path(__file__).parents[1] / "noise.txt"
_SHOWN_NOISE = 3


def pattern_that_cannot_run(it: Subject) -> Iterator[Finding]:
    if it.pattern_error:
        yield "regex", it.pattern_error


def missed_example(it: Subject) -> Iterator[Finding]:
    for position, text in enumerate(it.entry.examples):
        if it.pattern and not it.pattern.search(text):
            yield f"examples.{position}", "the pattern does not match it"


def matched_counterexample(it: Subject) -> Iterator[Finding]:
    for position, text in enumerate(it.entry.counterexamples):
        found = it.pattern.search(text) if it.pattern else None
        if found:
            yield f"counterexamples.{position}", f"the pattern matches it at {_quoted(found.group(0) or '')}"


def missing_pattern(it: Subject) -> Iterator[Finding]:
    if not it.entry.regex:
        yield "regex", "there is no pattern; pastes are matched by their words alone"


def pattern_that_misses_the_signature(it: Subject) -> Iterator[Finding]:
    if it.pattern and not it.pattern.search(it.entry.signature):
        yield "regex", "does not match the entry's own signature"


def pattern_that_matches_anything(it: Subject) -> Iterator[Finding]:
    if it.pattern and it.pattern.search(""):
        yield "regex", "matches the empty text, so it fires on every message"


def pattern_that_fires_on_noise(it: Subject) -> Iterator[Finding]:
    if it.pattern is None or it.pattern.search(""):
        return
    hits = [line for line in noise() if it.pattern.search(line)]
    if hits:
        shown = ", ".join(_quoted(line) for line in hits[:_SHOWN_NOISE])
        more = f" and {len(hits) - _SHOWN_NOISE} more" if len(hits) > _SHOWN_NOISE else ""
        yield "regex", f"fires on ordinary text: {shown}{more}"


def placeholder_without_group(it: Subject) -> Iterator[Finding]:
    groups = it.pattern.groupindex if it.pattern else {}
    for field, text in _fix_texts(it.entry) if groups else ():
        for name in PLACEHOLDER.findall(text):
            if name not in groups:
                yield field, f"{{{name}}} stays as it is: the pattern has no such group{did_you_mean(name, groups)}"


@cache
def noise() -> tuple[str, ...]:
    """Lines that people post while nothing is broken, in several languages."""
    lines = NOISE.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def _fix_texts(entry: Entry) -> Iterator[tuple[str, str]]:
    for position, fix in enumerate(entry.workarounds):
        texts = {field: getattr(fix, field) for field in sorted(fix.translatable)}
        texts |= {key: value for key, _, _, value in fix.translations()}
        for field, text in texts.items():
            if isinstance(text, str):
                yield f"workarounds.{position}.{field}", text


def _quoted(text: str) -> str:
    return f"“{text}”"
