import pytest

from adapters.web.paste import Part, parts


@pytest.mark.parametrize(
    ("text", "expected"),
    (
        ("thanks, that helped", [Part("thanks, that helped", is_code=False)]),
        ("ValueError: bad", [Part("ValueError: bad", is_code=True)]),
        (
            "any idea?\n\n$ make\nmake: *** [all] Error 2",
            [Part("any idea?", is_code=False), Part("$ make\nmake: *** [all] Error 2", is_code=True)],
        ),
        (
            "look:\n```py\nx = 1\n```\nthat is all",
            [Part("look:", is_code=False), Part("x = 1", is_code=True), Part("that is all", is_code=False)],
        ),
        ("```\nnever closed", [Part("never closed", is_code=True)]),
        (" \n", []),
    ),
)
def test_words_and_output_are_told_apart(text: str, expected: list[Part]) -> None:
    assert parts(text) == expected


def test_a_long_paste_is_folded_to_its_head_and_tail() -> None:
    lines = [f"line {number}: failed: x" for number in range(100)]
    assert parts("\n".join(lines)) == [
        Part("\n".join(lines[:9]), is_code=True, hidden=87, tail="\n".join(lines[-4:]), shortened=True)
    ]


def test_a_long_line_is_cut() -> None:
    [part] = parts("Error: " + "x" * 10_000)
    assert len(part.text) < 600
    assert (part.shortened, part.hidden) == (True, 0)


def test_a_paste_shown_in_full_leaves_nothing_out() -> None:
    text = "\n".join(f"error: {'y' * 1000} {number}" for number in range(100))
    assert parts(text, full=True) == [Part(text, is_code=True)]


def test_a_few_lines_are_not_worth_a_fold() -> None:
    text = "\n".join(["Error: x"] * 16)
    assert parts(text) == [Part(text, is_code=True)]
