import pytest

from bot.matching.signs import HYPOTHETICAL, Sign, signs


@pytest.mark.parametrize(
    ("sign", "line", "other"),
    (
        (Sign.FAILURE, "could not open the file", "opened the file"),
        (Sign.FAILURE, "spawn ENOENT", "spawn unit"),
        (Sign.FAILURE, "构建失败", "构建成功"),
        (Sign.FAILURE, "src/a.ts: TS2345 in call", "in 2345 calls"),
        (Sign.NAMED_FAILURE, "java.io.IOException: stream closed", "an exception to the rule"),
        (Sign.NAMED_FAILURE, "error[E0382]: borrow of moved value", "errors were found"),
        (Sign.WRAPPER, "The command has failed: exit code 1", "cannot open the file"),
        (Sign.FRAME, "    at Object.<anonymous> (/srv/app.js:1:7)", "noon: it broke"),
        (Sign.FRAME, '  File "/srv/app.py", line 3, in go', 'the File "app.py" is there'),
        (Sign.STATEMENT, 'raise ValueError("bad input")', "it raised ValueError"),
        (Sign.REPORT, '"message": "quota exceeded",', '"colour": "red",'),
        (Sign.CODE, "import torch", "important: torch"),
        (Sign.LOG, "10:00 INFO listening", "10:00 information"),
        (Sign.SENTENCE, "the build was fine until this morning", "exit 1"),
        (Sign.PERSONAL, "any idea what happened", "listening on 8080"),
        (Sign.QUOTED, 'title = "Connection refused"', "title Connection refused"),
    ),
)
def test_a_line_shows_a_sign_that_another_like_it_does_not(sign: Sign, line: str, other: str) -> None:
    assert sign in signs(line.encode())
    assert sign not in signs(other.encode())


def test_a_line_without_any_sign_shows_none() -> None:
    assert list(signs(b"8080")) == []


@pytest.mark.parametrize(
    ("text", "times"),
    ((b"if you see this error it means that the disk is full", 2), (b"the disk is full", 0)),
)
def test_texts_that_speak_of_failures_in_general_are_told(text: bytes, times: int) -> None:
    assert len(list(HYPOTHETICAL.finditer(text))) == times
