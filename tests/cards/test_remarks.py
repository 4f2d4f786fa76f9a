from datetime import date

import pytest

from bot.cards.remarks import environment, notes
from bot.entries import Text
from bot.localization import translator
from tests.cards.samples import TODAY
from tests.entries.samples import make_entry

en = translator("en")


def remarks(**changes: object) -> tuple[str, ...]:
    return notes(make_entry(**changes), [], TODAY, en)


def test_a_sound_entry_needs_no_remark() -> None:
    assert remarks(verification_tier="human_reviewed", last_confirmed="2026-10-01") == ()


@pytest.mark.parametrize(
    ("resolvable", "note"),
    (
        ("partial", "This error cannot always be resolved completely."),
        ("false", "No real solution is known; the fixes only soften the error."),
    ),
)
def test_an_error_that_cannot_be_resolved_says_so(resolvable: str, note: str) -> None:
    assert remarks(resolvable=resolvable) == (note,)


@pytest.mark.parametrize("tier", ("ai_generated", "auto_generated"))
def test_what_nobody_reviewed_says_so(tier: str) -> None:
    assert remarks(verification_tier=tier) == ("Generated automatically; nobody has reviewed this yet.",)


@pytest.mark.parametrize(
    ("confirmed", "expected"),
    (
        (date(2024, 11, 24), ()),
        (date(2024, 11, 23), ("Last confirmed on Nov 23, 2024; newer versions may behave differently.",)),
    ),
)
def test_what_was_confirmed_over_two_years_ago_says_so(confirmed: date, expected: tuple[str, ...]) -> None:
    assert remarks(last_confirmed=confirmed) == expected


def test_texts_in_another_language_are_remarked_once_for_each_language() -> None:
    shown = [Text("a", "zh", "en"), Text("b", "zh", "en"), Text("c", "en", "en"), Text("", "de", "en")]
    assert notes(make_entry(), shown, TODAY, en) == ("Not everything is translated; some texts are in Chinese.",)


def test_an_imported_entry_names_its_source_and_licence() -> None:
    assert remarks(source="example.org", license="CC-BY-4.0") == ("Source: example.org (CC-BY-4.0)",)


def test_an_active_version_is_its_name_alone() -> None:
    assert environment(make_entry(versions=[{"version": "Node 22", "status": "active"}]), en) == ("Node 22",)


def test_a_version_tells_how_the_error_changed_with_it() -> None:
    version = {
        "version": "Node 17",
        "introduced": "16.1",
        "deprecated": "18",
        "removed": "20",
        "status": "fixed",
        "behavior_change": "Says EADDRINUSE",
    }
    assert environment(make_entry(versions=[version]), en) == (
        "Node 17 (introduced in 16.1, deprecated in 18, removed in 20, fixed): Says EADDRINUSE",
    )


@pytest.mark.parametrize(
    ("status", "shown"),
    (
        ("deprecated", "Node 17（已弃用）"),
        ("Removed", "Node 17（已移除）"),
        ("legacy", "Node 17（legacy）"),
        (None, "Node 17"),
    ),
)
def test_a_status_is_told_in_the_readers_language_if_it_is_a_known_one(status: str | None, shown: str) -> None:
    versions = [{"version": "Node 17", "status": status}]
    assert environment(make_entry(versions=versions), translator("zh")) == (shown,)


def test_operating_systems_are_written_as_their_makers_do() -> None:
    systems = {"windows": "use netstat", "macos": ["lsof", "kill"], "plan9": ""}
    assert environment(make_entry(os_specific=systems), en) == ("Windows: use netstat", "macOS: lsof; kill", "plan9")
