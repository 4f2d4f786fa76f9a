"""Equivalent wordings: one failure as different versions, clients and layers name it.

`wordings.txt` holds a group a line, its wordings separated by ` | `. A paste with one wording of a group also stands
for the others, so that `ENETUNREACH` finds the entry that says "Network is unreachable".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise

from bot.matching.tokens import tokens


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording: its text, its tokens in order, and the number of its group."""

    text: str
    tokens: tuple[str, ...]
    group: int


@dataclass(frozen=True, slots=True)
class Wordings:
    """All groups; `by_start` finds the wordings that begin with two tokens, or are a single one."""

    groups: tuple[tuple[Wording, ...], ...]
    by_start: dict[tuple[str, ...], tuple[Wording, ...]]

    def others(self, found: Sequence[str]) -> Iterator[Wording]:
        """The other wordings of each group that a line's tokens hold one of, as a phrase.

        Those in other scripts are recognised but not offered: entries are written in English and in codes.
        """
        seen: set[int] = set()
        starts = chain(enumerate((token,) for token in found), enumerate(pairwise(found)))
        for position, start in starts:
            for wording in self.by_start.get(start, ()):
                end = position + len(wording.tokens)
                if wording.group not in seen and tuple(found[position:end]) == wording.tokens:
                    seen.add(wording.group)
                    yield from (
                        other
                        for other in self.groups[wording.group]
                        if other.tokens != wording.tokens and other.text.isascii()
                    )


@cache
def bundled_wordings() -> Wordings:
    return parse(files("bot.matching").joinpath("wordings.txt").read_text("utf-8"))


def parse(text: str) -> Wordings:
    """Read groups; a line that begins with `#` is a comment."""
    groups: list[tuple[Wording, ...]] = []
    by_start: dict[tuple[str, ...], list[Wording]] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        # `NoDevice` and `NO_DEVICE` are one wording.
        parts = {tuple(tokens(part)): part.strip() for part in line.split(" | ")}
        group = tuple(Wording(part, words, len(groups)) for words, part in parts.items() if words)
        groups.append(group)
        for wording in group:
            by_start.setdefault(wording.tokens[:2], []).append(wording)
    return Wordings(tuple(groups), {start: tuple(found) for start, found in by_start.items()})
