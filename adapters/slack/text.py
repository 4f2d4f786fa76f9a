"""Slack's way with text: what must be escaped, and cutting what is."""

import re

from adapters.base.text import ELLIPSIS, clip, one_line

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CONTROL = re.compile(r"[&<>]")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_PLAIN = {"amp": "&", "lt": "<", "gt": ">"}


def escape(text: str) -> str:
    """The text for a mrkdwn field: no mention, link or entity in it means anything."""
    return _CONTROL.sub(lambda found: _ESCAPES[found[0]], text)


def unescape(text: str) -> str:
    """What somebody wrote, from the way Slack hands it on."""
    return _ENTITY.sub(lambda found: _PLAIN[found[1]], text)


def escape_within(text: str, max_bytes: int) -> str:
    """The text escaped, cut between characters to at most `max_bytes` of UTF-8."""
    whole = escape(text)
    if len(whole.encode()) <= max_bytes:
        return whole
    room = max_bytes - len(ELLIPSIS.encode())
    kept = []
    for character in text:
        shown = _ESCAPES.get(character, character)
        room -= len(shown.encode())
        if room < 0:
            break
        kept.append(shown)
    return "".join(kept).rstrip() + ELLIPSIS


def code(text: str, limit: int) -> str:
    """One line as a mrkdwn code span: the one form of mrkdwn in which no other character is markup."""
    return f"`{escape(clip(one_line(text).replace('`', 'ˋ'), limit))}`"


def link(url: str, label: str) -> str:
    """A mrkdwn link."""
    address = url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    return f"<{address}|{escape(one_line(label).replace('|', '¦'))}>"
