"""Measures speed and quality; docs/benchmarks.md explains the tables."""

import argparse
import platform
import sys
import tempfile
from collections.abc import Sequence
from os import cpu_count
from pathlib import Path

from rich.console import Console

from benchmarks.corpus import labelled_files
from benchmarks.fuzz import COUNT, fuzz
from benchmarks.growth import FULL, PLOT, QUICK, growth
from benchmarks.length import length
from benchmarks.process import run
from benchmarks.quality import quality
from benchmarks.speed import side_by_side

SECTIONS = ("speed", "length", "quality", "growth", "fuzz")
_WIDTH = 150
"""Columns where the output goes to a file; the tables need them."""
QUICK_SECTIONS = SECTIONS[:-1]


def measure(console: Console, sections: Sequence[str], files: Sequence[Path], *, full: bool) -> bool:
    """Whether nothing failed; a missed bar is no failure, it is printed as missed."""
    console.print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        console.print(f"{run('imported', folder):,} entries imported from deadends-dev")
        if "speed" in sections:
            side_by_side(console, folder, files)
        if "length" in sections:
            length(console, folder)
        if "quality" in sections:
            quality(console, folder, files)
        if "growth" in sections:
            growth(console, folder, FULL if full else QUICK, PLOT if full else None)
        return "fuzz" not in sections or fuzz(console, folder, COUNT, seed=1, start=0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also 100,000 and 1,000,000 entries, the plot, and fuzzing")
    parser.add_argument("--messages", nargs="+", type=Path, metavar="FILE", help="labelled messages instead of our own")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, metavar="SECTION", help=f"of {', '.join(SECTIONS)}")
    arguments = parser.parse_args()
    sections = arguments.only or (SECTIONS if arguments.full else QUICK_SECTIONS)
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    return 0 if measure(console, sections, arguments.messages or labelled_files(), full=arguments.full) else 1


if __name__ == "__main__":
    sys.exit(main())
