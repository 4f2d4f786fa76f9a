import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from adapters.cli.entries import MAX_PROBLEMS, entries
from bot.entries.schema import schema_text
from bot.errors import EntriesError, InputError
from tests.entries.samples import write_entry
from tests.entries.test_deadends import as_files, canon, make_folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(entries, [str(argument) for argument in arguments])


def test_good_entries_pass(tmp_path: Path) -> None:
    result = run("check", write_entry(tmp_path / "x.json"))

    assert result.output == "1 entry, 0 errors, 0 warnings\n"
    assert result.exit_code == 0


def test_the_entries_that_come_with_errfix_are_checked_by_default() -> None:
    result = run("check")

    assert result.exit_code == 0, result.output
    assert " entries, 0 errors, " in result.output


def test_errors_come_first_and_fail(tmp_path: Path) -> None:
    write_entry(tmp_path / "a.json", id="node/a", official_doc_url=...)
    write_entry(tmp_path / "b.json", id="node/b", examples=["fine"])
    write_entry(tmp_path / "c.json", id="node/c", confidence=2)

    result = run("check", tmp_path)

    assert result.output.splitlines() == [
        "errors:",
        f"  {tmp_path}/c.json: confidence: Input should be less than or equal to 1",
        f"  {tmp_path}/b.json: examples.0: the pattern does not match it",
        "warnings:",
        f"  {tmp_path}/a.json: official_doc_url: there is no address of documentation",
        "2 entries, 2 errors, 1 warning",
    ]
    assert result.exit_code == 1


def test_warnings_alone_do_not_fail(tmp_path: Path) -> None:
    assert run("check", write_entry(tmp_path / "x.json", examples=[])).exit_code == 0


def test_files_below_the_working_folder_are_named_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_entry(tmp_path / "x.json", examples=[])
    monkeypatch.chdir(tmp_path)

    assert "\n  x.json: examples: " in run("check", tmp_path).output


def test_very_many_warnings_are_cut_short_unless_all_are_wanted(tmp_path: Path) -> None:
    for number in range(MAX_PROBLEMS + 5):
        write_entry(tmp_path / f"{number}.json", id=f"node/n{number}", examples=[])

    short, full = run("check", tmp_path), run("check", tmp_path, "--all-warnings")

    assert short.output.count("examples: ") == MAX_PROBLEMS
    assert "  … and 5 more; --all-warnings prints them\n" in short.output
    assert full.output.count("examples: ") == MAX_PROBLEMS + 5
    assert short.output.endswith(f"{MAX_PROBLEMS + 5} entries, 0 errors, {MAX_PROBLEMS + 5} warnings\n")


def test_what_a_file_says_cannot_move_the_terminals_cursor(tmp_path: Path) -> None:
    result = run("check", write_entry(tmp_path / "x.json", **{"\x1b[2J": 1}))

    assert "\x1b" not in result.output
    assert "\ufffd[2J: unknown" in result.output


def test_a_missing_folder_is_said_by_the_main_function(tmp_path: Path) -> None:
    result = run("check", tmp_path / "none")

    assert isinstance(result.exception, EntriesError)


def test_the_schema_is_printed() -> None:
    result = run("schema")

    assert result.output == schema_text()
    assert result.exit_code == 0


def test_an_import_says_what_it_did_and_what_it_left_out(tmp_path: Path) -> None:
    graph: dict[str, Any] = {"leads_to": [{"error_id": "docker/gone/x"}]}
    files = as_files(canon("docker/a/x", transition_graph=graph), canon("visa/a/jp"), canon("visa/b/jp"))
    package = make_folder(tmp_path / "in", {**files, "data/canons/docker/b.json": "nonsense"})

    result = run("import", "deadends", package, "--out", tmp_path / "out")

    assert result.stdout.splitlines() == [
        f"deadends-dev 0.9.0 (CC BY 4.0, A. Uthor): 1 entry written to {tmp_path}/out, 0 unchanged",
        "Left out 2 about no software error (--all takes them): visa 2",
        "Left out 1 link to entries that were not imported",
        "Left out fields without a place in an entry: schema_version 1, metadata.generated_by 1, metadata.page_views 1",
        "Left out 1 file with errors, listed above",
    ]
    assert result.stderr == "error: docker/b.json: not JSON (line 1, column 1): Expecting value\n"
    assert result.exit_code == 0
    assert json.loads((tmp_path / "out" / "docker" / "a" / "x.json").read_text())["id"] == "docker/a/x"


def test_an_import_takes_everything_when_told(tmp_path: Path) -> None:
    package = make_folder(tmp_path / "in", as_files(canon("visa/a/jp")))

    result = run("import", "deadends", package, "--out", tmp_path / "out", "--all")

    assert result.exit_code == 0
    assert (tmp_path / "out" / "visa" / "a" / "jp.json").is_file()


def test_an_import_of_nothing_fails(tmp_path: Path) -> None:
    package = make_folder(tmp_path / "in", as_files(canon("visa/a/jp")))

    result = run("import", "deadends", package, "--out", tmp_path / "out")

    assert isinstance(result.exception, InputError)
    assert "nothing was imported" in str(result.exception)


def test_very_many_problems_of_an_import_are_cut_short(tmp_path: Path) -> None:
    broken = {f"data/canons/docker/{number}.json": "" for number in range(MAX_PROBLEMS + 5)}

    result = run("import", "deadends", make_folder(tmp_path / "in", {**as_files(canon()), **broken}), "--out", tmp_path)

    assert result.stderr.count("not JSON") == MAX_PROBLEMS
    assert result.stderr.endswith("… and 5 more\n")


@pytest.mark.parametrize(
    "command", (["--help"], ["check", "--help"], ["schema", "--help"], ["import", "deadends", "--help"])
)
def test_help_shows_examples(command: list[str]) -> None:
    assert "Examples:\n    errfix entries" in run(*command).output.replace("pip download", "errfix entries")
