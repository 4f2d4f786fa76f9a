"""Text that people attach to a message: which files are read, and how they are fetched."""

import asyncio
import logging
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError

from adapters.base.text_files import MAX_FILES, fetch, holds_text
from adapters.slack.events import FileRef, to_file
from adapters.slack.problems import explain, is_dead_token
from adapters.slack.workspaces import Workspace
from bot.events import File

log = logging.getLogger(__name__)

_OURS = ("slack.com", "slack-gov.com")


class Files:
    """Fetches files with the workspace's token, from Slack's own addresses alone."""

    def __init__(self, api_url: str) -> None:
        self._api = urlsplit(api_url)

    async def read(self, workspace: Workspace, refs: tuple[FileRef, ...]) -> tuple[File, ...]:
        """The texts among the files. One that cannot be had is left out, or stands as Slack's preview of it."""
        promising = [ref for ref in refs if ref.must_ask or is_text(ref)]
        read = await asyncio.gather(*(self._read(workspace, ref) for ref in promising[:MAX_FILES]))
        return tuple(file for file in read if file is not None)

    async def _read(self, workspace: Workspace, ref: FileRef) -> File | None:
        known = await self._ask(workspace, ref) if ref.must_ask else ref
        if known is None or not is_text(known):
            return None
        text = await self._fetch(workspace, known)
        return File(known.name or "file.txt", text) if text.strip() else None

    async def _ask(self, workspace: Workspace, ref: FileRef) -> FileRef | None:
        try:
            response = await workspace.client.files_info(file=ref.id)
        except SlackApiError as error:
            if is_dead_token(error):
                raise
            log.warning("cannot look at a file of another organization: %s", explain(error))
            return None
        except (ClientError, TimeoutError, OSError) as error:
            log.warning("cannot look at a file of another organization: %s", str(error) or type(error).__name__)
            return None
        return to_file(response.get("file") or {})

    async def _fetch(self, workspace: Workspace, ref: FileRef) -> str:
        if not self.is_ours(ref.url):
            log.warning("a file is not read: its address is none of Slack's")
            return ref.preview
        session: ClientSession | None = workspace.client.session
        if session is None:
            return ref.preview
        headers = {"Authorization": f"Bearer {workspace.token}"}
        text = await fetch(session, ref.url, ref.size, ref.mimetype, headers)
        return ref.preview if text is None else text

    def is_ours(self, url: str) -> bool:
        """Whether the token may be sent there: to Slack, or to the server that stands for it."""
        try:
            split = urlsplit(url)
            host, port = split.hostname or "", split.port
        except ValueError:
            return False
        if (split.scheme, host, port) == (self._api.scheme, self._api.hostname, self._api.port):
            return True
        return split.scheme == "https" and any(host == own or host.endswith(f".{own}") for own in _OURS)


def is_text(ref: FileRef) -> bool:
    """Whether it is a pasted snippet or a file that holds text."""
    if ref.mode == "snippet":
        return True
    if ref.mode not in {"hosted", ""}:  # deleted, on another service, beyond the plan's limit
        return False
    return holds_text(ref.name, ref.mimetype)
