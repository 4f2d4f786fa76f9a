import pytest

from bot.matching.tokens import tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    (
        ("ModuleNotFoundError", ["modulenotfounderror", "module", "not", "found", "error"]),
        ("LEADER_NOT_AVAILABLE", ["leadernotavailable", "leader", "not", "available"]),
        ("HTTPServer v2", ["httpserver", "http", "server", "v2", "2"]),
        ("errors Exited 137", ["error", "exited", "137"]),
        ("libraries statuses process", ["library", "statuse", "process"]),
        ("连接被拒绝", ["连接", "接被", "被拒", "拒绝"]),
        ("错", ["错"]),
        ("x" * 65, []),
        ("___ --- ...", []),
        ("", []),
    ),
)
def test_words_compounds_codes_and_chinese(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_one_error_written_in_two_styles_shares_its_tokens() -> None:
    camel, snake = set(tokens("LeaderNotAvailable")), set(tokens("leader_not_available"))

    assert camel == snake
