"""Slack's door: listens to its events, by Socket Mode or HTTP, and hands each to whoever handles it."""

import logging
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from adapters.base.actions import Action
from adapters.base.outbox import Outbox
from adapters.base.refresh import Refresher
from adapters.base.running import Running
from adapters.slack.clicks import respond
from adapters.slack.commands import Commands
from adapters.slack.feedback import Feedback
from adapters.slack.files import Files
from adapters.slack.guard import guarded
from adapters.slack.installations import installation_store, oauth_flow
from adapters.slack.messages import Messages
from adapters.slack.people import People
from adapters.slack.poster import Poster
from adapters.slack.render import render_text
from adapters.slack.setup import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH, check, is_for_many
from adapters.slack.socket_mode import SocketMode
from adapters.slack.workspaces import CONTEXT_KEY, Authorize, Workspace, Workspaces, id_of
from bot.desk import Desk
from bot.localization import translator
from bot.service import Service
from bot.settings import Settings

log = logging.getLogger(__name__)

DRAIN_S = 10.0
COMMAND = "/errfix"
SHORTCUT = "find_fix"

Handler = Callable[[Workspace, dict[str, Any]], Awaitable[None] | None]


class SlackAdapter:
    """The channel Slack. `start` connects; in HTTP mode, `mount` it on the server before."""

    def __init__(self, service: Service, desk: Desk, settings: Settings) -> None:
        """Raise SettingsError for settings of Slack that cannot work."""
        check(settings)
        self._settings = settings
        # For what concerns nobody whose language is known.
        self._locale = "en" if settings.locale == "auto" else settings.locale
        self._store = service.store
        self.running = Running()
        """What goes on after Slack got its acknowledgement."""
        self._installations = installation_store(settings, service.store) if is_for_many(settings) else None
        self.workspaces = Workspaces(settings, self._installations)
        self.outbox = Outbox(self.running, "Slack")
        poster = Poster(service, self.outbox, Refresher(self.running), self.workspaces)
        people, files = People(), Files(settings.slack_api_url)
        self._messages = Messages(service, desk, poster, people, files)
        self._feedback = Feedback(service, self.workspaces, poster, people)
        self._commands = Commands(service, desk, self.workspaces, people, files)
        self._oauth: AsyncOAuthFlow | None = None
        if self._installations is not None:
            self._oauth = oauth_flow(settings, service.store, self._installations, self.workspaces.client)
        self.app = self._new_app()
        self._listen()
        self._socket = SocketMode(self.app, settings, self.workspaces.client) if settings.slack_app_token else None

    def mount(self, app: web.Application) -> None:
        """Add the addresses that Slack, or whoever installs the app, calls."""
        if self._settings.slack_signing_secret is not None:
            app.router.add_post(EVENTS_PATH, self._event)
        if self._oauth is not None:
            app.router.add_get(INSTALL_PATH, self._install)
            app.router.add_get(REDIRECT_PATH, self._installed)

    async def start(self) -> str:
        """Connect; what is connected, in a person's words. Raise ChannelError where Slack refuses."""
        await self.workspaces.open()
        if self._oauth is None:
            me = await self.workspaces.who_am_i()
            who = f"Slack workspace {me['team']} as @{me['user']}"
        else:
            who = f"Slack workspaces that install it at {INSTALL_PATH}"
        if self._socket is not None:
            await self._socket.start()
            return f"{who}, by Socket Mode"
        return f"{who}, by HTTP at {EVENTS_PATH}"

    async def close(self) -> None:
        """Take nothing new, and give what is under way ten seconds."""
        if self._socket is not None:
            await self._socket.close()
        stopped = await self.running.drain(DRAIN_S)
        if stopped:
            log.warning(
                "%d tasks were not done within %d s; a redelivery or another replica has them", stopped, DRAIN_S
            )
        await self.workspaces.close()

    def _new_app(self) -> AsyncApp:
        # What Bolt would say of its own, about tokens in the environment or events nobody listens to, is no news here;
        # failures come to `_failed`.
        bolt_log = logging.getLogger("errfix.slack_bolt")
        bolt_log.setLevel(logging.DEBUG if self._settings.log_level == "debug" else logging.CRITICAL)
        logging.getLogger("slack_sdk.web").setLevel(logging.getLogger().getEffectiveLevel())
        secret = self._settings.slack_signing_secret
        t = translator(self._locale)
        app = AsyncApp(
            name="errfix",
            logger=bolt_log,
            client=self.workspaces.client,
            signing_secret=secret.get_secret_value() if secret else "",
            authorize=Authorize(self.workspaces),  # type: ignore[arg-type]  # Bolt's own class, but not in its types
            oauth_flow=self._oauth,
            user_facing_authorize_error_message=t(
                "errfix is not connected to this workspace. Please install it again."
            ),
        )
        app.error(_failed)
        return app

    def _listen(self) -> None:
        app = self.app
        for event in ("message", "app_mention"):
            app.event(event)(self._on_event("handling a message", self._messages.handle))
        for event in ("reaction_added", "reaction_removed"):
            app.event(event)(self._on_event("handling a reaction", self._feedback.react))
        app.event("app_home_opened")(self._on_event("showing the home", self._commands.home_opened))
        app.event("app_uninstalled")(self._on_uninstalled)
        app.event("tokens_revoked")(self._on_revoked)
        app.command(COMMAND)(self._on_body("answering a command", self._commands.command))
        app.shortcut(SHORTCUT)(self._on_body("answering the message menu", self._commands.shortcut))
        language = re.compile(rf"{Action.LANGUAGE}:\d+")
        app.action(language)(self._on_body("choosing a language", self._commands.language))
        others = "|".join(action for action in Action if action is not Action.LANGUAGE)
        app.action(re.compile(rf"(?:{others}):\d+"))(self._on_body("handling a click", self._feedback.click))
        app.action(re.compile(".*"))(_only_ack)  # a button that is a link

    def _on_event(self, what: str, handler: Handler) -> Callable[..., Awaitable[None]]:
        async def listener(event: dict[str, Any], context: AsyncBoltContext) -> None:
            self._begin(what, handler, context, event)

        return listener

    def _on_body(self, what: str, handler: Handler) -> Callable[..., Awaitable[None]]:
        async def listener(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
            await ack()
            self._begin(what, handler, context, body)

        return listener

    def _begin(self, what: str, handler: Handler, context: AsyncBoltContext, payload: dict[str, Any]) -> None:
        workspace: Workspace = context[CONTEXT_KEY]
        work = handler(workspace, payload)
        if work is not None:
            apologize = partial(self._apologize, str(payload.get("response_url") or ""))
            self.running.start(guarded(self.workspaces, workspace, what, work, apologize))

    async def _apologize(self, response_url: str) -> None:
        """Tell who asked for something that it failed here; nobody waits for what an event brings."""
        if response_url:
            t = translator(self._locale)
            said = render_text(t("Something went wrong on the server. Try again."))
            await respond(self.workspaces.session, response_url, said)

    async def _on_uninstalled(self, context: AsyncBoltContext) -> None:
        """The app was removed: forget what the workspace said, and its token."""
        self.running.start(self._forget(context, everything=True))

    async def _on_revoked(self, event: dict[str, Any], context: AsyncBoltContext) -> None:
        if (event.get("tokens") or {}).get("bot"):
            self.running.start(self._forget(context, everything=False))

    async def _forget(self, context: AsyncBoltContext, *, everything: bool) -> None:
        workspace_id = id_of(context)
        if workspace_id is None:
            return
        try:
            if self._installations is not None:
                # A token of an organization is kept without a workspace.
                team_id = None if context.is_enterprise_install else context.team_id
                await self._installations.async_delete_all(enterprise_id=context.enterprise_id, team_id=team_id)
            rows = await self._store.forget_workspace("slack", workspace_id) if everything else 0
        except Exception:
            log.exception("forgetting workspace %s failed", workspace_id)
            return
        self.workspaces.forget(workspace_id)
        how = f"was uninstalled: {rows} rows of its data are deleted" if everything else "lost its token"
        log.warning("errfix in workspace %s %s", workspace_id, how)

    async def _event(self, request: web.Request) -> web.Response:
        try:
            bolt_request = await to_bolt_request(request)
        except (ValueError, AttributeError, TypeError):  # no JSON, no form, no object
            return web.Response(status=400, text="not a request of Slack's")
        return await to_aiohttp_response(await self.app.async_dispatch(bolt_request))

    async def _install(self, request: web.Request) -> web.Response:
        assert self._oauth is not None  # noqa: S101 - mounted with it only
        return await to_aiohttp_response(await self._oauth.handle_installation(await to_bolt_request(request)))

    async def _installed(self, request: web.Request) -> web.Response:
        assert self._oauth is not None  # noqa: S101 - as above
        try:
            response = await self._oauth.handle_callback(await to_bolt_request(request))
        except Exception:
            log.exception("an installation failed")
            return web.Response(status=502, text="errfix could not finish the installation; please try again")
        self.workspaces.forget_unknown()
        return await to_aiohttp_response(response)


async def _only_ack(ack: AsyncAck) -> None:
    await ack()


async def _failed(error: Exception) -> None:
    log.error("an event of Slack's could not be taken", exc_info=error)
