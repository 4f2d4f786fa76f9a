"""The desk: where people turn to the bot itself, with `/errfix …`; each request gets something to say to the asker."""

from bot.desk.desk import Desk
from bot.desk.values import EntryLine, Home, Request, Told, Usage, plain_usage

__all__ = ["Desk", "EntryLine", "Home", "Request", "Told", "Usage", "plain_usage"]
