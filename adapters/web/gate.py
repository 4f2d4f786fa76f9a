"""The gate before every handler: who comes in, and how what went wrong is said, to a person or to a program."""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.web import security
from adapters.web.events import EmptyError, TooLargeError
from adapters.web.render import render_notice, render_return
from adapters.web.viewer import Viewer, accepted_locale, to_viewer
from bot.errors import InputError, NotAllowedError, NotFoundError, SettingsError, StoreError
from bot.localization import Translator, translator

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
ViewerHandler = Callable[[web.Request, Viewer], Awaitable[web.StreamResponse]]


class StalePageError(NotAllowedError):
    """The page's CSRF token is not that of the person's cookie: the cookie was lost, or the request is forged."""


class LockedError(NotAllowedError):
    """The request shows no valid session or bearer token."""


class NotHereError(NotAllowedError):
    """The request did not come by a name of this machine, or was made by a page of another site."""


class Gate:
    """Wraps handlers. With a login, nothing but the login page and static files is shown to strangers."""

    def __init__(self, login: security.Login | None) -> None:
        self._login = login
        self._throttle = security.Throttle()

    def page(self, handler: ViewerHandler) -> Handler:
        """For people: needs a session, and the CSRF token for whatever changes something."""

        async def admitted(request: web.Request) -> web.StreamResponse:
            person = security.person_id(request.cookies)
            if person is None and security.came_from_another_site(request.headers):
                return html(render_return(locale_of(request)))
            if self._login and not self._login.knows(request.cookies):
                raise LockedError
            if request.method not in security.SAFE_METHODS and (
                person is None or not security.has_csrf_token(person, request.headers)
            ):
                raise StalePageError
            person = person or security.new_person_id()
            return await handler(request, to_viewer(person, request.cookies, accept_language(request)))

        return self.open(admitted)

    def program(self, handler: Handler) -> Handler:
        """For programs: needs the bearer token if there is a login; a person's session will do as well."""

        async def admitted(request: web.Request) -> web.StreamResponse:
            if self._login and not self._login.knows(request.cookies):
                self.check_throttle(request)
                if not self._login.accepts_bearer(request.headers):
                    if "Authorization" in request.headers:
                        self._throttle.failed(_address(request))
                    raise LockedError
            return await handler(request)

        return self.open(admitted)

    def open(self, handler: Handler) -> Handler:
        """For everybody who comes by our own name and not through another site's page."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._check_way(request)
                return await handler(request)
            except ConnectionError:
                # The page was closed or the upload broken off: whatever is returned, nobody is there to read it.
                return web.Response(status=400)
            except Exception as error:  # noqa: BLE001 - whatever it is, the answer is a sentence, not a traceback
                return _say(request, error)

        return guarded

    def check_throttle(self, request: web.Request) -> None:
        """Raise HTTPTooManyRequests for an address that has failed too often."""
        wait = self._throttle.wait_s(_address(request))
        if wait:
            t = translator(locale_of(request))
            raise web.HTTPTooManyRequests(
                text=t("Too many wrong passwords. Wait a minute and try again."), headers={"Retry-After": str(wait)}
            )

    def try_password(self, request: web.Request, password: str) -> str | None:
        """A new session for the right password, None for a wrong one. Raise HTTPTooManyRequests."""
        self.check_throttle(request)
        if self._login is None:
            raise web.HTTPNotFound
        if self._login.accepts(password):
            return self._login.new_session()
        self._throttle.failed(_address(request))
        return None

    def _check_way(self, request: web.Request) -> None:
        """Raise NotHereError for a request that was led here by a foreign name or by another site's page."""
        if self._login is None and not security.is_local_name(request.headers.get("Host")):
            raise NotHereError
        if security.is_cross_site(request.method, request.headers):
            raise NotHereError


def accept_language(request: web.Request) -> str:
    return request.headers.get("Accept-Language", "")


def locale_of(request: web.Request) -> str:
    """The language for somebody who is not known yet."""
    return accepted_locale(accept_language(request))


def is_secure(request: web.Request) -> bool:
    """Whether the browser came by https, perhaps by way of a proxy."""
    return request.secure or request.headers.get("X-Forwarded-Proto", "").lower() == "https"


def set_cookie(
    request: web.Request, response: web.Response, name: str, value: str, max_age: int = security.YEAR_S
) -> None:
    response.set_cookie(name, value, max_age=max_age, httponly=True, samesite="Strict", secure=is_secure(request))


def _address(request: web.Request) -> str:
    return request.remote or ""


def html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status)


def redirect(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path})


def _say(request: web.Request, error: Exception) -> web.StreamResponse:
    if isinstance(error, web.HTTPException) and error.status < 400:  # noqa: PLR2004 - a redirect is no error
        raise error
    for_person = "text/html" in request.headers.get("Accept", "")
    if isinstance(error, LockedError) and for_person:
        return redirect("/login")
    locale = locale_of(request)
    status, text = _status_and_text(error, translator(locale))
    if status >= 500:  # noqa: PLR2004 - our own fault
        log.error("%s %s failed", request.method, request.path, exc_info=error)
    if for_person:
        return html(render_notice(locale, text), status)
    said: dict[str, object] = {"error": text}
    if isinstance(error, StalePageError):
        said["stale"] = True
    response = web.json_response(said, status=status)
    if isinstance(error, LockedError):
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, web.HTTPException):
        response.headers.update(
            {name: error.headers[name] for name in ("Allow", "Retry-After") if name in error.headers}
        )
    return response


def _status_and_text(error: Exception, t: Translator) -> tuple[int, str]:  # noqa: C901, PLR0911 - one line for each kind
    match error:
        case TooLargeError() | web.HTTPRequestEntityTooLarge():
            return 413, t("The message is larger than 1 MB. Shorten it to the part around the error.")
        case EmptyError():
            return 400, t("The message is empty.")
        case InputError() | SettingsError():
            return 400, str(error)
        case web.RequestPayloadError():
            return 400, "the body cannot be decoded"
        case NotFoundError() | web.HTTPNotFound():
            return 404, t("There is nothing here; it may have been deleted.")
        case LockedError():
            return 401, t("Sign in first; programs send the header “Authorization: Bearer …”.")
        case NotHereError():
            return 403, t("errfix only takes requests of its own page, at an address it knows.")
        case StalePageError():
            return 403, t("This page is out of date. Reload it and try again.")
        case NotAllowedError():
            return 403, t("Only the person who wrote this can do that.")
        case StoreError():
            return 503, t("The database does not answer. Try again in a moment.")
        case web.HTTPException():
            return error.status, error.text or error.reason
        case _:
            return 500, t("Something went wrong on the server. Try again.")
