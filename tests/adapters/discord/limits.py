"""Discord's rules for a message of components: its own description of them, and what that leaves out."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from discord.ui import LayoutView

from adapters.discord.actions import TEMPLATE
from tests.adapters.discord import openapi

Component = dict[str, Any]

with_spec = pytest.mark.skipif(not openapi.SPEC.exists(), reason=f"there is no {openapi.SPEC.name} in ../shared/specs")

MAX_COMPONENTS = 40
MAX_TEXT = 4000
COMPONENTS_V2 = 1 << 15
ROW, BUTTON, SECTION, TEXT, SEPARATOR, CONTAINER = 1, 2, 9, 10, 14, 17
# What each type may hold; anything else is a mistake of ours.
_FIELDS = {
    ROW: {"components"},
    BUTTON: {"style", "disabled", "label", "custom_id"},
    SECTION: {"components", "accessory"},
    TEXT: {"content"},
    SEPARATOR: {"divider", "spacing"},
    CONTAINER: {"components", "accent_color", "spoiler"},
}
_HOLDS = {
    None: {CONTAINER, TEXT},
    CONTAINER: {ROW, SECTION, TEXT, SEPARATOR},
    ROW: {BUTTON},
    SECTION: {TEXT},
}
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")

# In the order in which Discord reads a text.
_BLOCK = re.compile(r"```(?:[a-z0-9_+\-.#]+\n)?\n*[^\n].*?\n*```", re.IGNORECASE | re.DOTALL)
_QUIET = re.compile(
    r"\\[^0-9A-Za-z\s]"  # a letter without a meaning
    r"|(`+)(?:.*?[^`])\1(?!`)"  # code
    r"|<https?://[^ <>\n]+>"  # an address that one sees
    r"|\[(?:\\.|[^\[\]\\<`*_])+\]\(<https?://[^ <>\n]+>\)",  # a link of ours
    re.DOTALL,
)
_LOUD = re.compile(
    r"@(?:everyone|here|[!&]?\d)|[<\[`|~_]|://|:[\w+-]+:|^[ \t]*(?:>|\d+[.)])", re.MULTILINE | re.IGNORECASE
)


def components_of(view: LayoutView) -> list[Component]:
    """What discord.py sends of a message."""
    components: list[Component] = view.to_components()  # type: ignore[no-untyped-call]
    return components


def problems_of(view: LayoutView) -> list[str]:
    """What Discord would refuse of a message, or show otherwise than it is meant."""
    components = components_of(view)
    found = [*_whole_problems(components), *(said for part in components for said in _part_problems(part, None))]
    if view.content_length() > MAX_TEXT:
        found.append(f"discord.py counts {view.content_length()} characters")
    if view.timeout is not None:
        found.append("the buttons stop working")
    return found


def spec_problems(view: LayoutView) -> list[str]:
    """What Discord's own description of its API says against a message."""
    body = {"components": components_of(view), "flags": COMPONENTS_V2}
    return openapi.problems("POST", "/channels/1/messages", body)


def _whole_problems(components: list[Component]) -> Iterator[str]:
    parts = list(walk(components))
    if not 0 < len(parts) <= MAX_COMPONENTS:
        yield f"{len(parts)} components"
    if (length := sum(len(part["content"]) for part in parts if part["type"] == TEXT)) > MAX_TEXT:
        yield f"texts of {length} characters"
    ids = [part["custom_id"] for part in parts if part["type"] == BUTTON]
    if len(ids) != len(set(ids)):
        yield f"a custom_id twice: {ids}"
    if _LONE_SURROGATE.search(json.dumps(components, ensure_ascii=False)):
        yield "half a character"


def _part_problems(part: Component, holder: int | None) -> Iterator[str]:
    kind = part["type"]
    if kind not in _HOLDS[holder]:
        yield f"a component of type {kind} in one of type {holder}"
    if extra := set(part) - _FIELDS.get(kind, set()) - {"type"}:
        yield f"a component of type {kind} with {sorted(extra)}"
    if kind == TEXT:
        yield from _text_problems(part["content"])
    elif kind == BUTTON:
        yield from _button_problems(part)
    most = {ROW: 5, SECTION: 3}.get(kind, MAX_COMPONENTS)
    if "components" in part and not 0 < len(part["components"]) <= most:
        yield f"a component of type {kind} with {len(part['components'])} in it"
    for inner in part.get("components", []):
        yield from _part_problems(inner, kind)
    if "accessory" in part:
        yield from _part_problems(part["accessory"], ROW)


def _button_problems(button: Component) -> Iterator[str]:
    if not (button["label"].strip() and len(button["label"]) <= 80):
        yield f"a button called {button['label']!r}"
    if len(button["custom_id"]) > 100 or not TEMPLATE.fullmatch(button["custom_id"]):
        yield f"a button with the custom_id {button['custom_id']!r}"


def _text_problems(content: str) -> Iterator[str]:
    if not re.sub(r"(?m)^(?:#+|-#|-) ?|[*\s]", "", content):
        yield f"the text {content!r} says nothing"
    read = _QUIET.sub("·", _BLOCK.sub("·", content))
    if found := _LOUD.search(read):
        yield f"{found[0]!r} means something in {content!r}"
    if read.count("**") % 2 or "***" in read or "*" in read.replace("**", ""):
        yield f"unbalanced stars in {content!r}"
    if any(not line.startswith(("### ", "-# ")) for line in read.split("\n") if re.match(r"[ \t]*-?#", line)):
        yield f"a heading in {content!r}"


def walk(components: list[Component]) -> Iterator[Component]:
    for part in components:
        yield part
        yield from walk(part.get("components", []))
        yield from walk([part["accessory"]] if "accessory" in part else [])


def texts_of(view: LayoutView) -> list[str]:
    """The texts as they are sent, in order."""
    return [part["content"] for part in walk(components_of(view)) if part["type"] == TEXT]


def visible(view: LayoutView) -> str:
    """All the words that a message shows, in order, without its markup."""
    said = re.sub(r"\\([^0-9A-Za-z\s])|\*\*|(?m:^)(?:### |-# )", r"\1", "\n".join(texts_of(view)))
    return "\n".join([said, *(button["label"] for button in buttons_of(view))])


def buttons_of(view: LayoutView) -> list[Component]:
    return [part for part in walk(components_of(view)) if part["type"] == BUTTON]
