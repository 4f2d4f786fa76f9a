"""How time grows with the length of a paste: python -m benchmarks.length FOLDER."""

import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from benchmarks.corpus import OWN, read_messages
from benchmarks.process import milliseconds_since, run
from benchmarks.speed import verdict
from bot.entries import load_entries
from bot.matching import Matcher

SIZES = (1_000, 10_000, 100_000, 300_000, 1_000_000, 10_000_000)
LINEAR_TO = 1_000_000
LINEAR_FROM = 100_000
"""Below, a constant part prevails."""
SLACK = 1.3
"""Growth by this much more than the length still counts as linear: cache misses and a busy machine."""
LONGEST_MS = 200.0
ROUNDS = 5
SEED = 11


def _log(lines: Sequence[str], size: int) -> str:
    """Lines of real pastes in random order, each with a number of its own, as a log of many failures has."""
    chance = Random(SEED)
    made: list[str] = []
    length = 0
    for number in count():
        made.append(f"2026-01-02T03:04:05.{number:06}Z {chance.choice(lines)}")
        length += len(made[-1]) + 1
        if length >= size:
            break
    return "\n".join(made)[:size]


def _quiet_log(_lines: Sequence[str], size: int) -> str:
    """A log without a failure but the one in the middle."""
    line = "2026-01-02 03:04:05 INFO worker: processed batch {} of queue orders in {} ms\n"
    made = [line.format(number, number * 7 % 1_000) for number in range(size // (len(line) - 4) + 1)]
    made[len(made) // 2] = "java.net.BindException: Address already in use: bind\n"
    return "".join(made)[:size]


def _one_line(lines: Sequence[str], size: int) -> str:
    """Everything in a single line, as log collectors and minifiers make it."""
    return _log(lines, size).replace("\n", " ")


KINDS: dict[str, Callable[[Sequence[str], int], str]] = {
    "log of many failures": _log,
    "quiet log, one failure": _quiet_log,
    "one single line": _one_line,
}


def measure(folder: Path) -> dict[str, list[float]]:
    """For each kind, milliseconds by size: the best of ROUNDS."""
    matcher = Matcher(load_entries([folder]).entries)
    lines = [line for message in read_messages(sorted(OWN.glob("errors*.jsonl"))) for line in message.text.splitlines()]
    results: dict[str, list[float]] = {}
    for name, make in KINDS.items():
        results[name] = []
        for size in SIZES:
            text, best = make(lines, size), math.inf
            for _ in range(ROUNDS):
                start = time.perf_counter()
                matcher.match(text)
                best = min(best, milliseconds_since(start))
            results[name].append(best)
    return results


def length(console: Console, folder: Path) -> None:
    with console.status("measuring long pastes …"):
        results: dict[str, list[float]] = run("length", folder)
    table = Table("ms by characters", *(f"{size:,}" for size in SIZES), title="Length of the paste: errfix")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, times in results.items():
        table.add_row(name, *(f"{ms:.1f}" for ms in times))
    console.print(table)
    for name, times in results.items():
        growth = times[SIZES.index(LINEAR_TO)] / times[SIZES.index(LINEAR_FROM)]
        longer = LINEAR_TO / LINEAR_FROM
        console.print(
            f"{verdict(growth <= SLACK * longer)} {name}: {longer:.0f} times the length from {LINEAR_FROM:,} to "
            f"{LINEAR_TO:,} took {growth:.1f} times as long; the bar is linear"
        )
        console.print(
            f"{verdict(times[-1] <= LONGEST_MS)} {name}: {times[-1]:.0f} ms for {SIZES[-1]:,} characters; "
            f"the bar is {LONGEST_MS:.0f} ms"
        )


def main() -> None:
    print(json.dumps(measure(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
