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
    """All groups; `by_word` finds the wordings of one token, `by_pair` longer ones by their first two."""

    groups: tuple[tuple[Wording, ...], ...]
    by_word: dict[str, tuple[Wording, ...]]
    by_pair: dict[tuple[str, str], tuple[Wording, ...]]

    def in_phrases(self, said: Sequence[str]) -> Iterator[Wording]:
        """Each wording that the tokens hold as a phrase, as often as they do."""
        for word in filter(self.by_word.__contains__, said):
            yield from self.by_word[word]
        pairs = [*pairwise(said)]
        for position in [at for at, pair in enumerate(pairs) if pair in self.by_pair]:
            for wording in self.by_pair[pairs[position]]:
                if tuple(said[position : position + len(wording.tokens)]) == wording.tokens:
                    yield wording


class KnownWordings:
    """The wordings that some entry says: to offer any other would only add words that find nothing."""

    def __init__(self, wordings: Wordings) -> None:
        self._wordings = wordings
        self._said: Counter[tuple[str, ...]] = Counter()

    def add(self, texts: Iterable[Sequence[str]]) -> None:
        """Take what an entry says: the tokens of its signature, of its aliases and of what its pattern spells out."""
        self._said.update(self._in(texts))

    def remove(self, texts: Iterable[Sequence[str]]) -> None:
        """Forget what an entry said."""
        count_down(self._said, self._in(texts))

    def _in(self, texts: Iterable[Sequence[str]]) -> set[tuple[str, ...]]:
        return {wording.tokens for text in texts for wording in self._wordings.in_phrases(text)}

    def others(self, said: Sequence[str]) -> Iterator[Wording]:
        """For each group that a line's tokens hold a wording of, the first that some entry says, unless it is that one.

        A group's first wording is what entries call the failure; to offer all others, too, finds too much.
        """
        seen: set[int] = set()
        for wording in self._wordings.in_phrases(said):
            if wording.group not in seen:
                seen.add(wording.group)
                group = self._wordings.groups[wording.group]
                known = next((one for one in group if one.tokens in self._said), wording)
                if known.tokens != wording.tokens:
                    yield known


@cache
def bundled_wordings() -> Wordings:
    return parse(files("bot.matching").joinpath("wordings.txt").read_text("utf-8"))


def parse(text: str) -> Wordings:
    """Read groups; a line that begins with `#` is a comment."""
    groups: list[tuple[Wording, ...]] = []
    by_word: defaultdict[str, list[Wording]] = defaultdict(list)
    by_pair: defaultdict[tuple[str, str], list[Wording]] = defaultdict(list)
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        # `NoDevice` and `NO_DEVICE` are one wording.
        parts = {tuple(tokens(part)): part.strip() for part in line.split(" | ")}
        group = tuple(Wording(part, words, len(groups)) for words, part in parts.items() if words)
        groups.append(group)
        for wording in group:
            if len(wording.tokens) == 1:
                by_word[wording.tokens[0]].append(wording)
            else:
                by_pair[wording.tokens[0], wording.tokens[1]].append(wording)
    return Wordings(
        tuple(groups),
        {word: tuple(found) for word, found in by_word.items()},
        {pair: tuple(found) for pair, found in by_pair.items()},
    )
