"""Counts that forget what has come down to nothing."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeVar

Counted = TypeVar("Counted", bound=Hashable)


def count_down(counts: Counter[Counted], found: Iterable[Counted]) -> None:
    """Count each different one once less; what comes down to nothing is no key any more."""
    for one in set(found):
        counts[one] -= 1
        if counts[one] <= 0:
            del counts[one]
