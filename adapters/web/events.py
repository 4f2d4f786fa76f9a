"""What comes in from the page and from programs, converted to the core's values."""

import json
import re
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qs

from bot.errors import InputError
from bot.events import Asked, File, Message, Person, Place, Vote, WrongMatch

PLACE = Place("web", "local", "general")
MAX_BYTES = 1024 * 1024
"""Limit of a message's text and files together, as UTF-8."""

_POST_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
_MENTION = re.compile(r"(?<![\w@./-])@errfix\b[:,]?[ \t]*", re.IGNORECASE)
_COMMAND = re.compile(r"\s*/errfix(?:\s+|\Z)", re.IGNORECASE)
_NEWLINE = re.compile(r"\r\n?")
# All but tab, newline and escape, which colours logs; the rest can only confuse a terminal or a database.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MAX_FILES = 10
_MAX_NAME = 80


class TooLargeError(InputError):
    """A message of more than MAX_BYTES."""


class EmptyError(InputError):
    """A message without a word."""


@dataclass(frozen=True, slots=True)
class Question:
    """A text handed to /api/match, and the language its card shall have."""

    text: str
    locale: str | None = None


def decode(body: bytes) -> dict[str, Any]:
    """A JSON object. Raise InputError for anything else, broken UTF-8 included."""
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        msg = "the body is not valid JSON in UTF-8"
        raise InputError(msg) from error
    if not isinstance(value, dict):
        msg = "the body must be a JSON object"
        raise InputError(msg)
    return value


def to_message(payload: dict[str, Any], author: Person) -> Message:
    """A new message. Raise TooLargeError, EmptyError or InputError.

    `@errfix` asks for an answer in the thread and `/errfix` for one that only the author sees; the text handed on is
    what stands beside them.
    """
    message_id = _field(payload, "id", str)
    if not _POST_ID.match(message_id):
        msg = "id must be 8 to 64 letters, digits or hyphens"
        raise InputError(msg)
    text, files = shown_text(payload), _files(payload)
    _check_size(text, files)
    command = _COMMAND.match(text)
    if command:
        return Message(PLACE, message_id, author, text[command.end() :], files, Asked.PRIVATELY)
    return _message(message_id, text, files, author)


def to_edit(payload: dict[str, Any], message_id: str, files: tuple[File, ...], author: Person) -> Message:
    """A message whose text was edited; its files stay. Raise TooLargeError, EmptyError or InputError."""
    text = shown_text(payload)
    _check_size(text, files)
    return _message(message_id, text, files, author)


def shown_text(payload: dict[str, Any]) -> str:
    """The text as the author wrote it, mention and all, for showing it in the channel."""
    return clean(_field(payload, "text", str, "")).strip("\n")


def to_vote(payload: dict[str, Any], answer_id: str, person: Person) -> Vote:
    value = _field(payload, "value", int)
    if isinstance(value, bool) or value not in {-1, 0, 1}:
        msg = "value must be 1, 0 or -1"
        raise InputError(msg)
    return Vote(answer_id, clean(_field(payload, "fix_id", str)), person, value)


def to_wrong_match(payload: dict[str, Any], answer_id: str, person: Person) -> WrongMatch:
    return WrongMatch(answer_id, person, withdrawn=_field(payload, "withdrawn", bool, default=False))


def to_question(body: bytes, content_type: str) -> Question:
    """The body of /api/match: JSON with `text` and perhaps `locale`, or the bare text as text/plain."""
    if content_type == "text/plain":
        text, locale = body.decode("utf-8", "replace"), None
    else:
        payload = decode(body)
        text, locale = _field(payload, "text", str), _field(payload, "locale", str, "") or None
    text = clean(text)
    _check_size(text, ())
    return Question(text, locale)


def to_password(body: bytes) -> str:
    """The password of the login form; empty where the body is no such form."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=5)
    except ValueError:
        return ""
    return fields.get("password", [""])[0]


def clean_name(value: str) -> str:
    """A display name on one line."""
    return " ".join(clean(value).split())[:40].strip()


def clean(text: str) -> str:
    """Text that any database, terminal and page can hold: no NUL or other control, no half of a character pair."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", _NEWLINE.sub("\n", text)))


def _message(message_id: str, text: str, files: tuple[File, ...], author: Person) -> Message:
    mentioned = bool(_MENTION.search(text))
    if not text.strip() and not files:
        msg = "the message is empty"
        raise EmptyError(msg)
    words = _MENTION.sub("", text) if mentioned else text
    return Message(PLACE, message_id, author, words, files, Asked.MENTION if mentioned else Asked.NO)


def _check_size(text: str, files: tuple[File, ...]) -> None:
    if len(text.encode()) + sum(len(file.text.encode()) for file in files) > MAX_BYTES:
        msg = "the message is larger than 1 MB"
        raise TooLargeError(msg)


def _files(payload: dict[str, Any]) -> tuple[File, ...]:
    listed = _field(payload, "files", list, [])
    if len(listed) > _MAX_FILES or not all(isinstance(item, dict) for item in listed):
        msg = f"files must be a list of up to {_MAX_FILES} objects with name and text"
        raise InputError(msg)
    files = (File(_file_name(_field(item, "name", str, "")), clean(_field(item, "text", str))) for item in listed)
    return tuple(file for file in files if file.text.strip())


def _file_name(value: str) -> str:
    return " ".join(clean(value).replace("\\", "/").rpartition("/")[2].split())[-_MAX_NAME:] or "file.txt"


_T = TypeVar("_T")
_REQUIRED: Any = object()


def _field(payload: dict[str, Any], name: str, kind: type[_T], default: _T = _REQUIRED) -> _T:
    value = payload.get(name)
    if value is None and default is not _REQUIRED:
        return default
    if not isinstance(value, kind):
        msg = f"{name} must be a {_KIND_NAMES[kind]}"
        raise InputError(msg)
    return value


_KIND_NAMES: dict[type, str] = {str: "string", int: "number", bool: "boolean", list: "list"}
