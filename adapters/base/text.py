"""Text for any chat platform: what no message can show, cutting to length, and addresses."""

import re
from urllib.parse import urlsplit

ELLIPSIS = "…"

_MAX_URL = 2000
_SHORT_URL = 48
# Controls, halves of a character pair, and the invisible marks that reorder a text.
_UNSENDABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# What belongs to the character before it: combining marks, variation selectors, joiners, skin tones.
_ATTACHED = re.compile(r"[\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
# Our own command with what follows it, as help texts show it.
_COMMAND = re.compile(r"(?:(?<=: )|(?<=：)|^)/errfix [^:：`\n]+", re.MULTILINE)


def sendable(text: str) -> str:
    """The text without what no message can show, with plain line ends."""
    return _UNSENDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(text: str) -> str:
    """The same without blanks around it."""
    return sendable(text).strip()


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def clip(text: str, limit: int) -> str:
    """The text in at most `limit` characters, with "…" where something is missing."""
    if len(text) <= limit:
        return text
    end = limit - len(ELLIPSIS)
    while end > 0 and _ATTACHED.match(text[end]):
        end -= 1
    return text[:end].rstrip("\u200d ") + ELLIPSIS


def clip_lines(text: str, lines: int, limit: int) -> str:
    """The first `lines` lines in at most `limit` characters; "…" stands for the rest."""
    kept = text.split("\n")
    if len(kept) > lines:
        text = "\n".join([*kept[:lines], ELLIPSIS])
    return clip(text, limit)


def marked(warning: str) -> str:
    """A warning with its sign; empty for none."""
    said = clean(warning)
    return f"⚠️ {said}" if said else ""


def with_commands(text: str) -> str:
    """A help text with our own commands between backticks."""
    return _COMMAND.sub(r"`\g<0>`", text)


def is_web_url(url: str) -> bool:
    """Whether it is an address that a link may lead to."""
    if len(url) > _MAX_URL or re.search(r"\s", url) or clean(url) != url:
        return False
    try:
        split = urlsplit(url)
    except ValueError:
        return False
    return split.scheme in {"http", "https"} and bool(split.hostname)


def short_url(url: str) -> str:
    """Where an address leads, without what everybody knows; anything else as it is."""
    if not is_web_url(url):
        return url
    split = urlsplit(url)
    return clip(f"{split.netloc.removeprefix('www.')}{split.path.rstrip('/')}", _SHORT_URL)
