"""Where Discord has refused errfix something: it is not asked again before something may have changed.

Discord bars an address for an hour that makes ten thousand invalid requests in ten minutes.
"""

import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from adapters.discord.problems import BLOCKED, CANNOT_WRITE_TO_PERSON, NoAccessError

KEPT_S = 600.0
_MOST = 10_000
_BY_PERSON = {CANNOT_WRITE_TO_PERSON, BLOCKED}
"""What a person refuses; others in the channel may not."""


class Access:
    """The doors that were shut: what was tried, and in which channel."""

    def __init__(self) -> None:
        self._shut: OrderedDict[tuple[int | None, int, str], float] = OrderedDict()

    @asynccontextmanager
    async def to(self, channel: discord.abc.Snowflake, guild_id: int | None, what: str) -> AsyncIterator[None]:
        """Try something in a channel. Raise NoAccessError where it was refused lately, with nothing changed since."""
        key = (guild_id, channel.id, what)
        if self._shut.get(key, 0) > time.monotonic():
            msg = f"Discord has refused to let errfix {what} there; it is not tried again for a while"
            raise NoAccessError(msg)
        try:
            yield
        except discord.Forbidden as error:
            if error.code in _BY_PERSON:
                raise
            self._shut[key] = time.monotonic() + KEPT_S
            self._shut.move_to_end(key)
            if len(self._shut) > _MOST:
                self._shut.popitem(last=False)
            raise

    def changed(self, guild_id: int) -> None:
        """Roles or permissions of the server are others now."""
        for key in [key for key in self._shut if key[0] == guild_id]:
            del self._shut[key]
