"""Messages: new ones, edited ones and deleted ones."""

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from adapters.base.messages import BaseMessages
from adapters.slack.events import FileRef, SlackMessage, to_deletion, to_edit, to_message
from adapters.slack.files import Files
from adapters.slack.people import People
from adapters.slack.poster import Poster
from adapters.slack.workspaces import Workspace
from bot.desk import Desk
from bot.events import Message
from bot.service import Service


class Messages(BaseMessages[Workspace, FileRef]):
    """Handles the events `message` and `app_mention`; one message may come as both, and each of them twice."""

    def __init__(self, service: Service, desk: Desk, poster: Poster, people: People, files: Files) -> None:
        super().__init__(service, desk, poster)
        self._people = people
        self._files = files

    def handle(self, workspace: Workspace, event: dict[str, Any]) -> Coroutine[Any, Any, None] | None:
        """The work that the event brings, which holds on to nothing else of it; None where there is none."""
        if (deletion := to_deletion(event, workspace.origin)) is not None:
            return self.deleted(workspace, *deletion)
        if (edit := to_edit(event, workspace.origin)) is not None:
            return self.edited(workspace, edit, str(event.get("event_ts") or event.get("ts") or ""))
        if (incoming := to_message(event, workspace.origin)) is not None:
            return self.written(workspace, incoming)
        return None

    async def _completed(self, workspace: Workspace, incoming: SlackMessage) -> Message:
        message = incoming.message
        if incoming.files:
            message = replace(message, files=await self._files.read(workspace, incoming.files))
        if incoming.direct:
            profile = await self._people.profile(workspace, message.author.id)
            message = replace(message, author=replace(message.author, locale=profile.locale))
        return message
