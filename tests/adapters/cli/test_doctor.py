from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.cli.doctor import doctor


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the doctor is called: nothing is set there."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def look(**settings: str) -> Result:
    result = CliRunner().invoke(doctor, env=settings)
    if isinstance(result.exception, Exception):
        raise result.exception
    return result


@pytest.mark.usefixtures("folder")
def test_a_bot_without_tokens_is_in_order() -> None:
    result = look()

    assert result.exit_code == 0
    assert [line for line in result.output.splitlines() if line and not line.startswith(" ")] == [
        "Settings",
        "Database",
        "Entries",
        "Slack",
        "Discord",
        "All is well; `errfix run` starts the bot.",
    ]
    assert "  ✓ It opens, is up to date and can be written to" in result.output
    assert "  – Slack is not set up" in result.output
    assert "✗" not in result.output


def test_an_unknown_setting_is_all_that_is_said(folder: Path) -> None:
    (folder / ".env").write_text("ERRFIX_DATABSE_URL=x\n")

    result = look()

    assert result.exit_code == 1
    assert "  ✗ unknown setting ERRFIX_DATABSE_URL\n    → did you mean ERRFIX_DATABASE_URL?" in result.output
    assert "Database\n" not in result.output


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("settings", "text", "advice"),
    (
        ({"ERRFIX_LOCALE": "tlh"}, "there is no language 'tlh'", "choose one of en, zh"),
        ({"ERRFIX_DATABASE_URL": "sqlite+aiosqlite:////nowhere/errfix.db"}, "no folder /nowhere", "create it first"),
        ({"ERRFIX_DATABASE_URL": "oracle://x"}, "names the driver oracle", "use sqlite+aiosqlite:///FILE"),
        ({"ERRFIX_ENTRIES": "/nowhere"}, "no entries at /nowhere", "ERRFIX_ENTRIES"),
        ({"SLACK_BOT_TOKEN": "xoxp-1-2-abc"}, "SLACK_BOT_TOKEN does not begin with xoxb-", "OAuth & Permissions"),
    ),
)
def test_what_is_wrong_is_said_with_what_to_do_and_ends_in_exit_code_1(
    settings: dict[str, str], text: str, advice: str
) -> None:
    result = look(**settings)

    lines = result.output.splitlines()
    wrong = next(number for number, line in enumerate(lines) if line.startswith("  ✗ "))
    assert result.exit_code == 1
    assert text in lines[wrong]
    assert lines[wrong + 1].startswith("    → ")
    assert advice in lines[wrong + 1]
    assert "errfix from running as it is set up." in lines[-1]


def test_entries_without_a_usable_one_are_wrong_and_a_bad_one_among_good_ones_a_warning(folder: Path) -> None:
    (folder / "bad.json").write_text("{}")

    alone = look(ERRFIX_ENTRIES=str(folder / "bad.json"))
    among_others = look(ERRFIX_ENTRIES=f"bundled,{folder / 'bad.json'}")

    assert (alone.exit_code, among_others.exit_code) == (1, 0)
    assert "  ✗ There is no usable entry in " in alone.output
    assert "  ! 1 file is left out" in among_others.output
    assert "1 thing is worth a look" in among_others.output


@pytest.mark.usefixtures("folder")
def test_long_lines_stay_whole_where_the_output_is_piped() -> None:
    output = look(ERRFIX_DATABASE_URL=f"sqlite+aiosqlite:///{'/no where' * 20}/errfix.db").output

    assert "\x1b" not in output
    assert all(line[:1] in {"", " "} or line[0].isupper() or line[0].isdigit() for line in output.splitlines())
    assert any(len(line) > 100 for line in output.splitlines())
