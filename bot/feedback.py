"""Success rates: what an entry estimates, updated by the votes of the people here."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.entries import Entry, Fix, VerificationTier

# How many votes an entry's own estimate is worth, by how much somebody has checked it.
_TIER_WEIGHT = {
    VerificationTier.AI_GENERATED: 2.0,
    VerificationTier.AUTO_GENERATED: 2.0,
    VerificationTier.COMMUNITY: 3.0,
    VerificationTier.HUMAN_REVIEWED: 4.0,
    VerificationTier.VERIFIED: 6.0,
}
_MAX_EVIDENCE_WEIGHT = 2.0
_FAILING_MIN_DOWN = 3
_FAILING_MEAN = 0.4
_FAILING_SHARE = 0.25
_WRONG_PRIOR_RIGHT = 4.0
_MUTE_MIN_WRONG = 3
_MUTE_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes on one fix of one entry: how many people it worked for, and did not."""

    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """A fix's success rate: the posterior mean (0..1), and the votes behind it. Without votes it is an estimate."""

    mean: float
    up: int
    down: int

    @property
    def votes(self) -> int:
        return self.up + self.down

    @property
    def is_estimate(self) -> bool:
        return self.votes == 0

    @property
    def keeps_failing(self) -> bool:
        """Several people tried in vain, hardly anybody with success, and the estimate no longer outweighs them."""
        return self.down >= _FAILING_MIN_DOWN and self.mean < _FAILING_MEAN and self.up <= _FAILING_SHARE * self.votes


@dataclass(frozen=True, slots=True)
class Reception:
    """How answers with an entry were received in a channel: how many, and how many somebody called "not my error"."""

    answers: int = 0
    wrong: int = 0


def prior_weight(entry: Entry) -> float:
    """The weight of the entry's estimate, in votes."""
    return _TIER_WEIGHT[entry.verification_tier] + min(_MAX_EVIDENCE_WEIGHT, math.log10(1 + entry.evidence_count))


def posterior(entry: Entry, fix: Fix, tally: Tally) -> Rate:
    """Beta posterior with the estimate as prior mean: (weight * estimate + up) / (weight + up + down)."""
    weight = prior_weight(entry)
    mean = (weight * fix.success_rate + tally.up) / (weight + tally.up + tally.down)
    return Rate(mean, tally.up, tally.down)


def ranked(entry: Entry, tallies: Mapping[str, Tally]) -> list[tuple[Fix, Rate]]:
    """The entry's fixes with their rates: those that keep failing last, the others by posterior mean.

    The entry's own order decides between equals.
    """
    rated = [(fix, posterior(entry, fix, tallies.get(fix.fix_id, Tally()))) for fix in entry.workarounds]
    return sorted(rated, key=lambda pair: (pair[1].keeps_failing, -pair[1].mean))


def channel_factor(reception: Reception) -> float:
    """What an entry's confidence is multiplied with in a channel: 1 without reports, falling with each; 0 mutes.

    The share of answers that nobody called wrong, smoothed by a prior of four right ones.
    """
    right = max(reception.answers - reception.wrong, 0)
    if reception.wrong >= _MUTE_MIN_WRONG and reception.wrong > _MUTE_BELOW * max(reception.answers, reception.wrong):
        return 0.0
    return (right + _WRONG_PRIOR_RIGHT) / (right + reception.wrong + _WRONG_PRIOR_RIGHT)
