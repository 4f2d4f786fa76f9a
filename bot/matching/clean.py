"""Makes any pasted text safe and plain: no control sequences, no broken Unicode, a bounded size."""

import re
import unicodedata

import re2

MAX_CHARACTERS = 1_000_000
"""Longer texts are cut to their head, their tail and the failures between."""
_HEAD = 200_000
_TAIL = 300_000
_REGION = 2_000

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])|\x9b[0-?]*[ -/]*[@-~]")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
_OVERPRINT = re.compile(r"[^\n]*\r(?=[^\n])")
_FAILURE = re2.compile(r"(?i)traceback|exception|caused by|\berror\b|\bfatal\b|panic|failed")


def clean(text: str) -> str:
    """The text as it would read on a screen; what does not show (escapes, controls, surrogates) is gone."""
    if len(text) > MAX_CHARACTERS:
        text = _shorten(text)
    if "\x1b" in text or "\x9b" in text:
        text = _ANSI.sub("", text)
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        # Progress bars overwrite their line: what stands last is what was seen.
        text = _OVERPRINT.sub("", text).replace("\r", "\n")
    text = _CONTROL.sub("", text.replace("\u2028", "\n").replace("\xa0", " "))
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
        text = unicodedata.normalize("NFC", text)
    return text


def _shorten(text: str) -> str:
    head, middle, tail = text[:_HEAD], text[_HEAD:-_TAIL], text[-_TAIL:]
    regions: list[str] = []
    room = MAX_CHARACTERS - _HEAD - _TAIL
    position = 0
    searchable = middle.encode("utf-8", "replace").decode("utf-8")
    while room > 0 and (found := _FAILURE.search(searchable, position)):
        start = max(searchable.rfind("\n", position, found.start()) + 1, found.start() - _REGION, position)
        end = min(start + _REGION, len(searchable))
        regions.append(searchable[start:end])
        room -= end - start
        position = end
    return "\n".join([head, *regions, tail])
