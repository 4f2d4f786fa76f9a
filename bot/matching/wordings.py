"""Equivalent wordings: one failure as different versions, clients and layers name it.

`wordings.txt` holds a group a line, its wordings separated by ` | `, first what entries call the failure. A paste with
another wording of the group also stands for that one, so that `ENETUNREACH` finds the entry that says "Network is
unreachable".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from bot.matching.counts import count_down
from bot.matching.tokens import tokens


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording: its text, its tokens in order, and the number of its group."""

    text: str
    tokens: tuple[str, ...]
    group: int


@dataclass(frozen=True, slots=True)
class Wordings:
    """All groups. `by_tokens` finds the wordings; `lengths` tells how long those are that begin with two tokens."""

    groups: tuple[tuple[Wording, ...], ...]
    by_tokens: dict[tuple[str, ...], tuple[Wording, ...]]
    single: frozenset[str]
    lengths: dict[tuple[str, str], tuple[int, ...]]

    def in_phrases(self, said: Sequence[str]) -> Iterator[Wording]:
        """Each wording that the tokens hold as a phrase, as often as they do."""
        by_tokens = self.by_tokens
        for word in filter(self.single.__contains__, said):
            yield from by_tokens[word,]
        for position, lengths in enumerate(map(self.lengths.get, pairwise(said))):
            if lengths:
                for length in lengths:
                    yield from by_tokens.get(tuple(said[position : position + length]), ())


class KnownWordings:
    """The wordings that some entry says: to offer any other would only add words that find nothing."""

    def __init__(self, wordings: Wordings) -> None:
        self._wordings = wordings
        self._said: Counter[tuple[str, ...]] = Counter()
        self._names: dict[int, Wording] = {}
        """For each group that entries know, the first wording that some entry says."""

    def add(self, texts: Iterable[Sequence[str]]) -> None:
        """Take what an entry says: the tokens of its signature, of its aliases and of what its pattern spells out."""
        found = self._in(texts)
        self._said.update({wording.tokens for wording in found})
        self._name(found)

    def remove(self, texts: Iterable[Sequence[str]]) -> None:
        """Forget what an entry said."""
        found = self._in(texts)
        count_down(self._said, {wording.tokens for wording in found})
        self._name(found)

    def _in(self, texts: Iterable[Sequence[str]]) -> set[Wording]:
        return {wording for text in texts for wording in self._wordings.in_phrases(text)}

    def _name(self, changed: Iterable[Wording]) -> None:
        for number in {wording.group for wording in changed}:
            name = next((one for one in self._wordings.groups[number] if one.tokens in self._said), None)
            if name:
                self._names[number] = name
            else:
                self._names.pop(number, None)

    def others(self, said: Sequence[str]) -> Iterator[Wording]:
        """For each group that a line's tokens hold a wording of, the first that some entry says, unless it is that one.

        A group's first wording is what entries call the failure; to offer all others, too, finds too much.
        """
        seen: set[int] = set()
        for wording in self._wordings.in_phrases(said):
            if wording.group not in seen:
                seen.add(wording.group)
                name = self._names.get(wording.group)
                if name and name is not wording:
                    yield name


@cache
def bundled_wordings() -> Wordings:
    return parse(files("bot.matching").joinpath("wordings.txt").read_text("utf-8"))


def parse(text: str) -> Wordings:
    """Read groups; a line that begins with `#` is a comment."""
    groups: list[tuple[Wording, ...]] = []
    by_tokens: defaultdict[tuple[str, ...], list[Wording]] = defaultdict(list)
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        # `NoDevice` and `NO_DEVICE` are one wording.
        parts = {tuple(tokens(part)): part.strip() for part in line.split(" | ")}
        group = tuple(Wording(part, words, len(groups)) for words, part in parts.items() if words)
        groups.append(group)
        for wording in group:
            by_tokens[wording.tokens].append(wording)
    lengths: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for words in by_tokens:
        if len(words) > 1:
            lengths[words[0], words[1]].add(len(words))
    return Wordings(
        tuple(groups),
        {words: tuple(found) for words, found in by_tokens.items()},
        frozenset(words[0] for words in by_tokens if len(words) == 1),
        {pair: tuple(sorted(found)) for pair, found in lengths.items()},
    )
