"""Rules for what an entry holds: fields, fixes, dead ends, links and dates."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.entries.lint.subject import Finding, Subject, did_you_mean, links, parts

_MIN_FIXES = 2
_LOW_CONFIDENCE = 0.5
_WORD = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*\Z")


def duplicate_fix(it: Subject) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for position, fix in enumerate(it.entry.workarounds):
        earlier = seen.setdefault(fix.fix_id, position)
        if earlier != position:
            what = "id" if fix.id else "action"
            reason = f"the same {what} as workarounds.{earlier}, so they would share their votes"
            yield f"workarounds.{position}.{what}", reason


def few_fixes(it: Subject) -> Iterator[Finding]:
    if len(it.entry.workarounds) < _MIN_FIXES:
        yield "workarounds", "only one fix; votes cannot rank it against another"


def no_dead_end(it: Subject) -> Iterator[Finding]:
    if not it.entry.dead_ends:
        yield "dead_ends", "there is none; say what people try in vain"


def dead_end_without_action(it: Subject) -> Iterator[Finding]:
    for position, dead_end in enumerate(it.entry.dead_ends):
        if not dead_end.action.strip():
            yield f"dead_ends.{position}.action", "empty; the card shows why it fails, but not what"


def how_that_repeats_the_action(it: Subject) -> Iterator[Finding]:
    for position, fix in enumerate(it.entry.workarounds):
        if fix.how and fix.how == fix.action:
            yield f"workarounds.{position}.how", "says the same as the action; keep the command alone, or leave it out"


def unknown_field(it: Subject) -> Iterator[Finding]:
    for path, part in parts(it.entry):
        for name in part.unknown_fields():
            yield f"{path}{name}", f"unknown, and ignored{did_you_mean(name, type(part).model_fields)}"


def no_documentation(it: Subject) -> Iterator[Finding]:
    if not it.entry.official_doc_url:
        yield "official_doc_url", "there is no address of documentation"


def no_example(it: Subject) -> Iterator[Finding]:
    if not it.entry.examples:
        yield "examples", "there is none; paste a real one that the pattern must match"


def word_of_another_form(it: Subject) -> Iterator[Finding]:
    for field in ("category", "subcategory", "root_cause_type"):
        value = getattr(it.entry, field)
        if value and not _WORD.match(value):
            yield field, "write it in lower case with underscores, as config_error, so that it groups with others"


def low_confidence(it: Subject) -> Iterator[Finding]:
    if it.entry.confidence < _LOW_CONFIDENCE:
        yield "confidence", f"below {_LOW_CONFIDENCE}: confirm the root cause, or leave the entry out"


def link_to_nowhere(it: Subject) -> Iterator[Finding]:
    if len(it.ids) > 1:
        for field, link in links(it.entry):
            if link.error_id not in it.ids:
                yield field, f"there is no entry {link.error_id}{did_you_mean(link.error_id, it.ids)}"


def date_out_of_order(it: Subject) -> Iterator[Finding]:
    entry = it.entry
    for field in ("first_seen", "last_confirmed", "last_updated"):
        value: date | None = getattr(entry, field)
        if value and value > it.today + timedelta(days=1):  # it is tomorrow already east of here
            yield field, f"{value} is in the future"
        if value and entry.first_seen and value < entry.first_seen:
            yield field, f"{value} is before first_seen, {entry.first_seen}"
