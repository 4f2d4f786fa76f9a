import json
import os
from pathlib import Path

import pytest

from bot.entries import BUNDLED, load_entries
from bot.errors import EntriesError
from tests.entries.samples import REFERENCE, entry_data, load_text, write_entry

ENTRY = json.dumps(entry_data())
DEEP = "[" * 200_000


def test_a_folder_is_read_to_its_depths_in_a_stable_order(tmp_path: Path) -> None:
    write_entry(tmp_path / "b" / "deep" / "two.json", id="b/two")
    write_entry(tmp_path / "a" / "one.json", id="a/one")
    (tmp_path / "a" / "notes.txt").write_text("no entry")
    (tmp_path / "a" / "notes.json5").write_text("no entry")
    (tmp_path / "schema.json").write_text("{}")

    loaded = load_entries([tmp_path])

    assert [entry.id for entry in loaded.entries] == ["a/one", "b/two"]
    assert loaded.files == {"a/one": f"{tmp_path}/a/one.json", "b/two": f"{tmp_path}/b/deep/two.json"}
    assert loaded.problems == []


@pytest.mark.parametrize(
    ("name", "content", "places"),
    (
        ("one.json", ENTRY, [""]),
        ("one.txt", ENTRY, [""]),
        ("bom.json", "\ufeff" + ENTRY, [""]),
        ("list.json", f"[{ENTRY}]", ["#1"]),
        ("wrapped.json", f'{{"entries": [{ENTRY}]}}', ["#1"]),
        ("lines.jsonl", f"\n{ENTRY}\r\n\n", [":2"]),
        ("bom.jsonl", f"\ufeff{ENTRY}\n", [":1"]),
        ("none.json", "[]", []),
        ("none.jsonl", "", []),
    ),
)
def test_files_hold_one_entry_or_many(tmp_path: Path, name: str, content: str, places: list[str]) -> None:
    loaded = load_text(tmp_path, name, content)

    assert list(loaded.files.values()) == [f"{tmp_path / name}{place}" for place in places]
    assert loaded.problems == []


@pytest.mark.parametrize(
    ("content", "problem"),
    (
        pytest.param("", "x.json: not JSON (line 1, column 1): Expecting value", id="empty"),
        pytest.param('{"id":\n "a/b",}', "x.json: not JSON (line 2, column 8): ", id="trailing comma"),
        pytest.param("\x00\x01", "x.json: not JSON (line 1, column 1): Expecting value", id="binary"),
        pytest.param(b'{"id": "\xff"}', "x.json: not UTF-8 (byte 8); save it as UTF-8", id="another encoding"),
        pytest.param(ENTRY.encode("utf-16"), "x.json: not UTF-8 (byte 0); save it as UTF-8", id="UTF-16"),
        pytest.param(DEEP, "x.json: nested too deeply", id="deep"),
        pytest.param(f'{{"id": {"9" * 5000}}}', "x.json: holds a number with too many digits", id="long number"),
        pytest.param("5", "x.json: Input should be a valid dictionary", id="a number"),
        pytest.param('["text"]', "x.json#1: Input should be a valid dictionary", id="a list of texts"),
        pytest.param('{"entries": {}}', "x.json: id: Field required", id="no list of entries"),
        pytest.param(
            ENTRY.replace("0.9", "NaN"),
            "x.json: workarounds.0.success_rate: Input should be less than or equal to 1",
            id="not a number",
        ),
        pytest.param(
            ENTRY.replace("0.9", "1e999"),
            "x.json: workarounds.0.success_rate: Input should be less than or equal to 1",
            id="infinite",
        ),
        pytest.param(
            ENTRY.replace('"node"', "5"), "x.json: domain: Input should be a valid string", id="a number for a text"
        ),
    ),
)
def test_a_bad_file_is_reported_and_skipped(tmp_path: Path, content: str | bytes, problem: str) -> None:
    loaded = load_text(tmp_path, "x.json", content)

    assert loaded.entries == []
    assert str(loaded.problems[0]).startswith(f"{tmp_path}/{problem}")
    assert {found.level for found in loaded.problems} == {"error"}


def test_a_bad_entry_does_not_stop_its_neighbours(tmp_path: Path) -> None:
    bad = json.dumps(entry_data(id="node/bad", confidence="very"))

    loaded = load_text(tmp_path, "x.jsonl", f"{bad}\nnonsense\n{ENTRY}\n")

    assert [entry.id for entry in loaded.entries] == ["node/port-in-use"]
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in loaded.problems] == [
        "x.jsonl:1: confidence: Input should be a valid number, unable to parse string as a number",
        "x.jsonl:2: not JSON (line 1, column 1): Expecting value",
    ]


def test_a_bad_fix_is_named_without_a_word_about_the_list_it_is_in(tmp_path: Path) -> None:
    write_entry(tmp_path / "x.json", workarounds=[{"action": "x", "success_rate": 7}])

    assert [problem.field for problem in load_entries([tmp_path]).problems] == ["workarounds.0.success_rate"]


def test_two_entries_with_one_id_name_both_files_and_the_first_stays(tmp_path: Path) -> None:
    first = write_entry(tmp_path / "a.json", signature="the first")
    second = write_entry(tmp_path / "b.json", signature="the second")

    loaded = load_entries([tmp_path])

    assert [entry.signature for entry in loaded.entries] == ["the first"]
    assert [str(problem) for problem in loaded.problems] == [
        f"{second}: id: node/port-in-use is also the id of the entry in {first}; this one is left out"
    ]


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    write_entry(tmp_path / "x.json" / "one.json")

    loaded = load_entries([tmp_path])

    assert [entry.id for entry in loaded.entries] == ["node/port-in-use"]
    assert loaded.problems == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_reported(tmp_path: Path) -> None:
    write_entry(tmp_path / "x.json").chmod(0)

    assert [problem.reason for problem in load_entries([tmp_path]).problems] == ["cannot be read: Permission denied"]


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_entry(tmp_path / "x.json")

    def refuse(*_args: object, **_kwargs: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)

    assert [problem.reason for problem in load_entries([tmp_path]).problems] == ["cannot be read: Permission denied"]


def test_a_link_to_nowhere_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "x.json").symlink_to(tmp_path / "gone.json")

    assert load_entries([tmp_path]).entries == []


def test_a_path_that_does_not_exist_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(
        EntriesError, match=r"no entries at .*/none: there is no such file or folder; set ERRFIX_ENTRIES"
    ):
        load_entries([tmp_path / "none"])


def test_the_entries_that_come_with_errfix_are_all_usable() -> None:
    loaded = load_entries([BUNDLED])

    assert [str(problem) for problem in loaded.problems] == []


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference document is not here")
def test_the_reference_document_loads_and_its_flaws_are_handled() -> None:
    (entry,) = load_entries([REFERENCE]).entries
    first_fix, dead_end = entry.workarounds[0], entry.dead_ends[0]

    assert entry.resolvable == "true"
    assert entry.entry_text("root_cause", "zh").is_translated
    assert not entry.fix_text(first_fix, "action", "zh").is_translated
    assert entry.fix_text(first_fix, "action", "zh").value == first_fix.action
    assert dead_end.action == ""
    assert entry.dead_end_text(dead_end, "why_fails", "zh").value == dead_end.why_fails
    assert entry.unknown_fields() == []
