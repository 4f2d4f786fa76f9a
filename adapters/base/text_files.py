"""Text that people attach to a message: which files are read, how much of them, and in which encoding."""

import asyncio
import logging
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping

from aiohttp import ClientError, ClientSession

log = logging.getLogger(__name__)

MAX_BYTES = 1024 * 1024
"""So much of a file is read; of a longer one the end, where a log tells how it ended."""
MAX_FILES = 5
_PATIENCE_S = 20

_TEXT_TYPES = {
    "application/json",
    "application/xml",
    "application/yaml",
    "application/x-yaml",
    "application/toml",
    "application/x-sh",
    "application/javascript",
    "application/x-ndjson",
}
_TEXT_ENDINGS = (".log", ".txt", ".out", ".err", ".trace", ".md", ".json", ".yaml", ".yml", ".xml", ".csv", ".toml")


def holds_text(name: str, media_type: str) -> bool:
    kind = media_type.partition(";")[0].strip().casefold()
    return kind.startswith("text/") or kind in _TEXT_TYPES or name.casefold().endswith(_TEXT_ENDINGS)


def decode(data: bytes) -> str:
    """The text; Windows PowerShell writes its logs as UTF-16."""
    kind = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    return data.decode(kind, "replace")


async def fetch(session: ClientSession, url: str, size: int, media_type: str, headers: Mapping[str, str]) -> str | None:
    """The text at an address; None where it cannot be had, which is logged."""
    if size > MAX_BYTES:
        headers = {**headers, "Range": f"bytes=-{MAX_BYTES}"}
    try:
        # A redirect leads to a login page or elsewhere, where a token must not go.
        async with (
            asyncio.timeout(_PATIENCE_S),
            session.get(url, headers=headers, allow_redirects=False) as response,
        ):
            is_page = response.content_type == "text/html" and media_type.partition(";")[0] != "text/html"
            if response.status not in {200, 206} or is_page:
                log.warning("a file cannot be read: HTTP status %d, %s", response.status, response.content_type)
                return None
            data = await response.content.read(MAX_BYTES)
            while len(data) < MAX_BYTES and (more := await response.content.read(MAX_BYTES - len(data))):
                data += more
    except (ClientError, TimeoutError, OSError) as error:
        log.warning("a file cannot be read: %s", str(error) or type(error).__name__)
        return None
    return decode(data)
