import pytest

from bot.decision import ANSWER_FROM, OFFER_FROM, Decision, decide
from bot.events import Asked, ChannelMode

SURE, FAIRLY_SURE, UNSURE, GUESS = 0.95, 0.6, 0.3, 0.05


@pytest.mark.parametrize(
    ("mode", "sure", "fairly_sure"),
    (
        (ChannelMode.AUTO, Decision.ANSWER, Decision.OFFER),
        (ChannelMode.OFFER, Decision.OFFER, Decision.OFFER),
        (ChannelMode.MENTION, Decision.SILENT, Decision.SILENT),
        (ChannelMode.OFF, Decision.SILENT, Decision.SILENT),
    ),
)
def test_unasked_the_channel_s_mode_decides_how_forward_to_be(
    mode: ChannelMode, sure: Decision, fairly_sure: Decision
) -> None:
    assert (decide(SURE, mode=mode), decide(FAIRLY_SURE, mode=mode)) == (sure, fairly_sure)


@pytest.mark.parametrize("mode", list(ChannelMode))
def test_unasked_and_unsure_it_is_silent_in_every_mode(mode: ChannelMode) -> None:
    assert decide(UNSURE, mode=mode) is Decision.SILENT


@pytest.mark.parametrize("mode", list(ChannelMode))
def test_a_private_question_is_answered_in_every_mode(mode: ChannelMode) -> None:
    assert decide(UNSURE, asked=Asked.PRIVATELY, mode=mode) is Decision.ANSWER


def test_a_mention_is_answered_unless_the_channel_is_off() -> None:
    answers = [decide(UNSURE, asked=Asked.MENTION, mode=mode) for mode in ChannelMode]

    assert answers == [Decision.ANSWER, Decision.ANSWER, Decision.ANSWER, Decision.SILENT]


def test_even_who_asks_gets_no_guess() -> None:
    assert decide(GUESS, asked=Asked.PRIVATELY) is Decision.SILENT


def test_a_maintainer_s_paste_is_offered_a_card_not_answered() -> None:
    assert decide(SURE, by_maintainer=True) is Decision.OFFER


def test_the_thresholds_are_where_gain_and_cost_are_equal() -> None:
    assert (ANSWER_FROM, round(OFFER_FROM, 3)) == (0.75, 0.412)
