"""rapidfuzz scanning the signatures with its general-purpose ratio."""

from pathlib import Path

from rapidfuzz import fuzz, process, utils

from benchmarks.corpus import read_known
from benchmarks.rivals import Search


def start(folder: Path) -> Search:
    known = read_known(folder)
    signatures = [utils.default_process(one.signature) for one in known]

    def search(text: str) -> list[str]:
        best = process.extract(utils.default_process(text), signatures, scorer=fuzz.WRatio, limit=10)
        return [known[position].id for _, _, position in best]

    return search
