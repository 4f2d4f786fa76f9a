"""The fitted weights: one linear score per candidate, and one logistic confidence for the best of them."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.matching.extract import Failure
from bot.matching.features import NAMES, Evidence
from bot.matching.lexicon import FAILURE, HYPOTHETICAL, QUOTED
from bot.matching.lines import Kind

CONFIDENCE_NAMES = (
    "probability",
    "score",
    "line_precision",
    "order",
    "rare",
    "pattern",
    "pattern_missed",
    "cause",
    "tool",
    "other_error",
    "error_share",
    "errors",
    "detail_share",
    "code_share",
    "line_is_error",
    "line_is_prose",
    "line_fails",
    "line_words",
    "quoted",
    "hypothetical",
    "lines",
)
"""What the confidence looks at, in order; docs/matching.md explains them."""

_MANY = 3
"""So many hypothetical phrases say all that more would say."""
_FROM_EVIDENCE = ("line_precision", "order", "rare", "pattern", "pattern_missed", "cause", "tool", "other_error")


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by name. Fitted by `python -m benchmarks.fit`, kept in weights.json."""

    score_weights: dict[str, float]
    confidence_weights: dict[str, float]
    confidence_bias: float
    unknown_score: float
    """What an entry that nobody wrote yet might score: a rival that is always there, so that a small knowledge base
    does not take the best it has for right."""

    def score(self, values: Sequence[float]) -> float:
        return math.fsum(self.contributions(values))

    def contributions(self, values: Sequence[float]) -> list[float]:
        return [self.score_weights[name] * value for name, value in zip(NAMES, values, strict=True)]

    def confidences(
        self, failure: Failure, best: Evidence, scores: Sequence[float], rivals: Sequence[float]
    ) -> list[float]:
        """P(the entry is the paste's error) for each candidate; `scores` best first, `rivals` those of other errors."""
        contributions = self.confidence_contributions(failure, best, scores[0], rivals)
        first = _sigmoid(math.fsum(contributions.values()))
        return [first * math.exp(score - scores[0]) for score in scores]

    def confidence_contributions(
        self, failure: Failure, best: Evidence, score: float, rivals: Sequence[float]
    ) -> dict[str, float]:
        """What each part adds to the log-odds of the best candidate."""
        values = confidence_values(failure, best, score, [*rivals, self.unknown_score])
        parts = {
            name: self.confidence_weights[name] * value for name, value in zip(CONFIDENCE_NAMES, values, strict=True)
        }
        return {"bias": self.confidence_bias, **parts}


def confidence_values(failure: Failure, best: Evidence, score: float, rivals: Sequence[float]) -> tuple[float, ...]:
    """The values of CONFIDENCE_NAMES for the best candidate; `rivals` are the scores of candidates for other errors."""
    feature = dict(zip(NAMES, best.values, strict=True))
    text, kind, words = (best.unit.text, best.unit.kind, len(best.unit.tokens)) if best.unit else ("", None, 0)
    errors = sum(line.kind is Kind.ERROR for line in failure.lines)
    return (
        1.0 / (1.0 + math.fsum(math.exp(rival - score) for rival in rivals)),
        score,
        *(feature[name] for name in _FROM_EVIDENCE),
        failure.share(Kind.ERROR),
        math.log1p(errors),
        failure.share(Kind.DETAIL),
        failure.share(Kind.CODE),
        float(kind is Kind.ERROR),
        float(kind is Kind.PROSE),
        float(bool(FAILURE.search(text))),
        math.log1p(words),
        float(bool(QUOTED.search(text))),
        min(_MANY, len(HYPOTHETICAL.findall(failure.text))) / _MANY,
        math.log1p(len(failure.lines)),
    )


@cache
def bundled_model() -> Model:
    data = json.loads(files("bot.matching").joinpath("weights.json").read_text("utf-8"))
    return Model(data["score"], data["confidence"], data["confidence_bias"], data["unknown_score"])


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
