"""The fitted weights: one linear score per candidate, and one logistic confidence for the best of them."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import islice
from operator import mul

from bot.matching.extract import Failure
from bot.matching.features import NAMES, Closing, Evidence
from bot.matching.lines import Kind
from bot.matching.signs import ASKS, HYPOTHETICAL, SETTLED, Sign, signs

CONFIDENCE_NAMES = (
    "probability",
    "score",
    "line_precision",
    "pattern",
    "pattern_missed",
    "cause",
    "tool",
    "order",
    "rare",
    "other_error",
    "error_share",
    "errors",
    "detail_share",
    "code_share",
    "line_is_error",
    "line_is_prose",
    "line_is_code",
    "line_is_log",
    "line_is_detail",
    "line_fails",
    "line_words",
    "quoted",
    "comment",
    "hypothetical",
    "settled",
    "asks",
    "shaped",
    "marked_up",
    "passing",
    "lines",
)
"""What the confidence looks at, in order; docs/matching.md explains them."""

_MANY = 3
"""So many hypothetical phrases say all that more would say."""
_LINE_KINDS = (Kind.ERROR, Kind.PROSE, Kind.CODE, Kind.LOG, Kind.DETAIL)
"""In the order of CONFIDENCE_NAMES."""
_FROM_EVIDENCE = tuple(map(NAMES.index, ("line_precision", "pattern", "pattern_missed", "cause", "tool")))


@dataclass(frozen=True, slots=True)
class Confidence:
    """A probability, and what each part added to its log-odds."""

    value: float
    evidence: dict[str, float]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole paste says about whether there is a failure at all, worked out once for all candidates."""

    error_share: float
    errors: float
    detail_share: float
    code_share: float
    hypothetical: float
    settled: float
    asks: float
    shaped: float
    marked_up: float
    passing: float
    lines: float


@dataclass(frozen=True)
class Model:
    """Weights by name. Fitted by `python -m benchmarks.fit`, kept in weights.json."""

    score_weights: dict[str, float]
    confidence_weights: dict[str, float]
    confidence_bias: float
    unknown_score: float
    """What an entry that nobody wrote yet might score: a rival that is always there, so that a small knowledge base
    does not take the best it has for right."""

    def score(self, values: Sequence[float]) -> float:
        return math.fsum(map(mul, self._weights, values))

    def contributions(self, values: Sequence[float]) -> tuple[float, ...]:
        """What each feature adds to the score, in the order of NAMES."""
        return tuple(map(mul, self._weights, values))

    @cached_property
    def _weights(self) -> tuple[float, ...]:
        return tuple(self.score_weights[name] for name in NAMES)

    def confidence(
        self, paste: Setting, best: Evidence, more: Closing, score: float, rivals: Sequence[float]
    ) -> Confidence:
        """P(the entry is the paste's error) for the best candidate; `rivals` are the scores of other errors'."""
        values = confidence_values(paste, best, more, score, [*rivals, self.unknown_score])
        parts = {
            name: self.confidence_weights[name] * value for name, value in zip(CONFIDENCE_NAMES, values, strict=True)
        }
        parts["bias"] = self.confidence_bias
        return Confidence(_sigmoid(math.fsum(parts.values())), parts)


def setting(failure: Failure) -> Setting:
    kinds = [line.kind for line in failure.lines]
    count = max(1, len(kinds))
    errors = kinds.count(Kind.ERROR)
    text = failure.text.encode()
    hypothetical, settled, asks = (
        sum(1 for _ in islice(phrases.finditer(text), _MANY)) / _MANY for phrases in (HYPOTHETICAL, SETTLED, ASKS)
    )
    return Setting(
        errors / count,
        math.log1p(errors),
        kinds.count(Kind.DETAIL) / count,
        kinds.count(Kind.CODE) / count,
        hypothetical,
        settled,
        asks,
        sum(line.shaped for line in failure.lines) / count,
        sum(line.marked_up for line in failure.lines) / count,
        float(not asks and all(line.said for line in failure.lines)),
        math.log1p(len(failure.lines)),
    )


def confidence_values(
    paste: Setting, best: Evidence, more: Closing, score: float, rivals: Sequence[float]
) -> tuple[float, ...]:
    """The values of CONFIDENCE_NAMES for the best candidate; `rivals` are the scores of candidates for other errors."""
    unit = best.unit
    shown = signs(unit.text.encode()) if unit else ()
    return (
        1.0 / (1.0 + math.fsum(math.exp(rival - score) for rival in rivals)),
        score,
        *(best.values[number] for number in _FROM_EVIDENCE),
        more.order,
        more.rare,
        float(more.other_error),
        paste.error_share,
        paste.errors,
        paste.detail_share,
        paste.code_share,
        *(float(unit is not None and unit.kind is kind) for kind in _LINE_KINDS),
        float(Sign.FAILURE in shown),
        math.log1p(len(unit.tokens) if unit else 0),
        float(Sign.QUOTED in shown),
        float(Sign.COMMENT in shown),
        paste.hypothetical,
        paste.settled,
        paste.asks,
        paste.shaped,
        paste.marked_up,
        paste.passing,
        paste.lines,
    )


@cache
def bundled_model() -> Model:
    data = json.loads(files("bot.matching").joinpath("weights.json").read_text("utf-8"))
    return Model(data["score"], data["confidence"], data["confidence_bias"], data["unknown_score"])


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
