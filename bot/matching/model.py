"""The fitted weights: one linear score per candidate, and one logistic confidence for the best of them."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.matching.extract import Failure
from bot.matching.features import NAMES
from bot.matching.lines import Kind

if TYPE_CHECKING:
    from bot.matching.matcher import Scored

CONFIDENCE_NAMES = (
    "margin",
    "probability",
    "score",
    "line_coverage",
    "line_precision",
    "explained",
    "wording",
    "pattern",
    "domain",
    "tool",
    "names_failure",
    "code_share",
    "prose_share",
    "long",
)
"""What the confidence looks at, in order."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by name. Fitted by `errfix eval --fit`, kept in weights.json."""

    score_weights: dict[str, float]
    confidence_weights: dict[str, float]
    confidence_bias: float
    lonely_margin: float
    """The margin where no other entry competes."""

    def score(self, values: Sequence[float]) -> float:
        return math.fsum(self.contributions(values))

    def contributions(self, values: Sequence[float]) -> list[float]:
        return [self.score_weights[name] * value for name, value in zip(NAMES, values, strict=True)]

    def confidences(self, failure: Failure, scored: "Sequence[Scored]", margin: float) -> list[float]:
        """P(the entry is the paste's error) for each candidate; the later ones share what their scores leave them."""
        if not scored:
            return []
        values = confidence_values(failure, scored, margin)
        best = _sigmoid(
            self.confidence_bias
            + math.fsum(
                self.confidence_weights[name] * value for name, value in zip(CONFIDENCE_NAMES, values, strict=True)
            )
        )
        return [best * math.exp(max(-50.0, one.score - scored[0].score)) for one in scored]


def confidence_values(failure: Failure, scored: "Sequence[Scored]", margin: float) -> tuple[float, ...]:
    best = scored[0]
    feature = dict(zip(NAMES, best.evidence.values, strict=True))
    top = best.score
    total = math.fsum(math.exp(one.score - top) for one in scored)
    return (
        min(margin, 6.0),
        1.0 / total,
        top,
        feature["line_coverage"],
        feature["line_precision"],
        feature["explained"],
        feature["wording"],
        feature["pattern"],
        feature["domain"],
        feature["tool"],
        float(failure.names_failure),
        failure.share(Kind.CODE),
        failure.share(Kind.PROSE),
        math.log1p(len(failure.lines)),
    )


@cache
def bundled_model() -> Model:
    data = json.loads(files("bot.matching").joinpath("weights.json").read_text("utf-8"))
    return Model(data["score"], data["confidence"], data["confidence_bias"], data["lonely_margin"])


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
