"""Masks what varies between two occurrences of one error, so that they can be grouped and counted."""

import re

_MASKS = (
    # What a line must hold for it to be worth a look, what varies, and its name.
    ("://", re.compile(r"\b[a-z][a-z0-9+.-]{0,30}://[^\s\"'<>)\]]+", re.IGNORECASE), "<url>"),
    ("-", re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE), "<uuid>"),
    (":", re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?"), "<time>"),
    (":", re.compile(r"\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b"), "<time>"),
    (".", re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b"), "<address>"),
    ("0", re.compile(r"\b0x[0-9a-f]+\b", re.IGNORECASE), "<hex>"),
    ("", re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{7,64}\b", re.IGNORECASE), "<hash>"),
    (":\\", re.compile(r"\b[A-Za-z]:\\[^\s\"'<>|:]+"), "<path>"),
    ("/", re.compile(r"(?<![\w/])(?:~|\.{0,2})/[\w.@+-]+(?:/[\w.@+-]*)+"), "<path>"),
    ("", re.compile(r"\b\d+\b"), "<n>"),
)
_VARIES = re.compile(r"[\d/\\]")
_SPACE = re.compile(r"\s+")


def mask(line: str) -> str:
    """The line with paths, numbers, addresses, hashes, ids and times replaced, and white space folded."""
    if _VARIES.search(line):
        for sign, pattern, name in _MASKS:
            if sign in line:
                line = pattern.sub(name, line)
    return _SPACE.sub(" ", line).strip()
