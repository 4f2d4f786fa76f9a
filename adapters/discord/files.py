"""Text that people attach to a message: `message.txt`, which Discord makes of a long paste, and logs."""

import asyncio
import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

import discord
from aiohttp import ClientSession, ClientTimeout

from adapters.base.text_files import MAX_FILES, fetch, holds_text
from bot.events import File

log = logging.getLogger(__name__)

_OURS = {"cdn.discordapp.com", "media.discordapp.net"}
_PATIENCE_S = 20


class Files:
    """Fetches attachments from Discord's own addresses alone. `close` it at the end."""

    def __init__(self, api_url: str) -> None:
        self._api = urlsplit(api_url)
        self._session: ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def read(self, attachments: Sequence[discord.Attachment]) -> tuple[File, ...]:
        """The texts among them. One that cannot be had is left out."""
        texts = [file for file in attachments if holds_text(file.filename, file.content_type or "")][:MAX_FILES]
        read = await asyncio.gather(*map(self._read, texts))
        return tuple(file for file in read if file is not None)

    async def _read(self, attachment: discord.Attachment) -> File | None:
        if not self.is_ours(attachment.url):
            log.warning("a file is not read: its address is none of Discord's")
            return None
        if self._session is None:
            # The environment's proxy settings hold, NO_PROXY included.
            self._session = ClientSession(timeout=ClientTimeout(total=_PATIENCE_S), trust_env=True)
        text = await fetch(self._session, attachment.url, attachment.size, attachment.content_type or "", {})
        return File(attachment.filename, text) if text and text.strip() else None

    def is_ours(self, url: str) -> bool:
        """Whether it is an address of Discord's, or of the server that stands for it."""
        try:
            split = urlsplit(url)
            place = (split.scheme, split.hostname, split.port)
        except ValueError:
            return False
        if place == (self._api.scheme, self._api.hostname, self._api.port):
            return True
        return split.scheme == "https" and split.hostname in _OURS and split.port is None
