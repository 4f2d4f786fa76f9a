import math

import pytest

from bot.matching.extract import extract
from bot.matching.features import NAMES, Closing, Evidence
from bot.matching.model import CONFIDENCE_NAMES, Model, bundled_model, setting

NOTHING = Evidence((0.0,) * len(NAMES), None)
NO_MORE = Closing(0.0, 0.0, other_error=False)
EMPTY = setting(extract(""))


def model(bias: float = 0.0, unknown: float = 0.0, **weights: float) -> Model:
    return Model(dict.fromkeys(NAMES, 0.5), dict.fromkeys(CONFIDENCE_NAMES, 0.0) | weights, bias, unknown)


def test_the_contributions_of_the_features_add_up_to_the_score() -> None:
    values = [float(number) for number in range(len(NAMES))]
    parts = bundled_model().contributions(values)

    assert len(parts) == len(NAMES)
    assert sum(parts) == pytest.approx(bundled_model().score(values))


def test_the_parts_of_a_confidence_add_up_to_its_log_odds() -> None:
    sure = bundled_model().confidence(EMPTY, NOTHING, NO_MORE, 7.0, [3.0])

    assert sum(sure.evidence.values()) == pytest.approx(math.log(sure.value / (1 - sure.value)))


def test_rivals_and_the_unknown_one_share_the_probability() -> None:
    only_probability = model(probability=1.0, unknown=2.0)

    alone = only_probability.confidence(EMPTY, NOTHING, NO_MORE, 2.0, []).evidence["probability"]
    with_rival = only_probability.confidence(EMPTY, NOTHING, NO_MORE, 2.0, [2.0]).evidence["probability"]

    assert (alone, with_rival) == pytest.approx((1 / 2, 1 / 3))


@pytest.mark.parametrize(("bias", "confidence"), ((1_000.0, 1.0), (-1_000.0, 0.0), (0.0, 0.5)))
def test_a_confidence_is_a_probability_however_large_the_evidence(bias: float, confidence: float) -> None:
    assert model(bias).confidence(EMPTY, NOTHING, NO_MORE, 0.0, []).value == confidence


def test_a_paste_s_setting_is_the_shares_of_its_kinds_of_lines() -> None:
    whole = setting(extract("import torch\nValueError: bad\nIf you see this, it should be fine\nplain words"))

    assert (whole.error_share, whole.code_share, whole.errors) == (0.25, 0.25, math.log1p(1))
    assert whole.hypothetical == pytest.approx(2 / 3)
    assert whole.lines == math.log1p(4)


@pytest.mark.parametrize(
    ("text", "settled", "asks", "passing"),
    (
        ("fixed it, the pod was OOMKilled", True, False, True),
        ("merci à Camille, plus un seul « Connection reset by peer »", True, False, True),
        ("昨天那个 OOMKilled 的事已经搞定了", True, False, True),
        ("my life is one segmentation fault 😂", True, False, True),
        ("why does the pod end with OOMKilled?", False, True, False),
        ("der Pod startet nicht, OOMKilled", False, True, False),
        ("почему под падает с OOMKilled", False, True, False),
        ("pod 一直 OOMKilled 怎么办", False, True, False),
        ("the pod ended with OOMKilled", False, False, True),
        ("Reason: OOMKilled\nExit Code: 137", False, False, False),
    ),
)
def test_a_failure_that_is_over_or_met_in_passing_is_told_from_one_that_somebody_has(
    text: str, *, settled: bool, asks: bool, passing: bool
) -> None:
    whole = setting(extract(text))

    assert (whole.settled > 0, whole.asks > 0, whole.passing > 0) == (settled, asks, passing)


def test_the_shape_of_code_and_the_layout_of_documents_are_shares_of_the_lines() -> None:
    whole = setting(extract("## Errors\n- 502: restart\nserver {\nlisten 80"))

    assert (whole.marked_up, whole.shaped) == (0.5, 0.25)


def test_an_empty_paste_has_a_setting_too() -> None:
    assert (EMPTY.error_share, EMPTY.lines, EMPTY.hypothetical) == (0, 0, 0)


def test_the_bundled_weights_are_those_of_the_features() -> None:
    bundled = bundled_model()

    assert set(bundled.score_weights) == set(NAMES)
    assert set(bundled.confidence_weights) == set(CONFIDENCE_NAMES)
