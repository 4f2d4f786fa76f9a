import pytest

from bot.matching.lines import Kind, classify, strip_prefix


@pytest.mark.parametrize(
    "prefixed",
    (
        "2024-05-01T10:00:00.123Z boom",
        "[2024-05-01 10:00:00,123] boom",
        "Jul 23 09:28:33 boom",
        "web_1  | boom",
        "[rank7]: boom",
        "E0727 18:09:24.847396       1 reflector.go:126] boom",
        "E/flutter (10548): boom",
        "[   71.004112] boom",
        "#12 3.456 boom",
        "##[error] boom",
        "│ boom │",
        "> boom",
        "10:15:02 web_1  | boom",
        "boom",
    ),
)
def test_what_stands_before_the_message_is_stripped(prefixed: str) -> None:
    assert strip_prefix(prefixed) == "boom"


@pytest.mark.parametrize(
    ("line", "kind"),
    (
        ("ValueError: bad input", Kind.ERROR),
        ("fatal: not a git repository", Kind.ERROR),
        ("error[E0382]: borrow of moved value", Kind.ERROR),
        ("Permission denied (publickey).", Kind.ERROR),
        ("make: *** [Makefile:3: all] Error 1 (process exited with code 2)", Kind.WRAPPER),
        ("npm ERR! code ELIFECYCLE", Kind.WRAPPER),
        ('  File "/srv/app.py", line 3, in <module>', Kind.FRAME),
        ("    at Object.<anonymous> (/srv/app.js:1:7)", Kind.FRAME),
        ("    at async Promise.all (index 0)", Kind.FRAME),
        ("    at processTicks (node:internal/process:95:5)", Kind.FRAME),
        ("    at /srv/app.js:1:7", Kind.FRAME),
        ("    at org.acme.Job.run(Native Method)", Kind.FRAME),
        ("   at Acme.Job.Run(String name) in C:\\src\\Job.cs:line 3", Kind.FRAME),
        ("import torch", Kind.CODE),
        ("diff --git a/x b/x", Kind.CODE),
        ("10:00:00 INFO listening on :8080", Kind.LOG),
        ("Requirement already satisfied", Kind.DETAIL),
    ),
)
def test_a_program_s_line_is_what_it_looks_like(line: str, kind: Kind) -> None:
    assert classify(line, own_words=False).kind is kind


@pytest.mark.parametrize(
    ("line", "kind"),
    (
        ("since this morning my pods are gone, any idea what happened?", Kind.PROSE),
        ("为什么今天构建一直失败", Kind.PROSE),
        ("KeyError: 'name'", Kind.ERROR),
        ("at noon it broke: connection refused", Kind.ERROR),
        ("at 10:30 the server crashed", Kind.ERROR),
        ("got econnrefused again", Kind.ERROR),
        ("the entity reached production (enough of it)", Kind.DETAIL),
    ),
)
def test_a_person_s_sentence_is_told_from_a_pasted_error(line: str, kind: Kind) -> None:
    assert classify(line, own_words=True).kind is kind


def test_the_pasted_line_is_kept_beside_the_stripped_one() -> None:
    line = classify("web_1 | Error: boom", own_words=False)

    assert (line.raw, line.text) == ("web_1 | Error: boom", "Error: boom")
