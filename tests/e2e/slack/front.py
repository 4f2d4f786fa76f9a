"""Stands before the Slack emulator and takes requests in every form that Slack takes them in.

Slack reads arguments from the query as well as from the body; the emulator reads those of a form or a JSON body alone.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from aiohttp import ClientSession, web

FORM = "application/x-www-form-urlencoded"
# These belong to one connection, not to the message.
_OF_THE_CONNECTION = {"host", "connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding"}


@dataclass(frozen=True, slots=True)
class Call:
    """A method of the Web API that somebody called."""

    method: str
    token: str
    arguments: Mapping[str, Any]


@dataclass(slots=True)
class Front:
    """Passes everything on to `target` once that is known, and notes the calls of the Web API."""

    url: str = ""
    target: str = ""
    calls: list[Call] = field(default_factory=list)

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]


@asynccontextmanager
async def open_front() -> AsyncIterator[Front]:
    front = Front()
    async with ClientSession() as session:

        async def pass_on(request: web.Request) -> web.Response:
            method, body, query, headers = request.method, await request.read(), request.query_string, _kept(request)
            if request.path.startswith("/api/"):
                if not (request.content_type == "application/json" and body):
                    fields = [*parse_qsl(query), *parse_qsl(body.decode())]
                    body, query = urlencode(fields).encode(), ""
                    headers["Content-Type"] = FORM
                    front.calls.append(_call(request, dict(fields)))
                else:
                    front.calls.append(_call(request, await request.json()))
                method = "POST"
            target = f"{front.target}{request.path}{'?' if query else ''}{query}"
            async with session.request(method, target, data=body, headers=headers, allow_redirects=False) as response:
                return web.Response(status=response.status, body=await response.read(), headers=_kept(response))

        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            front.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield front
        finally:
            await runner.cleanup()


def _kept(message: Any) -> dict[str, str]:  # noqa: ANN401 - a request or a response
    return {name: value for name, value in message.headers.items() if name.lower() not in _OF_THE_CONNECTION}


def _call(request: web.Request, arguments: Mapping[str, Any]) -> Call:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return Call(request.path.removeprefix("/api/"), token, arguments)
