"""Counts that forget what has come down to nothing."""

from collections import Counter
from collections.abc import Hashable
from collections.abc import Set as AbstractSet
from typing import TypeVar

Counted = TypeVar("Counted", bound=Hashable)


def count_down(counts: Counter[Counted], found: AbstractSet[Counted]) -> None:
    """Count each once less; what comes down to nothing is no key any more."""
    for one in found:
        counts[one] -= 1
        if counts[one] <= 0:
            del counts[one]
