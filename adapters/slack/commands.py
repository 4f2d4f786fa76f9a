"""What people ask the bot itself: `/errfix`, the message menu, and its home."""

from dataclasses import replace
from typing import Any

from adapters.slack.clicks import respond, to_click
from adapters.slack.events import SlackMessage, to_request, to_shortcut
from adapters.slack.files import Files
from adapters.slack.people import People
from adapters.slack.render import render_home, render_told
from adapters.slack.workspaces import Workspace, Workspaces
from bot.commands import Here, parse
from bot.desk import Desk, Request
from bot.events import Person, Place
from bot.service import Service


class Commands:
    """Handles the slash command, the shortcut and the app home."""

    def __init__(self, service: Service, desk: Desk, workspaces: Workspaces, people: People, files: Files) -> None:
        self._service = service
        self._desk = desk
        self._workspaces = workspaces
        self._people = people
        self._files = files

    async def command(self, workspace: Workspace, body: dict[str, Any]) -> None:
        incoming = to_request(body, workspace.origin)
        if incoming is not None:
            await self._answer(workspace, incoming, str(body.get("response_url") or ""))

    async def shortcut(self, workspace: Workspace, body: dict[str, Any]) -> None:
        incoming = to_shortcut(body, workspace.origin)
        if incoming is not None:
            await self._answer(workspace, incoming, str(body.get("response_url") or ""), is_error=True)

    async def home_opened(self, workspace: Workspace, event: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            place = workspace.origin.place(str(event.get("channel") or ""))
            await self._show_home(workspace, place, workspace.origin.person(str(event.get("user") or "")))

    async def language(self, workspace: Workspace, body: dict[str, Any]) -> None:
        """Somebody chose a language on the bot's home."""
        click = to_click(body, workspace)
        await self._desk.choose_language(click.place, click.person, click.action.locale)
        await self._show_home(workspace, click.place, click.person)

    async def _answer(
        self, workspace: Workspace, incoming: SlackMessage, response_url: str, *, is_error: bool = False
    ) -> None:
        message = incoming.message
        person = await self._known(workspace, message.author)
        message = replace(message, author=person, files=await self._files.read(workspace, incoming.files))
        manages = False
        if not is_error:
            command = parse(message.text)
            if isinstance(command, Here) and command.mode is not None:
                manages = await self._people.may_manage(workspace, message.place.channel, person.id)
        told = await self._desk.handle(Request(message, manages, is_error))
        await respond(self._workspaces.session, response_url, render_told(told))

    async def _show_home(self, workspace: Workspace, place: Place, person: Person) -> None:
        home = await self._desk.home(place, await self._known(workspace, person))
        await workspace.client.views_publish(user_id=person.id, view=render_home(home))

    async def _known(self, workspace: Workspace, person: Person) -> Person:
        """The person with what Slack knows of their language."""
        return replace(person, locale=(await self._people.profile(workspace, person.id)).locale)
