"""The process's one HTTP server: health, and whatever the channels mount on it."""

import errno
import ipaddress
import logging
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot import __version__
from bot.errors import ChannelError, ErrfixError
from bot.settings import Settings

log = logging.getLogger(__name__)

_SHUTDOWN_S = 3.0
"""How long requests in flight may take to end; streams are ended by their owners at once."""


@dataclass(frozen=True, slots=True)
class Health:
    """What /healthz asks: `ping` raises StoreError when the database is away, `entries` counts the knowledge base."""

    ping: Callable[[], Awaitable[None]]
    entries: Callable[[], int]


class HttpServer:
    """Listens on the configured address. Channels add their routes to `app` before `start()`.

    `needs_password` unless whatever is mounted knows by itself whom to let in, as Slack's signed requests do.
    """

    def __init__(self, settings: Settings, health: Health, *, needs_password: bool = True) -> None:
        self._settings = settings
        self._health = health
        self._needs_password = needs_password
        # A message may be 1 MB; escaped as JSON it may take up to a few times that.
        self.app = web.Application(client_max_size=4 * 1024 * 1024)
        self.app.router.add_get("/healthz", self._healthz)
        self._runner: web.AppRunner | None = None
        self._port = settings.web_port

    @property
    def port(self) -> int:
        """The port in use, which the system chose when the setting is 0."""
        return self._port

    @property
    def url(self) -> str:
        host = self._settings.web_host
        return f"http://[{host}]:{self._port}" if ":" in host else f"http://{host}:{self._port}"

    async def start(self) -> None:
        """Open the port. Raise ChannelError when that cannot be done or must not be."""
        host = self._settings.web_host
        if self._needs_password and not is_loopback(host) and self._settings.web_token is None:
            msg = (
                f"ERRFIX_WEB_HOST={host or '(empty)'} can be reached from other machines; "
                "set ERRFIX_WEB_TOKEN to a password of 16 characters or more, or use 127.0.0.1"
            )
            raise ChannelError(msg)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=_SHUTDOWN_S)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, self._settings.web_port)
        try:
            await site.start()
        except OSError as error:
            await self.close()
            raise ChannelError(self._why(error)) from error
        self._port = int(self._runner.addresses[0][1])
        log.info("listening on %s", self.url)

    async def close(self) -> None:
        """Stop listening, end open streams and wait for requests in flight."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _why(self, error: OSError) -> str:
        host, port = self._settings.web_host, self._settings.web_port
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            return f"ERRFIX_WEB_HOST={host} is not an address of this machine; use 127.0.0.1 or 0.0.0.0"
        if error.errno == errno.EADDRINUSE:
            return f"port {port} on {host} is in use; stop the other program or set ERRFIX_WEB_PORT to another port"
        if error.errno == errno.EACCES:
            return f"the system does not allow port {port}; set ERRFIX_WEB_PORT to 1024 or more"
        return f"cannot listen on {host} port {port}: {error.strerror or error}"

    async def _healthz(self, _request: web.Request) -> web.Response:
        try:
            await self._health.ping()
        except ErrfixError:
            log.exception("health check failed")
            return web.json_response({"status": "the database does not answer"}, status=503)
        return web.json_response({"status": "ok", "entries": self._health.entries(), "version": __version__})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on the host."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
