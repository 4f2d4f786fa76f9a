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
    """All groups; `by_start` finds the wordings by their first token and their second, `""` for those of one token."""

    groups: tuple[tuple[Wording, ...], ...]
    by_start: dict[str, dict[str, tuple[Wording, ...]]]

    def others(self, found: Sequence[str]) -> Iterator[Wording]:
        """The other wordings of each group that a line's tokens hold one of, as a phrase.

        Those in other scripts are recognised but not offered: entries are written in English and in codes.
        """
        seen: set[int] = set()
        for position, (token, after) in enumerate(pairwise(chain(found, ("",)))):
            begun = self.by_start.get(token)
            if begun is None:
                continue
            for wording in chain(begun.get("", ()), begun.get(after, ()) if after else ()):
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
    by_start: dict[str, dict[str, list[Wording]]] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        # `NoDevice` and `NO_DEVICE` are one wording.
        parts = {tuple(tokens(part)): part.strip() for part in line.split(" | ")}
        group = tuple(Wording(part, words, len(groups)) for words, part in parts.items() if words)
        groups.append(group)
        for wording in group:
            first, second = (*wording.tokens, "")[:2]
            by_start.setdefault(first, {}).setdefault(second, []).append(wording)
    return Wordings(
        tuple(groups),
        {first: {second: tuple(found) for second, found in after.items()} for first, after in by_start.items()},
    )
