from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.events import ChannelMode
from bot.settings import load_settings, names


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in names():
        monkeypatch.delenv(name, raising=False)


def refusal(file: Path | None = None) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    return str(caught.value)


def test_without_any_setting_the_web_channel_is_local_and_the_database_a_file_here() -> None:
    settings = load_settings(None)

    assert (settings.web_host, settings.web_port, settings.database_url) == (
        "127.0.0.1",
        8765,
        "sqlite+aiosqlite:///errfix.db",
    )


def test_a_file_sets_what_the_environment_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("ERRFIX_WEB_PORT=9001\nERRFIX_CHANNEL_MODE=offer\n")
    monkeypatch.setenv("ERRFIX_WEB_PORT", "9002")

    settings = load_settings(file)

    assert (settings.web_port, settings.channel_mode) == (9002, ChannelMode.OFFER)


def test_entries_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRFIX_ENTRIES", "bundled, team/,")

    assert load_settings(None).entries == ("bundled", "team/")


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRFIX_WEB_PORT", "")

    assert load_settings(None).web_port == 8765


def test_an_unknown_name_is_refused_with_the_nearest_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRFIX_DATABASE", "x")

    assert refusal() == "unknown setting ERRFIX_DATABASE; did you mean ERRFIX_DATABASE_URL?"


def test_an_unknown_name_in_the_file_is_refused_too(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("ERRFIX_QQQQ=1\n")

    assert refusal(file) == "unknown setting ERRFIX_QQQQ; docs/configuration.md lists the settings"


def test_names_of_other_programs_are_nobody_s_business_here(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("POSTGRES_PASSWORD=x\n")

    assert load_settings(file).web_port == 8765


@pytest.mark.parametrize(
    ("name", "value", "part"),
    (
        ("ERRFIX_WEB_PORT", "http", "ERRFIX_WEB_PORT"),
        ("ERRFIX_WEB_PORT", "70000", "less than or equal to 65535"),
        ("ERRFIX_CHANNEL_MODE", "loud", "'auto', 'offer', 'mention' or 'off'"),
        ("ERRFIX_RETENTION_DAYS", "0", "ERRFIX_RETENTION_DAYS"),
        ("ERRFIX_RETENTION_DAYS", "1000000", "less than or equal to 36500"),
        ("ERRFIX_ENTRIES", " , ", "names no folder"),
        ("ERRFIX_WEB_TOKEN", "short", "16 characters or more"),
        ("SLACK_API_URL", "slack.com/api", "is no web address like https://slack.com/api/"),
        ("SLACK_API_URL", "https://slack.com/api?x=1", "is no web address like https://slack.com/api/"),
        ("ERRFIX_MAINTAINERS", "slack:U1, ann", "'ann' names nobody; write slack:U0123ABC or discord:123456789"),
        ("ERRFIX_MAINTAINERS", "irc:U1", "'irc:U1' names nobody"),
        ("ERRFIX_MAINTAINERS", "slack:u1", "'slack:u1' names nobody"),
        ("ERRFIX_MAINTAINERS", "discord:@ann", "'discord:@ann' names nobody"),
    ),
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    name: str, value: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    assert part in refusal()


def test_a_refused_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRFIX_WEB_TOKEN", "hunter2")

    assert "hunter2" not in refusal()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00")

    assert refusal(file).startswith(f"cannot read {file}")


@pytest.mark.parametrize("line", ("ERRFIX_WEB_PORT", "what is this?", "=9000"))
def test_a_line_of_the_file_that_sets_nothing_is_refused_by_number(line: str, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"# comment\n\n{line}\nERRFIX_LOCALE=en\n")

    assert refusal(file) == f"{file}, line 3: write NAME=value, or # before a comment"


def test_maintainers_are_named_by_platform_and_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRFIX_MAINTAINERS", "slack:U1, discord:42,")
    settings = load_settings(None)

    assert settings.maintainers == ("slack:U1", "discord:42")
    assert [settings.is_maintainer(*who) for who in (("slack", "U1"), ("discord", "42"))] == [True, True]
    assert [settings.is_maintainer(*who) for who in (("discord", "U1"), ("slack", "U"), ("slack", ""))] == [False] * 3


def test_without_names_nobody_is_a_maintainer() -> None:
    assert not load_settings(None).is_maintainer("slack", "U1")


def test_the_address_of_slacks_api_needs_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api")

    assert load_settings(None).slack_api_url == "http://127.0.0.1:9/api/"
