"""Block Kit's pieces, each within its limit.

What comes from an entry, a paste or a person stands in rich text and plain text, which Slack never reads as markup.
mrkdwn is used for links and code in small print alone.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from adapters.base.actions import Action
from adapters.base.text import clean, clip, is_web_url, one_line, sendable
from adapters.slack.actions import to_action_id

Block = dict[str, Any]

_HEADER = 150
_SECTION = 3000
_BUTTON = 75
_MAX_CONTEXT = 10
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def size(blocks: list[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def header(text: str) -> Block:
    return {"type": "header", "text": plain(one_line(text), _HEADER)}


def divider() -> Block:
    return {"type": "divider"}


def section(text: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": plain(text, _SECTION)}
    return {**block, "accessory": accessory} if accessory else block


def context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements[:_MAX_CONTEXT])}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def plain(text: str, limit: int, *, emoji: bool = False) -> Block:
    return {"type": "plain_text", "text": clip(clean(text), limit), "emoji": emoji}


def mrkdwn(text: str) -> Block:
    """Markup of our own making. `verbatim`: names and addresses in it become no links by themselves."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


class Buttons:
    """Makes the buttons of one message, each with an id of its own."""

    def __init__(self, first: int = 1) -> None:
        self._next = first

    def button(
        self, action: Action, text: str, value: str, *, label: str | None = None, style: str | None = None
    ) -> Block:
        """A button; `label` is what a screen reader says in place of the text."""
        made: Block = {
            "type": "button",
            "action_id": self.next_id(action),
            "text": plain(text, _BUTTON, emoji=True),
            "value": value,
        }
        if label:
            made["accessibility_label"] = clip(one_line(label), _BUTTON)
        if style:
            made["style"] = style
        return made

    def next_id(self, action: Action) -> str:
        number, self._next = self._next, self._next + 1
        return to_action_id(action, number)


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def line(*spans: Iterable[Block]) -> Block:
    """A paragraph of rich text."""
    return {"type": "rich_text_section", "elements": [span for part in spans for span in part]}


def bullets(items: Iterable[Block]) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def preformatted(text: str) -> Block:
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}


def words(text: str, **style: bool) -> list[Block]:
    """Text as it is; nothing for an empty one."""
    span: Block = {"type": "text", "text": sendable(text)}
    if style:
        span["style"] = style
    return [span] if span["text"] else []


def prose(text: str, **style: bool) -> list[Block]:
    """Text with what stands between backticks set as code."""
    spans, position = [], 0
    for found in _CODE.finditer(text):
        spans += words(text[position : found.start()], **style)
        spans += words(found[1], **style, code=True)
        position = found.end()
    return [*spans, *words(text[position:], **style)]


def web_link(url: str, text: str) -> list[Block]:
    """A link, or the bare words where the address is none that a link may lead to."""
    shown = one_line(text)
    return [{"type": "link", "url": url, "text": shown or url}] if is_web_url(url) else words(shown)
