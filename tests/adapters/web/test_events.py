import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.events import (
    MAX_BYTES,
    PLACE,
    EmptyError,
    Question,
    TooLargeError,
    clean,
    clean_name,
    decode,
    shown_text,
    to_edit,
    to_message,
    to_password,
    to_question,
    to_vote,
    to_wrong_match,
)
from bot.errors import InputError
from bot.events import Asked, File, Message, Person, Vote, WrongMatch

ANN = Person("ann", "en")


def written(text: str, **more: object) -> dict[str, object]:
    return {"id": "post-0001", "text": text, **more}


def test_a_message_keeps_its_text_and_files() -> None:
    payload = written("help\r\nplease\n", files=[{"name": "C:\\logs\\app.log", "text": "boom"}])
    assert to_message(payload, ANN) == Message(PLACE, "post-0001", ANN, "help\nplease", (File("app.log", "boom"),))


@pytest.mark.parametrize(
    ("text", "asked", "words"),
    (
        ("boom", Asked.NO, "boom"),
        ("@errfix boom", Asked.MENTION, "boom"),
        ("boom, @ErrFix: please", Asked.MENTION, "boom, please"),
        ("mail me at bot@errfix.example", Asked.NO, "mail me at bot@errfix.example"),
        ("npm i @errfixer/core", Asked.NO, "npm i @errfixer/core"),
        ("/errfix boom", Asked.PRIVATELY, "boom"),
        ("/errfix\nboom", Asked.PRIVATELY, "boom"),
        ("/errfix", Asked.PRIVATELY, ""),
        ("cd /errfix && ls", Asked.NO, "cd /errfix && ls"),
        ("/errfixes", Asked.NO, "/errfixes"),
    ),
)
def test_a_mention_or_the_command_asks_and_is_not_part_of_the_question(text: str, asked: Asked, words: str) -> None:
    message = to_message(written(text), ANN)
    assert (message.asked, message.text) == (asked, words)


def test_the_channel_shows_the_mention() -> None:
    assert shown_text(written("@errfix boom")) == "@errfix boom"


def test_an_edited_message_keeps_its_files_and_is_never_private() -> None:
    files = (File("app.log", "boom"),)
    assert to_edit({"text": "/errfix x"}, "post-0001", files, ANN) == Message(
        PLACE, "post-0001", ANN, "/errfix x", files
    )


@pytest.mark.parametrize("text", ("", " \n\t", "\x00"))
def test_a_message_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(EmptyError):
        to_message(written(text), ANN)


def test_a_message_of_one_megabyte_is_taken_and_a_byte_more_is_not() -> None:
    half = "é" * (MAX_BYTES // 4)
    files = [{"name": "a.log", "text": half}]
    assert len(to_message(written(half, files=files), ANN).full_text) == MAX_BYTES // 2 + 2
    with pytest.raises(TooLargeError):
        to_message(written(half + "x", files=files), ANN)


@pytest.mark.parametrize(
    ("change", "sentence"),
    (
        ({"id": "../../etc"}, "id must be 8 to 64 letters, digits or hyphens"),
        ({"id": None}, "id must be a string"),
        ({"text": 7}, "text must be a string"),
        ({"files": "a.log"}, "files must be a list"),
        ({"files": ["a.log"]}, "files must be a list of up to 10 objects with name and text"),
        ({"files": [{"name": "a.log"}]}, "text must be a string"),
        ({"files": [{"name": "a", "text": "b"}] * 11}, "files must be a list of up to 10 objects with name and text"),
    ),
)
def test_a_malformed_message_is_refused_with_a_sentence(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        to_message({**written("boom"), **change}, ANN)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("value", "expected"),
    ((1, Vote("a1", "f1", ANN, 1)), (0, Vote("a1", "f1", ANN, 0)), (-1, Vote("a1", "f1", ANN, -1))),
)
def test_a_vote_names_answer_fix_and_value(value: int, expected: Vote) -> None:
    assert to_vote({"fix_id": "f1", "value": value}, "a1", ANN) == expected


@pytest.mark.parametrize("value", (2, -2, True, "1", None, 1.0))
def test_any_other_vote_is_refused(value: object) -> None:
    with pytest.raises(InputError):
        to_vote({"fix_id": "f1", "value": value}, "a1", ANN)


def test_a_wrong_match_can_be_withdrawn() -> None:
    assert to_wrong_match({}, "a1", ANN) == WrongMatch("a1", ANN)
    assert to_wrong_match({"withdrawn": True}, "a1", ANN) == WrongMatch("a1", ANN, withdrawn=True)


def test_a_question_comes_as_json_or_as_bare_text() -> None:
    body = json.dumps({"text": "boom", "locale": "zh-CN"}).encode()
    assert to_question(body, "application/json") == Question("boom", "zh-CN")
    assert to_question(b"boom \xff", "text/plain") == Question("boom \ufffd")


def test_a_question_of_more_than_one_megabyte_is_refused() -> None:
    with pytest.raises(TooLargeError):
        to_question(b"x" * (MAX_BYTES + 1), "text/plain")


@pytest.mark.parametrize(
    "body", (b"", b"{", b"\xff\xfe{}", b"[1]", b"null", b"[" * 100_000, b'{"n": ' + b"9" * 5000 + b"}")
)
def test_what_is_no_json_object_in_utf8_is_refused(body: bytes) -> None:
    with pytest.raises(InputError):
        decode(body)


@pytest.mark.parametrize(
    ("body", "password"),
    (
        (b"password=correct+horse", "correct horse"),
        (b"password=%C3%A9", "é"),
        (b"other=1", ""),
        (b"\xff\xfe", ""),
        (b"a=1&" * 50 + b"password=x", ""),
    ),
)
def test_the_login_form_holds_a_password(body: bytes, password: str) -> None:
    assert to_password(body) == password


def test_cleaning_removes_what_no_database_or_terminal_takes() -> None:
    assert clean("a\x00b\x07\ud83dc\r\nd\re\t\x1b[31m") == "ab\ufffdc\nd\ne\t\x1b[31m"


@given(st.text(st.characters(), max_size=200))
def test_cleaned_text_is_always_valid_utf8_and_clean_already(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned.encode().decode()) == cleaned


def test_a_name_is_short_and_on_one_line() -> None:
    assert clean_name("  Ann\n\tLee ") == "Ann Lee"
    assert len(clean_name("x" * 100)) == 40
