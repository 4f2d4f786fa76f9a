"""Socket Mode: the events come over a connection that errfix opens, so Slack need not reach this machine."""

import asyncio
import logging
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.problems import code_of
from adapters.slack.workspaces import unreachable
from bot.errors import ChannelError
from bot.settings import Settings

_log = logging.getLogger("slack_sdk.socket_mode")
_ATTEMPT_S = 15
PING_S = 10.0


class _OneLine(logging.Filter):
    """What slack_sdk tells of a broken connection, without the trace: it comes back by itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True


class _Client(SocketModeClient):
    """slack_sdk's client, which tries one address for ever; Slack's hold for half a minute and one connection."""

    async def connect(self) -> None:
        while not self.closed:
            try:
                async with asyncio.timeout(_ATTEMPT_S):
                    await super().connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
            except TimeoutError:
                self.wss_uri = None  # ask for a new one
            else:
                return


class _Handler(AsyncSocketModeHandler):
    """Bolt's handler, with our client."""

    def __init__(self, app: AsyncApp, token: str, client: SocketModeClient) -> None:
        self.app = app
        self.app_token = token
        self.client = client
        client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt itself does; the two types differ


class SocketMode:
    """The connection. It comes back by itself, however often it breaks."""

    def __init__(self, app: AsyncApp, settings: Settings, web: AsyncWebClient, *, ping_s: float = PING_S) -> None:
        self._app = app
        self._settings = settings
        self._web = web
        self._ping_s = ping_s
        self._handler: _Handler | None = None
        if settings.log_level != "debug" and not _log.filters:
            _log.addFilter(_OneLine())

    async def start(self) -> None:
        """Connect. Raise ChannelError where Slack refuses the token."""
        secret = self._settings.slack_app_token
        token = secret.get_secret_value() if secret else ""
        try:
            url = str((await self._web.apps_connections_open(app_token=token))["url"])
        except SlackApiError as error:
            msg = (
                f"Slack refuses SLACK_APP_TOKEN ({code_of(error)}); it needs the scope connections:write, "
                "and Socket Mode must be on; `errfix doctor` says more"
            )
            raise ChannelError(msg) from error
        except (ClientError, TimeoutError, OSError) as error:
            raise unreachable(self._settings, error) from error
        client = _Client(token, logger=_log, web_client=self._web, ping_interval=self._ping_s)
        if proxy_bypass(urlsplit(url).hostname or ""):
            client.proxy = None
        client.wss_uri = url
        self._handler = _Handler(self._app, token, client)
        await self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped

    async def close(self) -> None:
        if self._handler is not None:
            await self._handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
            self._handler = None
