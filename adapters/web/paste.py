"""A message's text in parts to show: the person's own words, and what they pasted, folded where it is long."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^```[^\n`]*\n(?P<code>.*?)(?:\n```[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_OUTPUT = re.compile(
    r"\b\w*(?:Error|Exception|Traceback|ERR!?)\b|\b(?:error|fatal|failed|warning|panic)\b.*:"
    r"|^\s+at |\w:\d+|[\w/\\]+[/\\]\w+|^[$#>] ",
    re.IGNORECASE,
)
"""What gives away a line that a program printed, or a prompt."""
_HEAD_LINES = 9
_TAIL_LINES = 4
_SPARED_LINES = 4
"""Fewer hidden lines than this are not worth a click."""
_MAX_LINE = 500


@dataclass(frozen=True, slots=True)
class Part:
    """Words or code. Where lines are left out, `tail` follows them; `hidden` counts them."""

    text: str
    is_code: bool
    hidden: int = 0
    tail: str = ""
    shortened: bool = False
    """Whether anything is left out, within long lines too."""


def parts(text: str, *, full: bool = False, code: bool = False) -> list[Part]:
    """The parts of a text; `full` leaves nothing out, `code` says that all of it is pasted."""
    if not text.strip():
        return []
    if code:
        return [_folded(text, is_code=True, full=full)]
    found: list[Part] = []
    position = 0
    for fence in _FENCE.finditer(text):
        found += _unfenced(text[position : fence.start()], full=full)
        found.append(_folded(fence["code"], is_code=True, full=full))
        position = fence.end()
    return found + _unfenced(text[position:], full=full)


def _unfenced(text: str, *, full: bool) -> list[Part]:
    """The words before the first line that looks like a program's output, and the rest."""
    lines = text.strip("\n").split("\n")
    first = next((number for number, line in enumerate(lines) if _OUTPUT.search(line[:_MAX_LINE])), len(lines))
    words, output = "\n".join(lines[:first]).strip(), "\n".join(lines[first:])
    found = [_folded(words, is_code=False, full=full)] if words else []
    return [*found, _folded(output, is_code=True, full=full)] if output.strip() else found


def _folded(text: str, *, is_code: bool, full: bool) -> Part:
    if full:
        return Part(text, is_code)
    lines = text.split("\n")
    hidden = len(lines) - _HEAD_LINES - _TAIL_LINES
    if hidden < _SPARED_LINES:
        hidden = 0
    head, tail = (lines[:_HEAD_LINES], lines[-_TAIL_LINES:]) if hidden else (lines, [])
    shown = [line if len(line) <= _MAX_LINE else f"{line[:_MAX_LINE]} …" for line in head + tail]
    return Part(
        "\n".join(shown[: len(head)]),
        is_code,
        hidden,
        "\n".join(shown[len(head) :]),
        shortened=bool(hidden) or any(len(line) > _MAX_LINE for line in head + tail),
    )
