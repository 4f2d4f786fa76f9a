"""The real web channel on a real store, and browsers without a screen to use it."""

import io
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar
from pydantic import SecretStr

from adapters.http import Health, HttpServer
from adapters.web.adapter import WebAdapter
from bot.matching import Matcher
from bot.service import Service
from bot.settings import Settings
from bot.store import Store

TOKEN = "correct horse battery"
MISSING_MODULE = "Traceback (most recent call last):\nModuleNotFoundError: No module named 'yaml'"


@dataclass
class Browser:
    """A person's browser: it keeps cookies, and sends what the page's own script would send."""

    session: ClientSession
    csrf: str = ""

    async def open(self, **headers: str) -> str:
        """The channel's page; from then on the browser knows its CSRF token."""
        text = await self.get("/", **headers)
        found = re.search(r'data-csrf="(\w+)"', text)
        self.csrf = found[1] if found else ""
        return text

    async def get(self, path: str, **headers: str) -> str:
        async with self.session.get(path, headers=headers) as response:
            return await response.text()

    async def status(self, path: str, **headers: str) -> int:
        async with self.session.get(path, headers=headers, allow_redirects=False) as response:
            return response.status

    async def send(self, method: str, path: str, payload: object, **headers: str) -> tuple[int, dict[str, Any]]:
        sent = {
            "X-CSRF-Token": self.csrf,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/json",
            **headers,
        }
        body = io.BytesIO(json.dumps(payload).encode())
        async with self.session.request(method, path, data=body, headers=sent) as response:
            return response.status, await response.json()

    async def write(self, text: str, post_id: str = "post-0001", **payload: object) -> dict[str, Any]:
        status, said = await self.send("POST", "/posts", {"id": post_id, "text": text, **payload})
        assert status == 200, said
        return said

    async def answer_id(self, post_id: str = "post-0001") -> str:
        found = re.search(r'data-answer="([\w-]+)"', await self.get(f"/posts/{post_id}"))
        assert found, "the post has no answer"
        return found[1]


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None).model_copy(update={"web_port": 0, "web_token": None, "web_host": "127.0.0.1"})


@pytest.fixture
def locked(settings: Settings) -> Settings:
    """Settings with a password."""
    return settings.model_copy(update={"web_token": SecretStr(TOKEN)})


@pytest.fixture
def service(store: Store, matcher: Matcher, settings: Settings) -> Service:
    return Service(store, matcher, settings)


Start = Callable[[Settings], Awaitable[HttpServer]]


@pytest.fixture
async def start(service: Service) -> AsyncIterator[Start]:
    """Starts the channel with some settings."""
    servers = []

    async def _start(settings: Settings) -> HttpServer:
        server = HttpServer(settings, Health(service.store.ping, lambda: len(service.catalog)))
        WebAdapter(service, settings).mount(server.app)
        await server.start()
        servers.append(server)
        return server

    yield _start
    for server in servers:
        await server.close()


NewBrowser = Callable[[HttpServer], Browser]


@pytest.fixture
async def new_browser() -> AsyncIterator[NewBrowser]:
    sessions = []

    def _new(server: HttpServer) -> Browser:
        session = ClientSession(server.url, cookie_jar=CookieJar(unsafe=True))
        sessions.append(session)
        return Browser(session)

    yield _new
    for session in sessions:
        await session.close()


@pytest.fixture
async def server(start: Start, settings: Settings) -> HttpServer:
    return await start(settings)


@pytest.fixture
async def browser(server: HttpServer, new_browser: NewBrowser) -> Browser:
    """A browser with the channel's page open."""
    browser = new_browser(server)
    await browser.open()
    return browser


async def next_event(response: ClientResponse) -> tuple[str, str]:
    """The kind and the data of the next event of a stream."""
    fields: dict[str, str] = {}
    async for line in response.content:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if not name and "event" in fields:
            return fields["event"], fields.get("data", "")
        fields[name] = value
    msg = "the stream ended"
    raise EOFError(msg)
