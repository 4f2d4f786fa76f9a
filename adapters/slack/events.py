"""What comes in from Slack, converted to the core's values. Whatever is nobody's question becomes None."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.base.incoming import Incoming, Reacted
from adapters.slack.rich_text import blocks_to_plain, markup_to_plain, program_text
from adapters.slack.text import unescape
from bot.events import Asked, Message, Person, Place

PLATFORM = "slack"

_MESSAGES = {None, "file_share", "thread_broadcast", "me_message"}
_SLACKBOT = "USLACKBOT"
_THUMBS = {"+1": 1, "thumbsup": 1, "-1": -1, "thumbsdown": -1}
_OFFER = "bulb"


@dataclass(frozen=True, slots=True)
class Origin:
    """The workspace that an event belongs to, and who the bot is there."""

    workspace: str
    bot_user_id: str
    bot_id: str
    is_maintainer: Callable[[str], bool] = lambda _person_id: False

    def place(self, channel: str) -> Place:
        return Place(PLATFORM, self.workspace, channel)

    def person(self, person_id: str) -> Person:
        return Person(person_id, maintainer=self.is_maintainer(person_id))


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of a message, not downloaded yet."""

    id: str
    name: str = ""
    mimetype: str = ""
    filetype: str = ""
    mode: str = ""
    size: int = 0
    url: str = ""
    preview: str = ""
    must_ask: bool = False
    """Slack tells what the file is only when it is asked: it comes from another organization."""


SlackMessage = Incoming[FileRef]


def to_message(event: dict[str, Any], origin: Origin) -> SlackMessage | None:
    """A new message of a person, from a `message` or an `app_mention` event."""
    channel = _text(event, "channel")
    return _incoming(event, channel, origin, direct=_is_direct(event, channel))


def to_edit(event: dict[str, Any], origin: Origin) -> SlackMessage | None:
    """A message whose author changed what it says; None too where only a preview of a link was added."""
    if event.get("subtype") != "message_changed":
        return None
    after, before = _dict(event, "message"), _dict(event, "previous_message")
    if _is_tombstone(after) or (before and _content(before) == _content(after)):
        return None
    channel = _text(event, "channel")
    return _incoming(after, channel, origin, direct=_is_direct(event, channel))


def to_deletion(event: dict[str, Any], origin: Origin) -> tuple[Place, str] | None:
    """Where a message was deleted, and which. One with replies leaves a tombstone, which counts the same."""
    if event.get("subtype") == "message_deleted":
        deleted = _text(event, "deleted_ts") or _text(_dict(event, "previous_message"), "ts")
    elif event.get("subtype") == "message_changed" and _is_tombstone(_dict(event, "message")):
        deleted = _text(_dict(event, "message"), "ts")
    else:
        return None
    channel = _text(event, "channel")
    return (origin.place(channel), deleted) if channel and deleted else None


def to_reaction(event: dict[str, Any], origin: Origin) -> Reacted | None:
    """A reaction that means something to us, of somebody else than the bot."""
    item, person = _dict(event, "item"), _text(event, "user")
    name = _text(event, "reaction").partition("::")[0]  # without the skin tone
    value, opens = _THUMBS.get(name, 0), name == _OFFER
    if item.get("type") != "message" or not person or person == origin.bot_user_id or not (value or opens):
        return None
    channel, message_id = _text(item, "channel"), _text(item, "ts")
    if not channel or not message_id:
        return None
    removed = event.get("type") == "reaction_removed"
    return Reacted(origin.place(channel), message_id, message_id, origin.person(person), value, opens, removed)


def to_request(body: dict[str, Any], origin: Origin) -> SlackMessage | None:
    """A slash command: what follows it is the text."""
    channel, person, request_id = (_text(body, name) for name in ("channel_id", "user_id", "trigger_id"))
    if not channel or not person or not request_id:
        return None
    text = unescape(_text(body, "text"))
    return Incoming(Message(origin.place(channel), request_id, origin.person(person), text, asked=Asked.PRIVATELY))


def to_shortcut(body: dict[str, Any], origin: Origin) -> SlackMessage | None:
    """The message that somebody wants a fix for, whoever wrote it; the asker is who used the menu."""
    message = _dict(body, "message")
    channel, person = _text(_dict(body, "channel"), "id"), _text(_dict(body, "user"), "id")
    asked_at = _text(message, "ts") or _text(body, "message_ts")
    if not channel or not person or not asked_at:
        return None
    root = _text(message, "thread_ts") or asked_at
    said = _said(message, origin)
    program = program_text(message) if message.get("bot_id") or message.get("attachments") else ""
    text = "\n".join(part for part in dict.fromkeys((said, program)) if part)
    request_id = f"{asked_at}:{_text(body, 'action_ts') or _text(body, 'trigger_id')}"
    place, asker = origin.place(channel), origin.person(person)
    asked = Message(place, request_id, asker, text, asked=Asked.PRIVATELY, thread_id=root)
    return Incoming(asked, files=_files(message))


def to_file(data: dict[str, Any]) -> FileRef:
    size = data.get("size")
    return FileRef(
        id=_text(data, "id"),
        name=unescape(_text(data, "name") or _text(data, "title")),
        mimetype=_text(data, "mimetype"),
        filetype=_text(data, "filetype"),
        mode=_text(data, "mode"),
        size=size if isinstance(size, int) else 0,
        url=_text(data, "url_private_download") or _text(data, "url_private"),
        preview=unescape(_text(data, "preview")),
        must_ask=data.get("file_access") == "check_file_info",
    )


def _incoming(message: dict[str, Any], channel: str, origin: Origin, *, direct: bool) -> SlackMessage | None:
    person, message_id = _text(message, "user"), _text(message, "ts")
    if (
        message.get("subtype") not in _MESSAGES
        or not channel
        or not message_id
        or not person
        or person in {origin.bot_user_id, _SLACKBOT}
        or message.get("bot_id")
    ):
        return None
    text, files = _said(message, origin), _files(message)
    mentioned = _mentions(message, origin)
    if not text.strip() and not files and not mentioned:
        return None
    asked = Asked.PRIVATELY if direct else Asked.MENTION if mentioned else Asked.NO
    thread = _text(message, "thread_ts")
    return Incoming(
        Message(
            origin.place(channel),
            message_id,
            origin.person(person),
            text,
            asked=asked,
            thread_id=thread if thread and thread != message_id else None,
        ),
        direct,
        files,
    )


def _said(message: dict[str, Any], origin: Origin) -> str:
    """What a person said, without the mention that says it to the bot."""
    text = blocks_to_plain(message.get("blocks"))
    if text is None:
        text = markup_to_plain(_text(message, "text"))
    if not origin.bot_user_id:
        return text
    return re.sub(rf"(?<![\w@])@{re.escape(origin.bot_user_id)}\b[:,]?[ \t]*", "", text)


def _mentions(message: dict[str, Any], origin: Origin) -> bool:
    bot = origin.bot_user_id
    written = re.search(rf"<@{re.escape(bot)}(?:\|[^<>]*)?>", _text(message, "text")) if bot else None
    return message.get("type") == "app_mention" or written is not None


def _content(message: dict[str, Any]) -> tuple[str, str | None, tuple[str, ...]]:
    files = tuple(file.id for file in _files(message))
    return _text(message, "text"), blocks_to_plain(message.get("blocks")), files


def _files(message: dict[str, Any]) -> tuple[FileRef, ...]:
    files = message.get("files")
    if not isinstance(files, list):
        return ()
    return tuple(to_file(file) for file in files if isinstance(file, dict) and _text(file, "id"))


def _is_direct(event: dict[str, Any], channel: str) -> bool:
    return event.get("channel_type", "im" if channel.startswith("D") else None) in {"im", "app_home"}


def _is_tombstone(message: dict[str, Any]) -> bool:
    return message.get("subtype") == "tombstone"


def _dict(payload: dict[str, Any], name: str) -> dict[str, Any]:
    value = payload.get(name)
    return value if isinstance(value, dict) else {}


def _text(payload: dict[str, Any], name: str) -> str:
    value = payload.get(name)
    return value if isinstance(value, str) else ""
