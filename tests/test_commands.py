import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import Ask, Command, Help, Here, Language, Search, Show, Stats, parse
from bot.events import ChannelMode


@pytest.mark.parametrize(
    ("text", "command"),
    (
        ("search docker", Search("docker")),
        ("  SEARCH  docker daemon ", Search("docker daemon")),
        ("search npm error: code ERESOLVE", Search("npm error: code ERESOLVE")),
        ("search permission denied", Search("permission denied")),
        ("show docker/daemon", Show("docker/daemon")),
        ("show `docker/daemon`", Show("docker/daemon")),
        ("language zh", Language("zh")),
        ("lang 中文", Language("中文")),
        ("language fr", Language("fr")),
        ("language AUTO", Language(None)),
        ("language", Language("")),
        ("here Offer", Here(ChannelMode.OFFER)),
        ("here", Here(None)),
        ("stats", Stats()),
    ),
)
def test_a_command_is_known_by_its_name_in_any_case(text: str, command: Command) -> None:
    assert parse(text) == command


@pytest.mark.parametrize("text", ("", " \n ", "help", "Help", "-h", "--help", "?", "help search"))
def test_nothing_and_all_the_words_for_help_are_help(text: str) -> None:
    assert parse(text) == Help()


@pytest.mark.parametrize(
    "text",
    (
        "ModuleNotFoundError: No module named x",
        "permission denied publickey",
        "permission denied",
        "端口被占用",
        "磁盘 已满 了",
        "ENOSPC",
        "CrashLoopBackOff",
        "OOMKilled",
        "0x80070005",
        "TS2307",
        "exit 137",
        "HTTP 502",
        "kernel_panic",
        "std::bad_alloc",
        "it\nbroke",
        "my build does nothing",
    ),
)
def test_what_a_program_may_have_said_is_asked(text: str) -> None:
    assert parse(text) == Ask(text)


@pytest.mark.parametrize(
    "text",
    (
        "search failed: shard 3 is away",
        "search error: index_not_found_exception",
        "search request failed: 503",
        "search: index missing in cluster",
        "search docker\nTraceback (most recent call last):",
        "show variables error",
        "show: cannot open display",
        "help: command not found",
        "help me with this build",
        "stats: permission denied",
        "stats permission denied",
        "language server crashed",
        "language failed",
        "here is the log",
        "here document delimited by end-of-file",
    ),
)
def test_a_paste_that_begins_with_a_command_s_name_is_asked(text: str) -> None:
    assert parse(text) == Ask(text)


@pytest.mark.parametrize(
    ("text", "near"),
    (
        ("serch docker", "search docker"),
        ("langauge zh", "language zh"),
        ("statz", "stats"),
        ("hepl", "help"),
        ("here ofer", "here offer"),
        ("here banana", "here auto|offer|mention|off"),
        ("search", "search WORDS"),
        ("show", "show ID"),
        ("stats please", "stats"),
        ("hello", ""),
        ("你好", ""),
        ("git push", ""),
    ),
)
def test_other_words_get_help_that_names_them_and_the_nearest_command(text: str, near: str) -> None:
    assert parse(text) == Help(text, near)


def test_of_a_long_word_the_help_names_the_beginning() -> None:
    assert parse("x" * 100) == Help("x" * 60 + "…")


@pytest.mark.parametrize("start", ("", "search ", "show ", "help "))
def test_what_is_longer_than_any_command_is_asked(start: str) -> None:
    text = start + "x" * 1_000_000

    assert parse(text) == Ask(text)


@given(st.text())
def test_any_text_is_some_command(text: str) -> None:
    assert isinstance(parse(text), Command)


@given(st.sampled_from(("search", "show", "language", "here", "stats", "help")), st.text())
def test_any_argument_is_taken(name: str, rest: str) -> None:
    assert isinstance(parse(f"{name} {rest}"), Command)
