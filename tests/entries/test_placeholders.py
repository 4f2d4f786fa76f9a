import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entries.placeholders import fill, is_plain


def test_a_placeholder_becomes_what_was_pasted() -> None:
    assert fill("lsof -i :{port} # {port}", {"port": "3000"}) == "lsof -i :3000 # 3000"


@pytest.mark.parametrize("values", ({}, {"port": None}, {"port": ""}, {"other": "3000"}))
def test_a_placeholder_without_a_value_stays(values: dict[str, str | None]) -> None:
    assert fill("kill {port}", values) == "kill {port}"


@pytest.mark.parametrize(
    "text", ("echo ${port}", "{{port}}", "git push @{port}", "%{port}", "{ port }", "{}", "{0}", "awk '{print $1}'")
)
def test_what_only_looks_like_a_placeholder_stays(text: str) -> None:
    assert fill(text, {"port": "3000", "print": "x"}) == text


@pytest.mark.parametrize(
    "value", ("3000", "@types/node", "left-pad@1.3.0", "registry.local:5000/app", "a_b+c", "C:/x", "/srv/app.py")
)
def test_names_versions_and_addresses_are_plain(value: str) -> None:
    assert is_plain(value)


@pytest.mark.parametrize(
    "value",
    (
        "",
        "x; rm -rf ~",
        "$(reboot)",
        "`reboot`",
        "a b",
        "a\nb",
        "3000\n",
        "--force",
        "-rf",
        "~/x",
        "../../etc",
        "a/../b",
        "https://evil.example/x",
        "x|sh",
        "x>y",
        "x&y",
        "'x'",
        "пакет",
        "x" * 81,
    ),
)
def test_what_a_shell_could_act_on_is_not_filled_in(value: str) -> None:
    assert not is_plain(value)
    assert fill("run {name}", {"name": value}) == "run {name}"


@given(st.text())
def test_no_filled_value_has_a_character_that_a_shell_acts_on(value: str) -> None:
    filled = fill("{name}", {"name": value})

    assert filled == "{name}" or not set(filled) & set(" \t\n\r\\'\"`$;|&<>(){}[]*?!#~^=%,")


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert fill("{a}{b}", {"a": "{b}", "b": "x"}) == "{a}x"
