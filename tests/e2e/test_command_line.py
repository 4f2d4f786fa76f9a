"""The command line as a process: whatever is wrong ends in one clear line and an exit code, never in a traceback."""

import socket
import subprocess
from pathlib import Path

import pytest

from tests.e2e.process import ERRFIX, environment

pytestmark = pytest.mark.e2e


def run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ERRFIX, *arguments],
        cwd=folder,
        env=environment(**settings),
        input="",
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


@pytest.mark.parametrize(
    ("settings", "part"),
    (
        ({"ERRFIX_DATABSE_URL": "x"}, "unknown setting ERRFIX_DATABSE_URL; did you mean ERRFIX_DATABASE_URL?"),
        ({"ERRFIX_LOCALE": "tlh"}, "there is no language 'tlh'"),
        ({"ERRFIX_WEB_PORT": "http"}, "setting ERRFIX_WEB_PORT"),
        ({"ERRFIX_ENTRIES": "/nowhere"}, "no entries at /nowhere"),
        ({"ERRFIX_DATABASE_URL": "sqlite+aiosqlite:////nowhere/errfix.db"}, "/nowhere/errfix.db"),
        ({"ERRFIX_DATABASE_URL": "postgresql+asyncpg://u:secret@127.0.0.1:1/x"}, "127.0.0.1"),
        ({"ERRFIX_DATABASE_URL": "oracle://x"}, "ERRFIX_DATABASE_URL"),
        ({"ERRFIX_WEB_HOST": "0.0.0.0"}, "set ERRFIX_WEB_TOKEN"),
        ({"ERRFIX_WEB": "off"}, "no channel to open"),
        ({"ERRFIX_ENTRIES": ","}, "setting ERRFIX_ENTRIES: names no folder"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}, "are swapped"),
        ({"SLACK_API_URL": "slack.com/api"}, "setting SLACK_API_URL: is no web address"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:1/api/"},
            "cannot reach Slack at http://127.0.0.1:1/api/",
        ),
    ),
)
def test_the_bot_does_not_start_with_what_cannot_be_used(tmp_path: Path, settings: dict[str, str], part: str) -> None:
    result = run(tmp_path, "run", **settings)

    lines = [line for line in result.stderr.splitlines() if line.startswith("errfix: ")]
    assert (result.returncode, len(lines)) == (1, 1)
    assert part in lines[0]
    assert "Traceback" not in result.stderr
    assert "secret" not in result.stderr


def test_a_port_in_use_is_said_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        result = run(tmp_path, "run", ERRFIX_WEB_PORT=port)

    assert result.returncode == 1
    assert f"port {port} on 127.0.0.1 is in use" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", (("--help",), ("run", "--help"), ("doctor", "-h"), ("match", "-h"), ("eval", "-h"), ("entries", "-h"))
)
def test_help_teaches_with_examples(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(tmp_path, *arguments)

    assert result.returncode == 0
    assert "Examples:" in result.stdout


def test_a_wrong_call_says_how_it_goes(tmp_path: Path) -> None:
    result = run(tmp_path, "mtach")

    assert result.returncode == 2
    assert "No such command 'mtach'" in result.stderr


def test_a_missing_file_ends_in_one_line(tmp_path: Path) -> None:
    result = run(tmp_path, "match", "nowhere.log")

    assert (result.returncode, result.stderr) == (1, "errfix: cannot read nowhere.log: No such file or directory\n")


def test_a_token_that_is_none_ends_in_one_line(tmp_path: Path) -> None:
    result = run(tmp_path, "run", ERRFIX_WEB_PORT="0", DISCORD_TOKEN="x")

    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("errfix: DISCORD_TOKEN is no bot token; copy it from the page Bot")
    assert "Traceback" not in result.stderr
