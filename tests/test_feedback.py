import pytest

from bot.entries import Entry
from bot.feedback import Rate, Reception, Tally, channel_factor, posterior, prior_weight, ranked


def entry(*rates: float, tier: str = "ai_generated", evidence: int = 0) -> Entry:
    return Entry.model_validate(
        {
            "id": "tool/error",
            "signature": "Error: it broke",
            "domain": "tool",
            "root_cause": "It was fragile.",
            "verification_tier": tier,
            "evidence_count": evidence,
            "workarounds": [
                {"action": f"Fix number {n}", "id": f"fix-{n}", "success_rate": rate} for n, rate in enumerate(rates)
            ],
        }
    )


def test_before_any_vote_the_rate_is_the_entry_s_estimate() -> None:
    one = entry(0.9)

    assert posterior(one, one.workarounds[0], Tally()) == Rate(0.9, 0, 0)


def test_a_vote_moves_the_rate_by_the_weight_of_the_estimate() -> None:
    one = entry(0.5)

    assert posterior(one, one.workarounds[0], Tally(up=2)) == Rate((2 * 0.5 + 2) / (2 + 2), 2, 0)


def test_many_votes_outweigh_the_estimate() -> None:
    one = entry(0.95)

    assert posterior(one, one.workarounds[0], Tally(up=1, down=99)).mean == pytest.approx(0.03, abs=0.01)


def test_a_verified_entry_s_estimate_weighs_more_and_evidence_adds_to_it() -> None:
    weights = [
        prior_weight(entry(0.5)),
        prior_weight(entry(0.5, tier="human_reviewed")),
        prior_weight(entry(0.5, tier="verified")),
        prior_weight(entry(0.5, tier="verified", evidence=9)),
        prior_weight(entry(0.5, tier="verified", evidence=1_000_000)),
    ]

    assert weights == [2.0, 4.0, 6.0, 7.0, 8.0]


def test_fixes_are_ordered_by_what_worked_here() -> None:
    one = entry(0.9, 0.6)

    order = [fix.fix_id for fix, _ in ranked(one, {"fix-0": Tally(down=3), "fix-1": Tally(up=3)})]

    assert order == ["fix-1", "fix-0"]


def test_a_fix_that_keeps_failing_comes_after_one_that_is_estimated_lower() -> None:
    one = entry(0.9, 0.1)

    order = [fix.fix_id for fix, _ in ranked(one, {"fix-0": Tally(up=1, down=4)})]

    assert order == ["fix-1", "fix-0"]


def test_equal_rates_keep_the_entry_s_order() -> None:
    assert [fix.fix_id for fix, _ in ranked(entry(0.7, 0.7, 0.7), {})] == ["fix-0", "fix-1", "fix-2"]


@pytest.mark.parametrize(
    ("tally", "failing"),
    (
        (Tally(down=2), False),
        (Tally(down=3), True),
        (Tally(up=1, down=3), True),
        (Tally(up=2, down=3), False),
        (Tally(), False),
    ),
)
def test_a_fix_keeps_failing_when_several_tried_and_hardly_one_succeeded(tally: Tally, *, failing: bool) -> None:
    one = entry(0.5)

    assert posterior(one, one.workarounds[0], tally).keeps_failing is failing


@pytest.mark.parametrize(
    ("reception", "factor"),
    (
        (Reception(), 1.0),
        (Reception(answers=10), 1.0),
        (Reception(answers=2, wrong=1), 5 / 6),
        (Reception(answers=4, wrong=2), 0.75),
        (Reception(answers=4, wrong=3), 0.0),
        (Reception(answers=10, wrong=3), 11 / 14),
    ),
)
def test_wrong_matches_lower_an_entry_s_confidence_in_the_channel_and_mute_it_when_mostly_wrong(
    reception: Reception, factor: float
) -> None:
    assert channel_factor(reception) == pytest.approx(factor)
