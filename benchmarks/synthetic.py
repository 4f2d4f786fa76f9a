"""Made-up entries and queries, for sizes that no real knowledge base has.

Each entry is a real one whose words are partly replaced by words drawn from all real ones, so that words are as
frequent and as rare as they are in reality, plus an identifier. Identifiers follow Simon's process, half of them new,
half used before: a few are everywhere, most are rare, and the vocabulary grows with the entries as it does in texts.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random

from bot.entries import DeadEnd, Entry, Fix

_REPLACED = 0.5
_NEW_IDENTIFIER = 0.5
_ENTRIES_PER_NEW_DOMAIN = 1_000
_ENDINGS = ("Error", "Exception", "Failure", "Fault", "")
_SYLLABLES = ("ka", "tor", "mi", "ven", "lo", "dra", "pe", "sul", "qui", "nex", "ba", "rim", "fo", "gal", "zy", "tek")
_FAILING = re.compile(r"error|exception|fail|fatal|panic|denied|cannot|unable", re.IGNORECASE)
_MAX_CARRIED = 25


class Generator:
    """Makes entries from real ones, always the same for the same seed."""

    def __init__(self, real: Sequence[Entry], seed: int) -> None:
        self._real = real
        self._random = Random(seed)
        self._words = [word for entry in real for word in _text(entry).split()]
        self._identifiers = ["ConnectionError"]

    def entries(self, count: int) -> Iterator[Entry]:
        """The Entry objects are not validated: what they are made of has been."""
        for number in range(count):
            origin = self._random.choice(self._real)
            domain = origin.domain
            if self._random.random() < 1 / 3:
                domain = f"tool{self._random.randrange(1 + count // _ENTRIES_PER_NEW_DOMAIN)}"
            identifier = self._identifier()
            signature = self._mixed(origin.signature, identifier)
            yield Entry.model_construct(
                id=f"{domain}/{identifier.lower()}-{number}/synthetic",
                domain=domain,
                signature=signature,
                regex=self._pattern(signature, identifier),
                root_cause=self._mixed(origin.root_cause),
                workarounds=tuple(Fix.model_construct(action=self._mixed(one.action)) for one in origin.workarounds),
                dead_ends=tuple(
                    DeadEnd.model_construct(action=self._mixed(one.action), why_fails=self._mixed(one.why_fails))
                    for one in origin.dead_ends
                ),
            )

    def _mixed(self, text: str, identifier: str | None = None) -> str:
        """The text with about half of its words replaced, and the identifier put in."""
        draw = self._random.random
        words = [self._random.choice(self._words) if draw() < _REPLACED else word for word in text.split()]
        if identifier:
            words.insert(self._random.randrange(len(words) + 1), identifier)
        return " ".join(words)

    def _identifier(self) -> str:
        if self._random.random() < _NEW_IDENTIFIER:
            parts = ("".join(self._random.choices(_SYLLABLES, k=2)).title() for _ in range(2))
            self._identifiers.append("".join(parts) + self._random.choice(_ENDINGS))
            return self._identifiers[-1]
        self._identifiers.append(self._random.choice(self._identifiers))
        return self._identifiers[-1]

    def _pattern(self, signature: str, identifier: str) -> str:
        words = signature.split()
        start = words.index(identifier)
        wanted = words[max(0, start - 1) : start + 3]
        return self._random.choice((r"\s+", ".*")).join(map(re.escape, wanted))


def queries(entries: Sequence[Entry], pastes: Sequence[str], count: int, seed: int) -> list[tuple[str, str]]:
    """(paste, entry id) of entries in even steps: a noisy signature among the harmless lines of real pastes."""
    chance = Random(seed)
    made = []
    for entry in entries[:: max(1, len(entries) // count)][:count]:
        lines = [line for line in chance.choice(pastes).splitlines() if not _FAILING.search(line)][:_MAX_CARRIED]
        lines.insert(chance.randrange(len(lines) + 1), _noisy(entry.signature, chance))
        made.append(("\n".join(lines), entry.id))
    return made


def _noisy(signature: str, chance: Random) -> str:
    kept = [word for word in signature.split() if chance.random() > 1 / 8] or [signature]
    kept.insert(chance.randrange(len(kept) + 1), f"{chance.randrange(10**5)}")
    line = " ".join(kept)
    if chance.random() < 1 / 4:
        line = line.lower()
    return f"2026-01-02T03:04:{chance.randrange(10, 60)}Z {line}" if chance.random() < 1 / 3 else line


def _text(entry: Entry) -> str:
    remedies = (part for fix in entry.workarounds for part in (fix.action, fix.condition))
    return " ".join((entry.signature, entry.root_cause, *remedies))
