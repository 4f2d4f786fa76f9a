"""Whether to speak: answer in public, offer quietly, or stay silent."""

from enum import StrEnum

from bot.events import Asked, ChannelMode

RIGHT_ANSWER_GAIN = 1.0
WRONG_ANSWER_COST = 3.0
WRONG_OFFER_COST = 0.7
ANSWER_FROM = WRONG_ANSWER_COST / (WRONG_ANSWER_COST + RIGHT_ANSWER_GAIN)
"""From this confidence an unasked answer gains more than it costs: p * gain > (1 - p) * cost. A wrong answer in public
is held to cost three right ones, a wrong offer (a reaction that nobody has to open) less than one."""
OFFER_FROM = WRONG_OFFER_COST / (WRONG_OFFER_COST + RIGHT_ANSWER_GAIN)
ASKED_FROM = 0.25
"""Whoever asks gets the best match, unless it is hardly better than a guess."""


class Decision(StrEnum):
    """What becomes of a message."""

    ANSWER = "answer"
    OFFER = "offer"
    SILENT = "silent"


def must_reply(asked: Asked, mode: ChannelMode) -> bool:
    """Whether somebody asked and the channel's mode lets them: then they are answered, "nothing found" included."""
    return asked is Asked.PRIVATELY or (asked is Asked.MENTION and mode is not ChannelMode.OFF)


def decide(
    confidence: float,
    *,
    asked: Asked = Asked.NO,
    mode: ChannelMode = ChannelMode.AUTO,
    by_maintainer: bool = False,
) -> Decision:
    """What to do with the best match's confidence (0..1, the margin over the runner-up already in it).

    Maintainers paste errors to discuss them: they are offered a card, not answered, unless they ask.
    """
    if must_reply(asked, mode):
        return Decision.ANSWER if confidence >= ASKED_FROM else Decision.SILENT
    if mode in {ChannelMode.MENTION, ChannelMode.OFF} or confidence < OFFER_FROM:
        return Decision.SILENT
    if confidence < ANSWER_FROM or mode is ChannelMode.OFFER or by_maintainer:
        return Decision.OFFER
    return Decision.ANSWER
