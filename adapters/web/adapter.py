"""The web channel's door: mounts its pages and requests on the HTTP server."""

import hashlib
from importlib.resources import files

from aiohttp import web

from adapters.web import security
from adapters.web.api import Api
from adapters.web.channel import Channel
from adapters.web.events import PLACE, clean_name, decode, to_password
from adapters.web.gate import Gate, html, is_secure, locale_of, redirect, set_cookie
from adapters.web.live import Hub
from adapters.web.render import render_login, render_page
from adapters.web.viewer import AUTO, LANGUAGE_COOKIE, LANGUAGES, NAME_COOKIE, Viewer, name_cookie
from adapters.web.views import choose_examples, view_timeline
from bot.desk import Desk
from bot.errors import InputError
from bot.localization import translator
from bot.service import Service
from bot.settings import Settings

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class WebAdapter:
    """The local web channel. `mount` it before the server starts; it ends its streams when the server shuts down."""

    def __init__(self, service: Service, settings: Settings) -> None:
        token = settings.web_token
        self._login = security.Login(token.get_secret_value()) if token else None
        self._gate = Gate(self._login)
        self._service = service
        self._desk = Desk(service)
        self._hub = Hub()
        self._examples: list[str] | None = None
        # A few small files, read once; no path from outside reaches the disk.
        self._static = {file.name: file.read_bytes() for file in files("adapters.web").joinpath("static").iterdir()}

    def mount(self, app: web.Application) -> None:
        gate, channel, api = self._gate, Channel(self._service, self._desk, self._hub), Api(self._service)
        app.add_routes(
            [
                web.get("/", gate.page(self._index)),
                web.get("/events", gate.page(self._events), allow_head=False),
                web.get("/static/{name}", gate.open(self._file)),
                web.get("/login", gate.open(self._login_page)),
                web.post("/login", gate.open(self._log_in)),
                web.post("/logout", gate.open(self._log_out)),
                web.post("/me", gate.page(self._remember)),
                web.get("/posts", gate.page(channel.earlier)),
                web.post("/posts", gate.page(channel.write)),
                web.get("/posts/{id}", gate.page(channel.show)),
                web.patch("/posts/{id}", gate.page(channel.edit)),
                web.delete("/posts/{id}", gate.page(channel.delete)),
                web.get("/posts/{id}/text", gate.page(channel.text)),
                web.post("/answers/{id}/votes", gate.page(channel.vote)),
                web.post("/answers/{id}/wrong", gate.page(channel.wrong)),
                web.post("/answers/{id}/dismiss", gate.page(channel.dismiss)),
                web.post("/answers/{id}/open", gate.page(channel.open)),
                web.post("/api/match", gate.program(api.match)),
                web.get("/api/entries/{id:.+}", gate.program(api.entry)),
                web.route("*", "/{path:.*}", gate.open(_nowhere)),
            ]
        )
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._end_streams)

    async def _index(self, request: web.Request, viewer: Viewer) -> web.Response:
        # The stand of the news is noted first: what happens while the posts are read is told again, not lost.
        timeline = await view_timeline(self._service, viewer, self._hub.last_id)
        if not timeline.posts and self._examples is None:
            self._examples = await choose_examples(self._service)
        page = render_page(timeline, viewer, examples=self._examples or [], can_log_out=self._login is not None)
        response = html(page)
        set_cookie(request, response, security.PERSON_COOKIE, viewer.person.id)
        return response

    async def _events(self, request: web.Request, _viewer: Viewer) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
        await response.prepare(request)
        with self._hub.subscribe(request.headers.get("Last-Event-ID") or request.query.get("after")) as subscription:
            async for chunk in subscription.stream():
                await response.write(chunk)
        return response

    async def _remember(self, request: web.Request, viewer: Viewer) -> web.Response:
        """The name or the language somebody chose; kept in their cookies, the language also for private answers."""
        payload = decode(await request.read())
        response = web.json_response({})
        name, language = payload.get("name"), payload.get("language")
        if isinstance(name, str) and clean_name(name):
            set_cookie(request, response, NAME_COOKIE, name_cookie(clean_name(name)))
        elif isinstance(language, str) and language in LANGUAGES:
            await self._desk.choose_language(PLACE, viewer.person, None if language == AUTO else language)
            set_cookie(request, response, LANGUAGE_COOKIE, language)
        else:
            msg = f"name must be a text, or language one of {', '.join(LANGUAGES)}"
            raise InputError(msg)
        return response

    async def _login_page(self, request: web.Request) -> web.Response:
        if self._login is None or self._login.knows(request.cookies):
            return redirect("/")
        return html(render_login(locale_of(request)))

    async def _log_in(self, request: web.Request) -> web.Response:
        session = self._gate.try_password(request, to_password(await request.read()))
        if session is None:
            t = translator(locale_of(request))
            return html(render_login(t.locale, error=t("That is not the password.")), 401)
        response = redirect("/")
        set_cookie(request, response, security.SESSION_COOKIE, session, security.SESSION_S)
        return response

    async def _log_out(self, request: web.Request) -> web.Response:
        response = redirect("/login")
        response.del_cookie(security.SESSION_COOKIE, secure=is_secure(request), httponly=True, samesite="Strict")
        return response

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        body = self._static.get(name)
        if body is None:
            raise web.HTTPNotFound
        response = web.Response(body=body, content_type=_TYPES[name.rpartition(".")[2]], charset="utf-8")
        digest = hashlib.sha256(body).hexdigest()[:16]
        response.etag = digest
        if any(tag.value == digest for tag in request.if_none_match or ()):
            return web.Response(status=304, headers={"ETag": response.headers["ETag"]})
        return response

    async def _end_streams(self, _app: web.Application) -> None:
        self._hub.close()


async def _nowhere(request: web.Request) -> web.Response:
    """No address of ours, or one that takes other methods."""
    allowed: set[str] = set()
    for resource in request.app.router.resources():
        found, methods = await resource.resolve(request)
        if found is None:  # our own pattern, which takes everything, is the one that is found
            allowed |= methods
    if allowed:
        raise web.HTTPMethodNotAllowed(request.method, sorted(allowed))
    raise web.HTTPNotFound


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(security.response_headers())
    response.headers.setdefault("Cache-Control", "no-cache")
