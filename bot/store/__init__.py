"""What errfix remembers: claims, answers, votes, gaps, preferences and the web channel's posts. SQL is only here."""

from bot.store.store import Store
from bot.store.values import (
    UNSET,
    Answer,
    AnswerState,
    ChannelSettings,
    Gap,
    NewAnswer,
    Post,
    Stats,
    Unset,
)

__all__ = [
    "UNSET",
    "Answer",
    "AnswerState",
    "ChannelSettings",
    "Gap",
    "NewAnswer",
    "Post",
    "Stats",
    "Store",
    "Unset",
]
