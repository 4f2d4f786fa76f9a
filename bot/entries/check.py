"""The lint: the loader's problems, and what the rules find in the entries it could read."""

from datetime import UTC, date, datetime

from bot.entries.lint import content_rules, pattern_rules, translation_rules
from bot.entries.lint.subject import Rule, Subject
from bot.entries.load import Loaded, Problem

ERRORS: tuple[Rule, ...] = (
    pattern_rules.pattern_that_cannot_run,
    pattern_rules.missed_example,
    pattern_rules.matched_counterexample,
    content_rules.duplicate_fix,
)
WARNINGS: tuple[Rule, ...] = (
    content_rules.unknown_field,
    pattern_rules.missing_pattern,
    pattern_rules.pattern_that_misses_the_signature,
    pattern_rules.pattern_that_matches_anything,
    pattern_rules.pattern_that_fires_on_noise,
    pattern_rules.placeholder_without_group,
    content_rules.few_fixes,
    content_rules.no_dead_end,
    content_rules.dead_end_without_action,
    content_rules.how_that_repeats_the_action,
    translation_rules.translation_that_is_none,
    translation_rules.list_translation_of_another_length,
    translation_rules.language_that_is_none,
    content_rules.word_of_another_form,
    content_rules.low_confidence,
    content_rules.no_documentation,
    content_rules.no_example,
    content_rules.link_to_nowhere,
    content_rules.date_out_of_order,
)


def check(loaded: Loaded, today: date | None = None) -> list[Problem]:
    """Every problem, errors first, in the order the entries were read."""
    day = today or datetime.now(tz=UTC).date()
    problems = list(loaded.problems)
    for entry in loaded.entries:
        subject = Subject.of(entry, loaded.files, day)
        file = loaded.files[entry.id]
        problems += (Problem("error", file, *finding) for rule in ERRORS for finding in rule(subject))
        problems += (Problem("warning", file, *finding) for rule in WARNINGS for finding in rule(subject))
    return sorted(problems, key=lambda problem: problem.level != "error")
