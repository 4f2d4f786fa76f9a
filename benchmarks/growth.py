"""How time and memory grow with the entries, measured on made-up ones.

    python -m benchmarks.growth SEARCH COUNT FOLDER MEMORY

measures one search (errfix or floor) over COUNT entries made from those in FOLDER, with at most MEMORY bytes.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from os import sysconf
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.corpus import OWN, Known, read_messages
from benchmarks.plot import Line, Panel, draw
from benchmarks.process import peak_memory, run
from benchmarks.rivals import RIVALS, Search, floor
from benchmarks.speed import verdict
from benchmarks.synthetic import Generator, queries
from benchmarks.timing import best_times, percentile
from bot.entries import Entry, load_entries
from bot.matching import Matcher

QUICK = (2_000, 10_000)
FULL = (*QUICK, 100_000, 1_000_000)
QUERIES = 200
SECONDS = 5.0
SEED = 5
SHARE_OF_FREE_MEMORY = 0.8
PATIENCE = 2 * 3600.0
"""Seconds after which a size is given up."""
BAR_COUNT, BAR_MS = 100_000, 10.0
PLOT = Path(__file__).parents[1] / "docs" / "images" / "growth.svg"


@dataclass(frozen=True, slots=True)
class Growth:
    """One search at one size: MiB for the entries alone and at most, seconds to build, milliseconds for a message."""

    search: str
    count: int
    entries_memory: float
    memory: float
    build: float
    times: list[float]
    recall: float
    """The share of queries whose entry comes first."""


def measure(search: str, count: int, folder: Path) -> Growth:
    entries = list(Generator(load_entries([folder]).entries, SEED).entries(count))
    pastes = [message.text for message in read_messages(sorted(OWN.glob("errors*.jsonl")))]
    asked = queries(entries, pastes, QUERIES, SEED)
    entries_memory = peak_memory()
    start = time.perf_counter()
    find = _BUILD[search](entries)
    build = time.perf_counter() - start
    times, _ = best_times(find, [paste for paste, _ in asked], SECONDS)
    first = sum(wanted in find(paste)[:1] for paste, wanted in asked)
    return Growth(search, count, entries_memory, peak_memory(), build, times, first / len(asked))


def _errfix(entries: Sequence[Entry]) -> Search:
    matcher = Matcher(entries)
    return lambda text: [match.entry_id for match in matcher.match(text).matches]


def _floor(entries: Sequence[Entry]) -> Search:
    return floor.build([Known(one.id, one.signature, one.root_cause, one.regex or "") for one in entries])


_BUILD: dict[str, Callable[[Sequence[Entry]], Search]] = {"errfix": _errfix, "floor": _floor}


def growth(console: Console, folder: Path, counts: Sequence[int], plot: Path | None) -> None:
    table = Table(
        "",
        *("entries", "p50 ms", "p95 ms", "p99 ms", "slowest", "build s", "MiB", "of it entries", "R@1"),
        title=f"Growth: {QUERIES} queries over made-up entries",
    )
    for column in table.columns[1:]:
        column.justify = "right"
    results = []
    for search in _BUILD:
        for count in counts:
            with console.status(f"measuring {RIVALS[search]} at {count:,} entries …"):
                found = _measured(search, count, folder)
            if isinstance(found, str):
                table.add_row(RIVALS[search], f"{count:,}", found)
                continue
            results.append(found)
            table.add_row(
                RIVALS[search],
                f"{count:,}",
                *(f"{percentile(found.times, percent):.2f}" for percent in (50, 95, 99, 100)),
                f"{found.build:.1f}",
                f"{found.memory:,.0f}",
                f"{found.entries_memory:,.0f}",
                f"{found.recall:.3f}",
            )
    console.print(table)
    for one in results:
        if one.search == "errfix" and one.count == BAR_COUNT:
            middle = percentile(one.times, 50)
            console.print(f"{verdict(middle <= BAR_MS)} p50 {middle:.1f} ms at {BAR_COUNT:,} entries; the bar is 10 ms")
    if plot:
        plot.write_text(_plot(results), "utf-8")
        console.print(f"plot written to {plot}")


def _measured(search: str, count: int, folder: Path) -> Growth | str:
    """What was measured, or why it could not be."""
    memory = int(sysconf("SC_AVPHYS_PAGES") * sysconf("SC_PAGE_SIZE") * SHARE_OF_FREE_MEMORY)
    try:
        result = run("growth", search, count, folder, memory, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"not within {PATIENCE / 3600:.0f} h"
    except subprocess.CalledProcessError:
        return "failed"
    return Growth(**result) if result else f"not in {memory / (1 << 30):.0f} GiB"


def _plot(results: Sequence[Growth]) -> str:
    def line(search: str, percent: int) -> Line:
        points = [(float(one.count), percentile(one.times, percent)) for one in results if one.search == search]
        return Line(f"{RIVALS[search]}, p{percent}", tuple(points))

    own = [one for one in results if one.search == "errfix"]
    memory = Line("memory, MiB", tuple((float(one.count), one.memory) for one in own))
    build = Line("build, s", tuple((float(one.count), one.build) for one in own))
    return draw(
        (
            Panel("Milliseconds for a message", (line("errfix", 50), line("errfix", 99), line("floor", 50))),
            Panel("What errfix takes", (memory, build)),
        ),
        "entries",
    )


def main() -> None:
    search, count, folder, memory = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    try:
        result = asdict(measure(search, int(count), Path(folder)))
    except MemoryError:
        result = None
    print(json.dumps(result))


if __name__ == "__main__":
    main()
