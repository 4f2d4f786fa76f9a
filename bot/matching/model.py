"""The fitted weights: one linear score per candidate, and one logistic confidence for the best of them."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.matching.extract import Failure
from bot.matching.features import NAMES, Evidence
from bot.matching.lexicon import FAILURE, QUOTED
from bot.matching.lines import Kind

CONFIDENCE_NAMES = (
    "probability",
    "score",
    "line_precision",
    "order",
    "rare",
    "pattern",
    "cause",
    "tool",
    "other_error",
    "error_share",
    "code_share",
    "line_is_error",
    "line_is_code",
    "line_fails",
    "quoted",
    "lines",
)
"""What the confidence looks at, in order; docs/matching.md explains them."""

_FROM_EVIDENCE = ("line_precision", "order", "rare", "pattern", "cause", "tool", "other_error")


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by name. Fitted by `python -m benchmarks.fit`, kept in weights.json."""

    score_weights: dict[str, float]
    confidence_weights: dict[str, float]
    confidence_bias: float

    def score(self, values: Sequence[float]) -> float:
        return math.fsum(self.contributions(values))

    def contributions(self, values: Sequence[float]) -> list[float]:
        return [self.score_weights[name] * value for name, value in zip(NAMES, values, strict=True)]

    def confidences(self, failure: Failure, evidences: Sequence[Evidence], scores: Sequence[float]) -> list[float]:
        """P(the entry is the paste's error) for each candidate, best first; later ones get what their scores leave."""
        if not scores:
            return []
        values = confidence_values(failure, evidences[0], scores)
        pairs = zip(CONFIDENCE_NAMES, values, strict=True)
        best = _sigmoid(
            self.confidence_bias + math.fsum(self.confidence_weights[name] * value for name, value in pairs)
        )
        return [best * math.exp(score - scores[0]) for score in scores]


def confidence_values(failure: Failure, best: Evidence, scores: Sequence[float]) -> tuple[float, ...]:
    """The values of CONFIDENCE_NAMES for the best candidate; `scores` are those of all candidates, best first."""
    feature = dict(zip(NAMES, best.values, strict=True))
    text, kind = (best.unit.text, best.unit.kind) if best.unit else ("", None)
    return (
        1.0 / math.fsum(math.exp(score - scores[0]) for score in scores),
        scores[0],
        *(feature[name] for name in _FROM_EVIDENCE),
        failure.share(Kind.ERROR),
        failure.share(Kind.CODE),
        float(kind is Kind.ERROR),
        float(kind is Kind.CODE),
        float(bool(FAILURE.search(text))),
        float(bool(QUOTED.search(text))),
        math.log1p(len(failure.lines)),
    )


@cache
def bundled_model() -> Model:
    data = json.loads(files("bot.matching").joinpath("weights.json").read_text("utf-8"))
    return Model(data["score"], data["confidence"], data["confidence_bias"])


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
