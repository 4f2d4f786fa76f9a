import json
import os
from pathlib import Path

import pytest

from adapters.cli.watch import EntryWatch
from bot.entries import load_entries
from bot.matching import Matcher


def data(entry_id: str, signature: str) -> dict[str, object]:
    return {
        "id": entry_id,
        "signature": signature,
        "domain": entry_id.split("/", maxsplit=1)[0],
        "root_cause": "It was like that.",
        "workarounds": [{"action": "Mend it"}],
    }


def save(file: Path, *entries: dict[str, object]) -> None:
    """Write, with a time of its own, as two writes within one tick of the clock look alike."""
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(json.dumps(list(entries)), "utf-8")
    os.utime(file, ns=(before + 1_000_000_000, before + 1_000_000_000))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path / "a.json", data("git/one", "fatal: one"))
    save(tmp_path / "b.json", data("git/two", "fatal: two"), data("git/three", "fatal: three"))
    return tmp_path


@pytest.fixture
def watch(folder: Path) -> EntryWatch:
    loaded = load_entries([folder])
    watch = EntryWatch(Matcher(loaded.entries), [folder])
    watch.start(loaded)
    return watch


def ids(watch: EntryWatch) -> list[str]:
    return sorted(entry.id for entry in watch.matcher.catalog)


def test_nothing_changed_is_nothing_to_do(watch: EntryWatch) -> None:
    assert (watch.look(), ids(watch)) == (0, ["git/one", "git/three", "git/two"])


def test_a_new_file_is_taken(watch: EntryWatch, folder: Path) -> None:
    save(folder / "c.json", data("git/four", "fatal: four"))

    assert (watch.look(), "git/four" in ids(watch)) == (1, True)


def test_a_changed_entry_is_replaced(watch: EntryWatch, folder: Path) -> None:
    save(folder / "a.json", data("git/one", "fatal: one, put differently"))

    watch.look()

    assert watch.matcher.catalog["git/one"].signature == "fatal: one, put differently"


def test_an_entry_taken_out_of_its_file_is_removed(watch: EntryWatch, folder: Path) -> None:
    save(folder / "b.json", data("git/two", "fatal: two"))

    watch.look()

    assert ids(watch) == ["git/one", "git/two"]


def test_a_deleted_file_takes_its_entries_along(watch: EntryWatch, folder: Path) -> None:
    (folder / "b.json").unlink()

    assert (watch.look(), ids(watch)) == (2, ["git/one"])


def test_a_file_that_is_broken_for_now_changes_nothing(watch: EntryWatch, folder: Path) -> None:
    (folder / "a.json").write_text("[{", "utf-8")

    assert (watch.look(), "git/one" in ids(watch)) == (0, True)


def test_of_two_files_with_one_id_the_first_keeps_it(watch: EntryWatch, folder: Path) -> None:
    save(folder / "c.json", data("git/one", "fatal: stolen"))

    watch.look()

    assert watch.matcher.catalog["git/one"].signature == "fatal: one"


def test_a_folder_that_is_out_of_sight_for_a_moment_is_not_forgotten(watch: EntryWatch, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))

    assert (watch.look(), len(ids(watch))) == (0, 3)


def test_the_lines_of_a_jsonl_file_belong_to_it(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(json.dumps(data(f"git/{n}", f"fatal: number {n}")) for n in range(3)), "utf-8")
    loaded = load_entries([tmp_path])
    watch = EntryWatch(Matcher(loaded.entries), [tmp_path])
    watch.start(loaded)
    file.unlink()

    assert (watch.look(), ids(watch)) == (3, [])
