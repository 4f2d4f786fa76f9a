"""How good the answers and the stated confidences are: each message judged by weights fitted without it.

python -m benchmarks.quality FOLDER FILE…
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.fit import FOLDS, cross_validated, read
from benchmarks.process import run
from bot.decision import ANSWER_FROM, OFFER_FROM
from bot.entries import load_entries
from bot.matching import Matcher

BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a message: how sure the best match was, and its right entry's place from 0 on (-1: none)."""

    file: str
    kind: str
    positive: bool
    confidence: float
    rank: int


def judge(folder: Path, files: Sequence[Path]) -> list[Judged]:
    matcher = Matcher(load_entries([folder]).entries)
    rows, names = [], {}
    for file in files:
        for row in read([file], matcher):
            rows.append(row)
            names[id(row)] = f"{file.resolve().parent.name}/{file.name}"
    scale = np.vstack([row.features for row in rows]).std(0) + 1e-9
    return [
        Judged(names[id(row)], row.kind, row.positive, confidence, rank)
        for row, confidence, rank in cross_validated(rows, scale)
    ]


def quality(console: Console, folder: Path, files: Sequence[Path]) -> None:
    with console.status("fitting and judging …"):
        judged = [Judged(**one) for one in run("quality", folder, *files)]
    console.print(_by_file(judged))
    console.print(_false_answers(judged))
    console.print(_reliability(judged))
    gap = sum(
        abs(sum(one.confidence for one in inside) - sum(one.rank == 0 for one in inside)) for inside in _bins(judged)
    )
    brier = sum((one.confidence - (one.rank == 0)) ** 2 for one in judged) / len(judged)
    console.print(f"expected calibration error {gap / len(judged):.3f}, Brier score {brier:.3f}")


def _by_file(judged: Sequence[Judged]) -> Table:
    table = Table(
        "",
        *(
            "messages",
            "errors",
            "R@1",
            "R@3",
            "answered",
            "of these right",
            "errors answered right",
            "offered",
            "right",
        ),
        title=f"Quality, {FOLDS}-fold cross-validated; answers from {ANSWER_FROM:.0%} on, offers from {OFFER_FROM:.0%}",
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for name in (*dict.fromkeys(sorted(one.file for one in judged)), "all"):
        some = [one for one in judged if name in {one.file, "all"}]
        errors = [one for one in some if one.positive]
        answered = [one for one in some if one.confidence >= ANSWER_FROM]
        offered = [one for one in some if OFFER_FROM <= one.confidence < ANSWER_FROM]
        table.add_row(
            name,
            str(len(some)),
            str(len(errors)),
            *(_share(sum(0 <= one.rank < limit for one in errors), len(errors)) for limit in (1, 3)),
            str(len(answered)),
            _share(sum(one.rank == 0 for one in answered), len(answered)),
            _share(sum(one.rank == 0 for one in answered), len(errors)),
            str(len(offered)),
            _share(sum(one.rank == 0 for one in offered), len(offered)),
        )
    return table


def _false_answers(judged: Sequence[Judged]) -> Table:
    table = Table("kind", "messages", "answered", "offered", title="Messages that deserve silence")
    for column in table.columns[1:]:
        column.justify = "right"
    silent = [one for one in judged if not one.positive]
    answered = Counter(one.kind for one in silent if one.confidence >= ANSWER_FROM)
    offered = Counter(one.kind for one in silent if OFFER_FROM <= one.confidence < ANSWER_FROM)
    for kind, number in sorted(Counter(one.kind for one in silent).items()):
        table.add_row(kind, str(number), str(answered[kind]), str(offered[kind]))
    table.add_section()
    table.add_row("all", str(len(silent)), str(answered.total()), str(offered.total()))
    return table


def _reliability(judged: Sequence[Judged]) -> Table:
    table = Table("stated", "messages", "mean stated", "observed right", title="Reliability of the confidence")
    for column in table.columns[1:]:
        column.justify = "right"
    for number, inside in enumerate(_bins(judged)):
        table.add_row(
            f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}",
            str(len(inside)),
            _share(sum(one.confidence for one in inside), len(inside)),
            _share(sum(one.rank == 0 for one in inside), len(inside)),
        )
    return table


def _bins(judged: Sequence[Judged]) -> list[list[Judged]]:
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for one in judged:
        bins[min(BINS - 1, int(one.confidence * BINS))].append(one)
    return bins


def _share(part: float, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def main() -> None:
    folder, *files = map(Path, sys.argv[1:])
    print(json.dumps([asdict(one) for one in judge(folder, files)]))


if __name__ == "__main__":
    main()
