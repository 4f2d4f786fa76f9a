"""Makes any pasted text safe and plain: no control sequences, no broken Unicode, a bounded size."""

import re
import unicodedata
from itertools import filterfalse

import re2

MAX_CHARACTERS = 1_000_000
"""Of longer texts the head, the tail and the failures between are read."""
_HEAD = 100_000
_TAIL = 150_000
_REGIONS = 100_000
_REGION = 2_000

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])|\x9b[0-?]*[ -/]*[@-~]")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
_FAILURE_WORDS = r"traceback|exception|caused by|error|fatal|panic|fail|denied|refused"
SPEAKS_OF_FAILURE = re.compile(_FAILURE_WORDS, re.IGNORECASE)
"""A quick look for lines worth reading in a long log; what they are is decided later."""
# The same for megabytes, where RE2 is many times faster.
_FAILURES = re2.compile(f"(?i){_FAILURE_WORDS}".encode())
# No script stacks so many marks on a letter, and sorting them takes the square of their number.
_STACKED = re2.compile(rb"\pM{31}")


def clean(text: str) -> str:
    """The text as it would read on a screen; what does not show (escapes, controls, surrogates) is gone."""
    if len(text) > MAX_CHARACTERS:
        text = _shorten(text)
    if "\x1b" in text or "\x9b" in text:
        text = _ANSI.sub("", text)
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        # Progress bars overwrite their line: what stands last is what was seen.
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    text = _CONTROL.sub("", text.replace("\u2028", "\n").replace("\xa0", " "))
    if not text.isascii():
        encoded = text.encode("utf-8", "replace")
        text = encoded.decode("utf-8")
        if _STACKED.search(encoded):
            text = "".join(filterfalse(unicodedata.combining, text))
        text = unicodedata.normalize("NFC", text)
    return text


def _shorten(text: str) -> str:
    # RE2 reads UTF-8, which has no lone surrogates. One byte a character, or a few: cuts are near enough.
    head, tail = text[:_HEAD], text[-_TAIL:]
    middle = text[_HEAD:-_TAIL].encode("utf-8", "replace")
    regions: list[bytes] = []
    room = _REGIONS
    position = 0
    for found in _FAILURES.finditer(middle):
        if found.end() <= position:
            continue
        if room <= 0:
            break
        start = max(middle.rfind(b"\n", position, found.start()) + 1, found.start() - _REGION, position)
        end = min(start + _REGION, len(middle))
        regions.append(middle[start:end])
        room -= end - start
        position = end
    return "\n".join([head, *(region.decode("utf-8", "ignore") for region in regions), tail])
