"""Measures a matcher on labelled messages: recall, precision of what would be said in public, speed."""

import json
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.errors import InputError
from bot.matching.matcher import Matcher, MatchResult


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled message. `expect` lists the right entries; empty: it deserves silence."""

    id: str
    text: str
    expect: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case. `rank` counts from 0; None: no right entry among the matches."""

    id: str
    kind: str
    expect: tuple[str, ...]
    decision: str
    confidence: float
    matches: tuple[str, ...]
    line: str
    rank: int | None
    milliseconds: float

    @property
    def right(self) -> bool:
        return self.rank == 0

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of an evaluation; rates are shares from 0 to 1, and 0 where there was nothing to count."""

    cases: int
    positives: int
    recall_at_1: float
    recall_at_3: float
    answered: int
    answered_correct: int
    answer_precision: float
    answer_coverage: float
    offered: int
    offered_correct: int
    false_answers: dict[str, int]
    latency_ms: dict[str, float]
    load_seconds: float

    def to_json(self, *, indent: int | None = None) -> str:
        return json.dumps(asdict(self), indent=indent)


def read_cases(file: Path) -> Iterator[Case]:
    """The cases of a JSONL file. Raise InputError, with the line, for what is none."""
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        msg = f"cannot read {file}: {error.strerror}"
        raise InputError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"cannot read {file}: not UTF-8 (byte {error.start})"
        raise InputError(msg) from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            expect = data["expect"]
            if not isinstance(expect, list):
                raise TypeError  # noqa: TRY301 - joins the other ways of being no case
            yield Case(str(data["id"]), str(data["text"]), tuple(map(str, expect)), str(data.get("kind", "")))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            msg = f'{file}:{number}: not a case; a line is {{"id": …, "text": …, "expect": [entry ids], "kind": …}}'
            raise InputError(msg) from error


def evaluate(matcher: Matcher, cases: Iterable[Case], decide: Callable[[MatchResult], str]) -> Iterator[Outcome]:
    """Match each case; `decide` says what would be done in public: answer, offer or silent."""
    for case in cases:
        start = time.perf_counter()
        result = matcher.match(case.text)
        decision = decide(result)
        elapsed = time.perf_counter() - start
        ids = tuple(match.entry_id for match in result.matches)
        yield Outcome(
            case.id,
            case.kind,
            case.expect,
            decision,
            result.matches[0].confidence if result.matches else 0.0,
            ids,
            result.matches[0].line if result.matches else "",
            next((rank for rank, entry_id in enumerate(ids) if entry_id in case.expect), None),
            round(elapsed * 1000, 3),
        )


def summarize(outcomes: Sequence[Outcome], load_seconds: float) -> Summary:
    positives = [outcome for outcome in outcomes if outcome.expect]
    answered = [outcome for outcome in outcomes if outcome.decision == "answer"]
    offered = [outcome for outcome in outcomes if outcome.decision == "offer"]
    answered_correct = sum(outcome.right for outcome in answered)
    false_answers = Counter({outcome.kind: 0 for outcome in outcomes if not outcome.expect})
    false_answers.update(outcome.kind for outcome in answered if not outcome.expect)
    times = sorted(outcome.milliseconds for outcome in outcomes)
    return Summary(
        len(outcomes),
        len(positives),
        _share(sum(outcome.right for outcome in positives), len(positives)),
        _share(sum(outcome.rank is not None and outcome.rank < 3 for outcome in positives), len(positives)),  # noqa: PLR2004 - recall at 3
        len(answered),
        answered_correct,
        _share(answered_correct, len(answered)),
        _share(answered_correct, len(positives)),
        len(offered),
        sum(outcome.right for outcome in offered),
        dict(sorted(false_answers.items())),
        {f"p{percent}": percentile(times, percent) for percent in (50, 95, 99)},
        round(load_seconds, 3),
    )


def percentile(ordered: Sequence[float], percent: int) -> float:
    """Nearest rank; 0 for no values."""
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
