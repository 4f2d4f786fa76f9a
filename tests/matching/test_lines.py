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
        ("#14 1.874 pg.go:11:2: missing go.sum entry for module", Kind.ERROR),
        ('#14 ERROR: process "/bin/sh -c make" did not complete', Kind.ERROR),
        ("#0 /var/www/app/Client.php(57): json_decode('x')", Kind.FRAME),
        ("#1  0x00007f2a in main () at main.c:3", Kind.FRAME),
        ("#0      _Home.build (package:app/home.dart:12:3)", Kind.FRAME),
        ("#2 {main}", Kind.FRAME),
        (" ---> System.Net.Sockets.SocketException (111): Connection refused", Kind.ERROR),
        ("   |  ^^^^ expected `u8`, found `i8`", Kind.FRAME),
        ("-------------------------------", Kind.FRAME),
        ('details = "DNS resolution failed for https://a.example"', Kind.ERROR),
        ('time="2024-10-02T06:31:15Z" level=fatal msg="records retrieval failed"', Kind.ERROR),
        ('"Error syncing pod, skipping" err="failed to start"', Kind.ERROR),
        ('"Description": "Launching failed: not enough capacity",', Kind.ERROR),
        ("interface conversion: interface {} is nil, not *auth.Claims", Kind.DETAIL),
        ("function uuid_generate_v4() does not exist", Kind.ERROR),
        ("package kobuki_node not found", Kind.ERROR),
        ("Controller.forward() called after Controller.dispose()", Kind.DETAIL),
        ("No files were found with the provided path", Kind.ERROR),
        ("Abruf der Preisliste fehlgeschlagen", Kind.ERROR),
        ("import torch", Kind.CODE),
        ("def run(self, name):", Kind.CODE),
        ("public void run() {", Kind.CODE),
        ("export default function Page() {", Kind.CODE),
        ("class Repo(Base):", Kind.CODE),
        ("const plan = await load(id);", Kind.CODE),
        ("use std::collections::HashMap;", Kind.CODE),
        ("client.connect(host, retries=(1, 2))", Kind.CODE),
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


@pytest.mark.parametrize(
    ("line", "said"),
    (
        ("the pods keep failing since this morning", True),
        ("10:00:00 INFO the server is up and running", False),
        ("it says the value is not a number", True),
        ('message = "the value is not a valid number"', False),
        ("    at Object.run of the very last module (/srv/app.js:1:7)", False),
    ),
)
def test_a_sentence_outside_code_may_be_a_person_s(line: str, *, said: bool) -> None:
    assert classify(line, own_words=True).said is said
    assert not classify(line, own_words=False).said


def test_lines_that_open_or_end_a_statement_have_the_shape_of_code() -> None:
    shaped = ("server {", "listen 80;", "  .retry(3)", "});", "// a comment")
    plain = ("fatal: bad object HEAD", "(it works here)", "see the log")

    assert [classify(line, own_words=False).shaped for line in (*shaped, *plain)] == [True] * 5 + [False] * 3


def test_lists_headings_and_tables_are_marked_up() -> None:
    marked = ("## Runbook", "- restart it", "2. call somebody", "| service | errors |", "Q: what is this?")
    plain = ("fatal: bad object HEAD", "-bash: x: command not found", "#14 DONE 0.3s")

    assert [classify(line, own_words=True).marked_up for line in (*marked, *plain)] == [True] * 5 + [False] * 3


def test_the_pasted_line_is_kept_beside_the_stripped_one() -> None:
    line = classify("web_1 | Error: boom", own_words=False)

    assert (line.raw, line.text) == ("web_1 | Error: boom", "Error: boom")
