"""The one door between the channels and the core: what the bot does with what comes in."""

from bot.service.service import Service
from bot.service.values import Found, Judged, Reply, Standing

__all__ = ["Found", "Judged", "Reply", "Service", "Standing"]
