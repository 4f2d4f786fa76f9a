import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.cli.match import match
from bot.errors import EntriesError, InputError, SettingsError

REFERENCE = Path(__file__).parents[4] / "shared" / "seed-entry.json"
PASTE = "since the upgrade:\nfatal: refusing to merge unrelated histories\nany idea?"


def run(*arguments: str, text: str | bytes = PASTE) -> Result:
    result = CliRunner().invoke(match, arguments, input=text, env={"LANG": "C.UTF-8", "LC_ALL": "", "COLUMNS": "100"})
    if isinstance(result.exception, Exception):
        raise result.exception
    return result


def test_what_is_piped_in_gets_its_card() -> None:
    output = run().output

    assert "What to try" in output
    assert "In a channel errfix would answer with this card" in output


def test_json_has_the_decision_the_confidence_and_the_matches() -> None:
    answer = json.loads(run("--json").output)

    assert list(answer) == ["decision", "confidence", "matches"]
    assert (answer["decision"], answer["confidence"]) == ("answer", answer["matches"][0]["confidence"])
    assert answer["matches"][0] == {
        "id": "git/unrelated-histories",
        "confidence": answer["confidence"],
        "line": "fatal: refusing to merge unrelated histories",
    }


def test_a_file_is_read_by_name(tmp_path: Path) -> None:
    file = tmp_path / "build.log"
    file.write_text(PASTE)

    assert json.loads(run(str(file), "--json").output)["matches"][0]["id"] == "git/unrelated-histories"


def test_the_card_is_in_the_language_asked_for() -> None:
    assert "解决方法" in run("--locale", "zh_CN.UTF-8").output


def test_chatter_gets_no_card() -> None:
    assert run(text="lunch at noon?").output.startswith("No known error fits this.")


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference document lies beside the project, not in it")
@pytest.mark.parametrize("arguments", ((), ("--entries", str(REFERENCE))), ids=("bundled", "reference"))
def test_the_reference_error_with_other_words_around_it_is_found(arguments: tuple[str, ...]) -> None:
    signature = json.loads(REFERENCE.read_text("utf-8"))["signature"]

    output = run(
        "--json", *arguments, text=f"my fine-tuning run died at once, what is this?\n{signature}\nthanks!"
    ).output

    answer = json.loads(output)
    assert (answer["decision"], answer["matches"][0]["id"]) == (
        "answer",
        "huggingface/quantization-dtype-mismatch-bnb",
    )


@pytest.mark.parametrize(
    "text",
    (b"", b"\x00" * 1000, b"\xff\xfe\x00binary\x80", b"\x1b[31mred\x1b[0m", b"\xed\xa0\x80"),
    ids=("empty", "nul", "binary", "ansi", "surrogate"),
)
def test_any_input_gets_an_answer_or_silence(text: bytes) -> None:
    assert run(text=text).exit_code == 0


def test_a_missing_file_is_one_clear_sentence() -> None:
    with pytest.raises(InputError, match=r"cannot read nowhere\.log: No such file or directory"):
        run("nowhere.log")


def test_missing_entries_are_one_clear_sentence() -> None:
    with pytest.raises(EntriesError, match="no entries at nowhere"):
        run("--entries", "nowhere")


def test_an_empty_folder_of_entries_is_said(tmp_path: Path) -> None:
    with pytest.raises(EntriesError, match="no usable entry"):
        run("--entries", str(tmp_path))


def test_bad_entries_are_counted_and_the_good_ones_used(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    (tmp_path / "good.json").write_text(
        json.dumps(
            {
                "id": "git/own",
                "signature": "fatal: refusing to merge unrelated histories",
                "domain": "git",
                "root_cause": "x",
                "workarounds": [{"action": "y"}],
            }
        )
    )

    result = run("--entries", str(tmp_path), "--json")

    assert json.loads(result.stdout)["matches"][0]["id"] == "git/own"
    assert "1 bad entry was left out" in result.stderr


def test_an_unknown_language_is_one_clear_sentence() -> None:
    with pytest.raises(SettingsError, match="there is no language 'tlh'"):
        run("--locale", "tlh")


def test_the_explanation_names_the_failure_line_the_evidence_and_the_decision() -> None:
    output = run("--explain").output

    assert "Failure line  fatal: refusing to merge unrelated histories" in output
    assert "git/unrelated-histories" in output
    assert "line_coverage" in output
    assert "probability" in output
    assert "Decision: answer (answers from 75%, offers from 41%)." in output


def test_there_is_an_explanation_for_nothing_too() -> None:
    assert "No entry shares a word with this." in run("--explain", text="...").output


def test_further_errors_of_the_paste_are_explained_as_well() -> None:
    text = f"{PASTE}\n$ python app.py\nModuleNotFoundError: No module named 'yaml'\n"

    assert "Also in this paste: " in run("--explain", text=text).output


def test_without_a_choice_the_entries_of_the_settings_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRFIX_ENTRIES", str(tmp_path / "nowhere"))

    with pytest.raises(EntriesError, match=r"no entries at .*nowhere"):
        run()
