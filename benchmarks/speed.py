"""Side by side: each rival on the same entries and the same messages.

    python -m benchmarks.speed RIVAL FOLDER STARTED FILE…

measures one rival over the entries in FOLDER; STARTED is the time.time() at which the process was started.
"""

import importlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.corpus import read_messages
from benchmarks.process import peak_memory, run
from benchmarks.rivals import RIVALS, Search
from benchmarks.timing import best_times, percentile

SECONDS = 10.0
BARS = {50: 50, 99: 100}
"""How many times faster than deadends-dev's lookup errfix has to be, by percentile."""
START_BAR = 2.0


@dataclass(frozen=True, slots=True)
class Speed:
    """What one rival took: seconds to its first answer, MiB at most, and each message's best time in milliseconds."""

    rival: str
    start: float
    memory: float
    rounds: int
    times: list[float]
    ranks: list[int]
    """For each message that has a right entry: its place among the answers from 0 on, -1 if it is not there."""


def measure(rival: str, folder: Path, started: float, files: Sequence[Path]) -> Speed:
    search: Search = importlib.import_module(f"benchmarks.rivals.{rival}").start(folder)
    search("ValueError: ready?")
    start = time.time() - started
    messages = list(read_messages(files))
    best, rounds = best_times(search, [message.text for message in messages], SECONDS)
    ranks = []
    for message in messages:
        if message.expect:
            found = search(message.text)
            ranks.append(next((rank for rank, one in enumerate(found) if one in message.expect), -1))
    return Speed(rival, start, peak_memory(), rounds, best, ranks)


def side_by_side(console: Console, folder: Path, files: Sequence[Path]) -> None:
    results = {}
    for rival, name in RIVALS.items():
        with console.status(f"measuring {name} …"):
            results[rival] = Speed(**run("speed", rival, folder, time.time(), *files))
    table = Table("", "p50 ms", "p95 ms", "p99 ms", "slowest", "messages/s", "MiB", "start s", "R@1", "R@3", "rounds")
    for column in table.columns[1:]:
        column.justify = "right"
    for rival, one in results.items():
        table.add_row(
            RIVALS[rival],
            *(f"{percentile(one.times, percent):.2f}" for percent in (50, 95, 99, 100)),
            f"{len(one.times) / sum(one.times) * 1000:,.0f}",
            f"{one.memory:.0f}",
            f"{one.start:.2f}",
            *(f"{_recall(one.ranks, limit):.3f}" for limit in (1, 3)),
            str(one.rounds),
        )
    table.title = f"Side by side: {len(results['errfix'].times)} messages"
    console.print(table)
    _bars(console, results, [message.source for message in read_messages(files)])


def _recall(ranks: Sequence[int], limit: int) -> float:
    return sum(0 <= rank < limit for rank in ranks) / len(ranks) if ranks else 0.0


def _bars(console: Console, results: dict[str, Speed], sources: Sequence[str]) -> None:
    for source in dict.fromkeys(sources):
        for percent, bar in BARS.items():
            own, theirs = (
                percentile(
                    [ms for ms, its in zip(results[rival].times, sources, strict=True) if its == source], percent
                )
                for rival in ("errfix", "lookup")
            )
            console.print(
                f"{verdict(theirs / own >= bar)} p{percent} on the messages in {source}/: {theirs / own:.1f} times "
                f"faster than {RIVALS['lookup']} ({own:.2f} against {theirs:.2f} ms); the bar is {bar} times"
            )
    start = results["errfix"].start
    console.print(f"{verdict(start <= START_BAR)} start to first answer {start:.2f} s; the bar is {START_BAR:.0f} s")


def verdict(reached: bool) -> str:  # noqa: FBT001 - reads well at every call
    return "[green]reached[/]" if reached else "[red]missed [/]"


def main() -> None:
    rival, folder, started, *files = sys.argv[1:]
    print(json.dumps(asdict(measure(rival, Path(folder), float(started), [Path(file) for file in files]))))


if __name__ == "__main__":
    main()
