"""Slack's ways of writing a message down, as the plain text that its author meant."""

import re
from collections.abc import Iterator
from typing import Any

from adapters.slack.text import unescape

_ANGLES = re.compile(r"<([^<>]*)>")
_FENCE = "```"


def blocks_to_plain(blocks: Any) -> str | None:  # noqa: ANN401 - a payload's field, whatever came
    """The text of what a person typed; None where there is no rich text. Code blocks stand between ``` lines."""
    if not isinstance(blocks, list):
        return None
    texts = [_lines(block.get("elements")) for block in blocks if _is(block, "rich_text")]
    return "\n".join(texts).strip("\n") if texts else None


def markup_to_plain(text: str) -> str:
    """Slack's markup undone: what links, mentions and dates show, and entities as the characters they stand for."""
    return unescape(_ANGLES.sub(lambda found: _shown(found[1]), text))


def program_text(message: dict[str, Any]) -> str:
    """What a program wrote into a message outside its text: sections of blocks, and attachments with their fields."""
    parts = [*_block_texts(message.get("blocks"))]
    for attachment in _dicts(message.get("attachments")):
        parts += [attachment.get(name) for name in ("pretext", "title", "text")]
        parts += [field.get(name) for field in _dicts(attachment.get("fields")) for name in ("title", "value")]
        parts += _block_texts(attachment.get("blocks"))
        if not attachment.get("text") and not attachment.get("blocks"):
            parts.append(attachment.get("fallback"))
    return "\n".join(dict.fromkeys(markup_to_plain(part) for part in parts if isinstance(part, str) and part))


def _block_texts(blocks: Any) -> list[Any]:  # noqa: ANN401 - as above
    texts: list[Any] = []
    for block in _dicts(blocks):
        fields = [block.get("text"), *_dicts(block.get("fields"))]
        if block.get("type") == "context":
            fields += _dicts(block.get("elements"))
        texts += [field.get("text") for field in fields if isinstance(field, dict)]
        if block.get("type") == "rich_text":
            texts.append(_lines(block.get("elements")))
    return texts


def _lines(elements: Any) -> str:  # noqa: ANN401 - as above
    return "\n".join(_parts(elements))


def _parts(elements: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    for element in _dicts(elements):
        kind, inner = element.get("type"), element.get("elements")
        if kind == "rich_text_preformatted":
            yield f"{_FENCE}\n{_inline(inner).strip(chr(10))}\n{_FENCE}"
        elif kind == "rich_text_list":
            yield _lines(inner)
        elif kind in {"rich_text_section", "rich_text_quote"}:
            yield _inline(inner).removesuffix("\n")


def _inline(elements: Any) -> str:  # noqa: ANN401 - as above
    return "".join(_word(element) for element in _dicts(elements))


# What an element that is no text shows, by its type: what stands before the value, and the field that holds it.
_SHOWN = {
    "user": ("@", "user_id"),
    "usergroup": ("@", "usergroup_id"),
    "channel": ("#", "channel_id"),
    "broadcast": ("@", "range"),
    "date": ("", "fallback"),
    "color": ("", "value"),
}


def _word(element: dict[str, Any]) -> str:
    kind, style = element.get("type"), element.get("style")
    if kind == "text":
        text = unescape(str(element.get("text", "")))
        return f"`{text}`" if isinstance(style, dict) and style.get("code") and "\n" not in text else text
    if kind == "link":
        return unescape(str(element.get("text") or element.get("url", "")))
    if kind == "emoji":
        return f":{element.get('name', '')}:"
    before, name = _SHOWN.get(str(kind), ("", ""))
    return f"{before}{element.get(name) or ''}" if name else ""


def _shown(inside: str) -> str:
    """What stands between < and >, as readers see it."""
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return target
    if label or target.startswith("!date^"):
        return f"#{label}" if target.startswith("#") else label
    if target.startswith("!"):
        return "@" + target.removeprefix("!").removeprefix("subteam^")
    return target


def _dicts(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as above
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _is(block: Any, kind: str) -> bool:  # noqa: ANN401 - as above
    return isinstance(block, dict) and block.get("type") == kind
