"""Finds the failure in a paste: which lines tell it, which are a person's words, and which are noise around it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from bot.matching.clean import SPEAKS_OF_FAILURE, clean
from bot.matching.lines import Kind, Line, classify
from bot.matching.tokens import tokens
from bot.matching.wordings import KnownWordings

MAX_LINES = 300
"""Distinct lines looked at; of longer pastes the head, the tail and the lines that name a failure."""
_MANY_LINES = 1_600
_FIRST_LINES = 300
_LAST_LINES = 500
_HEAD_LINES = 60
_TAIL_LINES = 100
MAX_UNITS = 32
MAX_READINGS = 40
_READING_WEIGHT = 0.25
_MAX_UNIT = 600
_MAX_LINE = 4_000

_FENCE = re.compile(r"\s*(?:```|~~~)")
_ESCAPED = re.compile(r"\\[nrt\"]")
_ESCAPES = {r"\n": "\n", r"\r": "\n", r"\t": " ", r"\"": '"'}
_CAUSED_BY = re.compile(r"\s*(?:Caused by:|---> )", re.IGNORECASE)
_DIRECT_CAUSE = re.compile(r"direct cause of the following exception|During handling of the above exception")
_VARIES = re.compile(r"[\d/\\]")
_INLINE_CODE = re.compile(r"`([^`\n]+)`")


class Unit(NamedTuple):
    """A line, or a few joined ones as terminals wrap them, that may be the error an entry describes."""

    text: str
    kind: Kind
    tokens: frozenset[str]
    line: str
    """The first line as it was pasted."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a paste tells: its lines, the units to compare with entries, and each token's weight (0..1)."""

    lines: tuple[Line, ...]
    main_line: str
    units: tuple[Unit, ...]
    readings: tuple[Unit, ...]
    """Those of the units that say in other words what the lines say."""
    weights: dict[str, float]
    text: str
    """The lines as one text."""

    @property
    def names_failure(self) -> bool:
        """Whether some line names an error as programs do, rather than speaking of one."""
        return any(line.kind is Kind.ERROR and line.names_failure for line in self.lines)


def extract(text: str, wordings: KnownWordings | None = None) -> Failure:
    """Read a paste, also in other `wordings` where they are given. Linear in its length; any text will do."""
    text = clean(text)
    fenced = "```" in text or "~~~" in text
    lines = list(_distinct(_classified(_worth_reading(_unescaped(text).split("\n")), fenced=fenced)))
    if len(lines) > MAX_LINES:
        middle = [line for line in lines[_HEAD_LINES:-_TAIL_LINES] if line.kind is Kind.ERROR]
        room = MAX_LINES - _HEAD_LINES - _TAIL_LINES
        lines = [*lines[:_HEAD_LINES], *middle[: room // 2], *middle[room // 2 :][-room // 2 :], *lines[-_TAIL_LINES:]]
    token_lists = [tokens(line.text) for line in lines]
    readings = list(_readings(lines, token_lists, wordings)) if wordings else []
    told: list[tuple[float, Iterable[str]]] = [
        (line.kind.weight, found) for line, found in zip(lines, token_lists, strict=True)
    ]
    # Sorted, so that nothing depends on the order of sets, which is another one in every process.
    told += [(_READING_WEIGHT * reading.kind.weight, sorted(reading.tokens)) for reading in readings]
    weights: dict[str, float] = {}
    # What weighs most comes last, and stays.
    for weight, found in sorted(told, key=itemgetter(0)):
        weights.update(dict.fromkeys(found, weight))
    return Failure(
        tuple(lines),
        _main_line(lines),
        (*_units(lines, token_lists), *readings),
        tuple(readings),
        weights,
        "\n".join(line.text for line in lines),
    )


def _unescaped(text: str) -> str:
    """Undo JSON and CSV escapes where a text has hardly any line of its own but many escaped ones."""
    if text.count("\\n") > 1 and len(_ESCAPED.findall(text)) > 2:  # noqa: PLR2004 - fewer is a Windows path
        return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text)
    return text


def _worth_reading(lines: list[str]) -> list[str]:
    """Of very many lines the first, the last and, from between, the first and last that speak of a failure."""
    if len(lines) <= _MANY_LINES:
        return lines
    middle = [line for line in lines[_FIRST_LINES:-_LAST_LINES] if SPEAKS_OF_FAILURE.search(line, 0, _MAX_LINE)]
    room = _MANY_LINES - _FIRST_LINES - _LAST_LINES
    if len(middle) > room:
        middle = middle[: room // 2] + middle[-room // 2 :]
    return lines[:_FIRST_LINES] + middle + lines[-_LAST_LINES:]


def _classified(pasted: list[str], *, fenced: bool) -> Iterator[Line]:
    inside = False
    for raw in pasted:
        cut = raw[:_MAX_LINE]
        if fenced and _FENCE.match(cut):
            inside = not inside
            cut = _FENCE.sub("", cut, count=1)
        if not cut.strip():
            continue
        if not inside and cut.count("`") > 1 and "```" not in cut:
            quoted = _INLINE_CODE.findall(cut)
            yield classify(_INLINE_CODE.sub(lambda found: found[1], cut), own_words=True)._replace(raw=cut)
            yield from (classify(part, own_words=False)._replace(raw=cut) for part in quoted if " " in part)
        else:
            yield classify(cut, own_words=not inside)


def _distinct(lines: Iterator[Line]) -> Iterator[Line]:
    """Repeats say nothing new: thirty retries must not outvote the one line that names the cause.

    Lines that differ only in words with a digit or a slash are repeats, unless they have no other words.
    """
    seen: set[str] = set()
    for line in lines:
        key = line.text
        if _VARIES.search(key):
            key = " ".join([word for word in key.split() if not _VARIES.search(word)]) or key
        if key and key not in seen:
            seen.add(key)
            yield line


def _main_line(lines: list[Line]) -> str:
    """The line that names the cause: the deepest one of a chain, else the first that clearly names an error."""
    causes = [line for line in lines if _CAUSED_BY.match(line.text)]
    if causes:
        return causes[-1].text
    strong: list[Line] = []
    for line in lines:
        if strong and _DIRECT_CAUSE.search(line.text):
            return strong[-1].text
        if line.kind is Kind.ERROR and line.names_failure:
            strong.append(line)
    for kind_lines in (strong, *([line for line in lines if line.kind is kind] for kind in (Kind.ERROR, Kind.WRAPPER))):
        if kind_lines:
            return kind_lines[0].text
    return lines[0].text if lines else ""


def _readings(lines: list[Line], token_lists: list[list[str]], wordings: KnownWordings) -> Iterator[Unit]:
    """Other wordings of what the lines say."""
    seen: set[tuple[str, ...]] = set()
    for line, found in zip(lines, token_lists, strict=True):
        if line.kind in {Kind.FRAME, Kind.CODE}:
            continue
        for other in wordings.others(found):
            if other.tokens not in seen:
                seen.add(other.tokens)
                yield Unit(other.text, line.kind, frozenset(other.tokens), line.raw.strip())
            if len(seen) == MAX_READINGS:
                return


def _units(lines: list[Line], token_lists: list[list[str]]) -> Iterator[Unit]:
    """The lines most likely to be the error, each alone and joined with the one or two that follow."""
    order = sorted(
        (position for position, line in enumerate(lines) if line.kind is not Kind.FRAME),
        key=lambda position: (-lines[position].kind.weight, -lines[position].names_failure, position),
    )
    for position in order[:MAX_UNITS]:
        line = lines[position]
        yield Unit(line.text[:_MAX_UNIT], line.kind, frozenset(token_lists[position]), line.raw.strip())
        end = position + 1
        joined = line.text
        while end < min(position + 3, len(lines)) and len(joined) < _MAX_UNIT:
            joined += " " + lines[end].text
            end += 1
        if end > position + 1:
            found = frozenset().union(*token_lists[position:end])
            yield Unit(joined[: 2 * _MAX_UNIT], line.kind, found, line.raw.strip())
