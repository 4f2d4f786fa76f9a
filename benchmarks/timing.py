"""Times a search over messages, on a machine that also does other things."""

import gc
import math
import time
from collections.abc import Callable, Sequence

from benchmarks.process import milliseconds_since

MIN_ROUNDS = 2
MAX_ROUNDS = 7


def best_times(search: Callable[[str], object], texts: Sequence[str], seconds: float) -> tuple[list[float], int]:
    """Milliseconds for each text, the best of several rounds over all of them, and the number of rounds.

    Rounds go on until `seconds` are over; slow searches get MIN_ROUNDS all the same. The best round is the one that was
    disturbed least; since each text has its own best, percentiles show differences between texts, not disturbances.
    """
    for text in texts[::20]:
        search(text)
    gc.collect()
    best = [math.inf] * len(texts)
    begin = time.perf_counter()
    for done in range(1, MAX_ROUNDS + 1):
        for position, text in enumerate(texts):
            start = time.perf_counter()
            search(text)
            best[position] = min(best[position], milliseconds_since(start))
        if done >= MIN_ROUNDS and time.perf_counter() - begin > seconds:
            break
    return best, done


def percentile(values: Sequence[float], percent: float) -> float:
    """Nearest rank."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]
