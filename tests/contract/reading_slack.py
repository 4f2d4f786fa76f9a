"""Reads Block Kit as a person with eyes would."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.base.actions import Action
from adapters.slack.actions import from_action
from tests.adapters.slack.limits import Block
from tests.contract.values import Button, Shown

_PARAGRAPHS = {"rich_text_section", "rich_text_preformatted"}
_OURS = re.compile(r"\w+:\d+")


@dataclass(frozen=True)
class Where:
    """Where something is shown: a message, perhaps a private one, or a window."""

    ts: str = ""
    private: bool = False
    view: dict[str, Any] | None = None


def shown_in(blocks: list[Block], where: Where) -> Shown:
    parts = [part for part in walk(blocks) if _OURS.fullmatch(str(part.get("action_id")))]
    return Shown(_text(blocks), tuple(map(_button, parts)), where)


def _button(part: Block) -> Button:
    if part["type"] != "button":
        return Button(Action.LANGUAGE, native=part)
    meant = from_action(part)
    return Button(meant.action, meant.fix_id or "", meant.entry_id or "", part)


def _text(part: Any) -> str:  # noqa: ANN401 - any part of a message
    if isinstance(part, list):
        return "\n".join(filter(None, map(_text, part)))
    if part.get("type") in _PARAGRAPHS:
        return "".join(span["text"] for span in part["elements"])
    if part.get("type") == "mrkdwn":
        return html.unescape(re.sub(r"<[^|>]*\|([^>]*)>", r"\1", part["text"]))
    if isinstance(part.get("text"), str):
        return str(part["text"])
    inner = (part.get(name) for name in ("text", "elements", "accessory"))
    return "\n".join(filter(None, (_text(one) for one in inner if one)))


def walk(part: Any) -> Iterator[Block]:  # noqa: ANN401 - any part of a message
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from walk(inner)
