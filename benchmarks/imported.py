"""Imports the software entries of the installed package deadends-dev: python -m benchmarks.imported FOLDER."""

import sys
from importlib.metadata import distribution
from pathlib import Path

from bot.entries.deadends import import_deadends


def main() -> None:
    canons = Path(str(distribution("deadends-dev").locate_file("data/canons")))
    print(import_deadends(canons, Path(sys.argv[1])).written)


if __name__ == "__main__":
    main()
