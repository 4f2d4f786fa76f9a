import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.cli.evaluate import evaluate
from bot.errors import InputError

KEYS = [
    "cases",
    "positives",
    "recall_at_1",
    "recall_at_3",
    "answered",
    "answered_correct",
    "answer_precision",
    "answer_coverage",
    "offered",
    "offered_correct",
    "false_answers",
    "latency_ms",
    "load_seconds",
]
CASES = [
    {
        "id": "1",
        "text": "fatal: refusing to merge unrelated histories",
        "expect": ["git/unrelated-histories"],
        "kind": "line",
    },
    {"id": "2", "text": "lunch?", "expect": [], "kind": "chatter"},
]


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(evaluate, arguments)
    if isinstance(result.exception, Exception):
        raise result.exception
    return result


@pytest.fixture
def cases(tmp_path: Path) -> str:
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in CASES), "utf-8")
    return str(file)


def test_one_json_object_has_all_figures(cases: str) -> None:
    summary = json.loads(run(cases).stdout)

    assert list(summary) == KEYS
    assert (summary["cases"], summary["positives"], summary["recall_at_1"]) == (2, 1, 1.0)
    assert summary["false_answers"] == {"chatter": 0}
    assert list(summary["latency_ms"]) == ["p50", "p95", "p99"]


def test_on_request_it_stands_on_one_line(cases: str) -> None:
    assert len(run(cases, "--json").stdout.splitlines()) == 1


def test_several_files_are_one_evaluation(cases: str) -> None:
    assert json.loads(run(cases, cases).stdout)["cases"] == 4


def test_details_say_what_became_of_each_case(cases: str, tmp_path: Path) -> None:
    out = tmp_path / "details.jsonl"

    run(cases, "--details", str(out))

    first, second = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert (first["id"], first["decision"], first["rank"]) == ("1", "answer", 0)
    assert (second["id"], second["decision"], second["rank"]) == ("2", "silent", None)


def test_details_that_cannot_be_written_are_one_clear_sentence(cases: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot write .*: Is a directory"):
        run(cases, "--details", str(tmp_path))


def test_expected_ids_that_are_no_entries_are_said(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "1", "text": "x", "expect": ["git/none"], "kind": "line"}\n')

    assert run(str(file)).stderr == "errfix: 1 expected ids are no entries here, as git/none\n"
