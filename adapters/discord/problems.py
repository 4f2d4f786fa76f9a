"""What Discord's refusals mean: one sentence with what, where and what to do."""

import asyncio

import discord
from aiohttp import ClientError

FAILURES = (discord.DiscordException, ClientError, asyncio.TimeoutError, OSError)
"""How a call of Discord's API may fail."""

NO_MESSAGE = 10008
THREAD_EXISTS = 160004
CLOSED_THREAD = {50083, 160005}
"""An archived thread that a message does not open again, and one that is locked."""
CANNOT_WRITE_TO_PERSON = 50007
BLOCKED = 90001
_UNAUTHORIZED = 401
_EXPIRED = 50027
_GONE = {10003, 10008, 10014}  # channel, message, emoji
_MEANINGS = {
    10003: "the channel is not there any more",
    10008: "the message is not there any more",
    10015: "Discord does not know the click or command any more",
    10062: "more than three seconds had passed since the click or command",
    30033: "the thread has as many members as it may have",
    30010: "the message has as many reactions as it may have",
    40060: "somebody else has answered the interaction",
    50001: "errfix does not see the channel; give its role View Channel there",
    50007: "the person takes no direct messages from this server",
    50013: "errfix lacks a permission there; `errfix doctor` prints the address that asks for all it needs",
    50027: "more than fifteen minutes had passed since the click or command",
    50024: "this kind of channel does not allow it",
    50083: "the thread is archived",
    90001: "the person has blocked errfix",
    160005: "the thread is locked",
    160002: "errfix may not read the history there, so it cannot reply",
    160006: "the server has as many active threads as it may have",
}


class NoAccessError(Exception):
    """errfix may not do that in a channel, so Discord is not asked."""


def is_dead_token(error: BaseException) -> bool:
    """Whether nothing else will work with this token either; that of a click, which ages, is another one."""
    return isinstance(error, discord.HTTPException) and error.status == _UNAUTHORIZED and error.code != _EXPIRED


def is_settled(error: BaseException) -> bool:
    """Whether what was wanted is so already: the message is gone."""
    return isinstance(error, discord.HTTPException) and error.code in _GONE


def explain(error: BaseException) -> str:
    if isinstance(error, discord.HTTPException):
        said = f"Discord refused: {error.text or error.response.reason}"
        return f"{_MEANINGS.get(error.code, said)} ({error.code or error.status})"
    if isinstance(error, discord.DiscordException | NoAccessError):
        return str(error)
    return f"Discord cannot be reached ({str(error) or type(error).__name__})"
