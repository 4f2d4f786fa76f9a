"""Slack's rules for what an app sends, as strict as Slack: slack_sdk's own checks and all that they leave out."""

import json
import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View

from adapters.slack.render import Rendered

Block = dict[str, Any]

MAX_MESSAGE = 13_200
MAX_VIEW = 250_000
_TEXT_LIMITS = {"header": 150, "section": 3000, "button": 75, "option": 75, "title": 24, "close": 24, "context": 2000}
# What each type may hold; anything else is a mistake of ours that Slack answers with invalid_blocks.
_FIELDS = {
    "header": {"text"},
    "divider": set[str](),
    "section": {"text", "accessory"},
    "context": {"elements"},
    "actions": {"elements"},
    "rich_text": {"elements"},
    "button": {"action_id", "text", "value", "accessibility_label", "style"},
    "static_select": {"action_id", "options", "initial_option"},
    "plain_text": {"text", "emoji"},
    "mrkdwn": {"text", "verbatim"},
    "rich_text_section": {"elements"},
    "rich_text_preformatted": {"elements"},
    "rich_text_list": {"elements", "style"},
    "text": {"text", "style"},
    "link": {"url", "text"},
}
_HOLDS = {
    "message": {"header", "divider", "section", "context", "actions", "rich_text"},
    "context": {"plain_text", "mrkdwn"},
    "actions": {"button", "static_select"},
    "rich_text": {"rich_text_section", "rich_text_preformatted", "rich_text_list"},
    "rich_text_list": {"rich_text_section"},
    "rich_text_section": {"text", "link"},
    "rich_text_preformatted": {"text"},
}
_MOST = {"context": 10, "actions": 25}
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Where a mrkdwn text means more than its letters.
_REFERENCE = re.compile(r"<([^>]*)>")
_OUR_LINK = re.compile(r"https?://[^|\s]+\|[^|]+\Z")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_CODE = re.compile(r"`[^`\n]+`")


def problems_of(rendered: Rendered) -> list[str]:
    """What Slack would refuse of a message, or show otherwise than it is meant."""
    return [*_fallback_problems(rendered.text), *_block_problems(rendered.blocks, most=50, length=MAX_MESSAGE)]


def problems_of_view(view: dict[str, Any]) -> list[str]:
    """The same for a modal or an app home."""
    found = list(_block_problems(view["blocks"], most=100, length=MAX_VIEW))
    found += [f"{part} is {view[part]}" for part in ("title", "close") if part in view and _bad_text(view[part], part)]
    known = {"modal": {"type", "title", "close", "blocks"}, "home": {"type", "blocks"}}[view["type"]]
    if set(view) != known:
        found.append(f"the fields of a {view['type']} are {sorted(view)}")
    try:
        # One of the blocks will do: each was looked at above.
        View(**{**view, "blocks": view["blocks"][:1]}).validate_json()
    except SlackObjectFormationError as error:
        found.append(str(error))
    return found


def _fallback_problems(text: str) -> Iterator[str]:
    if not text.strip():
        yield "the fallback text is empty"
    if len(text.encode("utf-8", "surrogatepass")) > 4000:
        yield "the fallback text is over 4,000 bytes"
    if _LONE_SURROGATE.search(text):
        yield "the fallback text has half a character"
    if _REFERENCE.search(text) or "<" in text or "&" in _ENTITY.sub("", text):
        yield "the fallback text is not escaped"


def _block_problems(blocks: list[Block], *, most: int, length: int) -> Iterator[str]:
    if not 0 < len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    written = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    if len(written) > length:
        yield f"blocks of {len(written)} characters"
    if _LONE_SURROGATE.search(written):
        yield "half a character"
    for block in blocks:
        yield from _sdk_problems(block)
        yield from _part_problems(block, "message")
    ids = [element["action_id"] for element in _walk(blocks) if "action_id" in element]
    if len(ids) != len(set(ids)):
        yield f"an action_id twice: {ids}"


def _sdk_problems(block: Block) -> Iterator[str]:
    parsed = SdkBlock.parse(block)
    if parsed is None:
        yield f"a block that slack_sdk does not know: {block}"
        return
    try:
        parsed.validate_json()
    except SlackObjectFormationError as error:
        yield str(error)


def _part_problems(part: Block, holder: str) -> Iterator[str]:
    kind = part["type"]
    if kind not in _HOLDS.get(holder, {kind}):
        yield f"a {kind} in a {holder}"
    if extra := set(part) - _FIELDS.get(kind, set()) - {"type"}:
        yield f"a {kind} with {sorted(extra)}"
    if kind in {"plain_text", "mrkdwn"}:
        yield from _shown_problems(part, holder)
    elif "text" in part:
        yield from _text_problems(part, kind)
    if kind in _MORE_RULES:
        yield from _MORE_RULES[kind](part)
    if not 0 < len(part.get("elements", "-")) <= _MOST.get(kind, 1000):
        yield f"a {kind} of {len(part['elements'])} elements"
    for element in part.get("elements", []):
        yield from _part_problems(element, kind)
    if "accessory" in part:
        yield from _part_problems(part["accessory"], "actions")


def _button_problems(button: Block) -> Iterator[str]:
    if not (0 < len(button["value"]) <= 2000 and 0 < len(button["action_id"]) <= 255):
        yield f"a button with the value {button['value']!r}"
    if not 0 < len(button.get("accessibility_label", "-")) <= 75:
        yield f"a button called {button['accessibility_label']!r}"


def _link_problems(link: Block) -> Iterator[str]:
    if not re.match(r"https?://[^\s/]", link["url"]):
        yield f"a link to {link['url']}"


def _menu_problems(menu: Block) -> Iterator[str]:
    if not 0 < len(menu["options"]) <= 100 or menu["initial_option"] not in menu["options"]:
        yield f"a menu of {menu['options']}"
    for option in menu["options"]:
        if _bad_text(option["text"], "option") or not 0 < len(option["value"]) <= 150:
            yield f"an option {option}"


_MORE_RULES = {"button": _button_problems, "link": _link_problems, "static_select": _menu_problems}


def _text_problems(part: Block, kind: str) -> Iterator[str]:
    if isinstance(part["text"], str):
        if not part["text"]:
            yield f"a {kind} without text"
    else:
        yield from _shown_problems(part["text"], kind)


def _shown_problems(text: Block, kind: str) -> Iterator[str]:
    if extra := set(text) - _FIELDS[text["type"]] - {"type"}:
        yield f"a {text['type']} with {sorted(extra)}"
    if _bad_text(text, kind):
        yield f"a {kind} with the text {text['text']!r}"
    if text["type"] == "mrkdwn":
        yield from _mrkdwn_problems(text)


def _bad_text(text: Block, kind: str) -> bool:
    return not text["text"].strip() or len(text["text"]) > _TEXT_LIMITS[kind]


def _mrkdwn_problems(text: Block) -> Iterator[str]:
    """In mrkdwn, nothing foreign stands outside of code and of links' labels, and no reference leads but to the web."""
    shown = text["text"]
    if any(not _OUR_LINK.match(found) for found in _REFERENCE.findall(shown)):
        yield f"a reference in {shown!r}"
    rest = _CODE.sub("", _REFERENCE.sub("", shown))
    if re.search(r"[<>*_~`]", rest) or "&" in _ENTITY.sub("", _REFERENCE.sub("", shown)):
        yield f"markup in {shown!r}"
    if not text.get("verbatim"):
        yield "mrkdwn that links by itself"


def _walk(part: Any) -> Iterator[Block]:  # noqa: ANN401 - any part of a payload
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _walk(value)
    elif isinstance(part, list):
        for item in part:
            yield from _walk(item)


def visible(rendered: list[Block]) -> str:
    """All the words that blocks show, in order."""
    return "\n".join(part["text"] for part in _walk(rendered) if isinstance(part.get("text"), str))


def buttons_of(rendered: list[Block]) -> list[Block]:
    return [part for part in _walk(rendered) if part.get("type") == "button"]


def spans(part: Block) -> list[Block]:
    """The texts and links of a block of rich text, in order."""
    inner = part.get("elements", [])
    return [*([part] if part["type"] in {"text", "link"} else []), *(span for one in inner for span in spans(one))]
