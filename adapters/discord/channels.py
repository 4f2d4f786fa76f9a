"""Which channel a thread belongs to, also where discord.py does not know the thread: it forgets archived ones."""

from collections import OrderedDict
from typing import Any

import discord

from adapters.discord.access import Access
from adapters.discord.problems import NoAccessError

_MOST = 1000


class Channels:
    """Channels and threads by their id."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._found: OrderedDict[int, Any] = OrderedDict()

    def known(self, client: discord.Client, channel_id: int, guild_id: int | None) -> Any | None:  # noqa: ANN401 - any kind
        """The channel, if that can be said without asking Discord; outside of servers there are no threads."""
        if guild_id is None:
            return discord.Object(channel_id)
        # The client itself would look through all of its servers.
        guild = client.get_guild(guild_id)
        return (guild and guild.get_channel_or_thread(channel_id)) or self._found.get(channel_id)

    async def find(self, client: discord.Client, channel_id: int, guild_id: int | None) -> Any:  # noqa: ANN401 - likewise
        """The channel, or no more than its id where Discord does not say."""
        channel = self.known(client, channel_id, guild_id)
        if channel is not None:
            return channel
        nameless = discord.Object(channel_id)
        try:
            async with self._access.to(nameless, guild_id, "look at the channel"):
                channel = await client.fetch_channel(channel_id)
        except (NoAccessError, discord.Forbidden, discord.NotFound, discord.InvalidData):
            return nameless
        self._found[channel_id] = channel
        if len(self._found) > _MOST:
            self._found.popitem(last=False)
        return channel
