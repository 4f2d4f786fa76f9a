"""Who may ask what: hosts, origins, the login, the person cookie and its CSRF token, and the response headers."""

import hashlib
import hmac
import re
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from adapters.http import is_loopback

PERSON_COOKIE = "errfix_person"
SESSION_COOKIE = "errfix_session"
CSRF_HEADER = "X-CSRF-Token"
YEAR_S = 365 * 24 * 3600
SESSION_S = 30 * 24 * 3600

_PERSON = re.compile(r"[A-Za-z0-9_-]{22}\Z")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def response_headers() -> Mapping[str, str]:
    """What every response carries; pages run no script and load no style but our own files."""
    return _HEADERS


def is_local_name(host_header: str | None) -> bool:
    """Whether a Host header names this machine. A page of another site that had its name resolve to 127.0.0.1 does not.

    The port is not compared: a tunnel may end on another one.
    """
    try:
        name = urlsplit(f"//{host_header or ''}").hostname
    except ValueError:
        return False
    return name is not None and (is_loopback(name) or name.endswith(".localhost"))


def is_cross_site(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request that changes something was made by a page of another origin.

    Programs send neither header; browsers send Sec-Fetch-Site to https and local addresses, and Origin everywhere.
    """
    if method in SAFE_METHODS:
        return False
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("Origin")
    return origin is not None and origin.partition("://")[2].lower() != headers.get("Host", "").lower()


def came_from_another_site(headers: Mapping[str, str]) -> bool:
    """Whether a link on another site led here: then the browser holds back our cookies, which are SameSite=Strict."""
    return headers.get("Sec-Fetch-Site") == "cross-site" and headers.get("Sec-Fetch-Mode") == "navigate"


def new_person_id() -> str:
    return secrets.token_urlsafe(16)


def person_id(cookies: Mapping[str, str]) -> str | None:
    """The person of the cookie, None for no cookie or one that we cannot have set."""
    value = cookies.get(PERSON_COOKIE, "")
    return value if _PERSON.match(value) else None


def csrf_token(person: str) -> str:
    """A token only the holder of the person cookie can know; it needs no storage and survives a restart."""
    return hmac.new(person.encode(), b"errfix csrf", hashlib.sha256).hexdigest()[:32]


def has_csrf_token(person: str, headers: Mapping[str, str]) -> bool:
    return hmac.compare_digest(csrf_token(person).encode(), headers.get(CSRF_HEADER, "").encode("utf-8", "replace"))


class Login:
    """The password of ERRFIX_WEB_TOKEN: checks it, and makes session cookies that end with it or after 30 days."""

    def __init__(self, token: str, clock: Callable[[], float] = time.time) -> None:
        self._token = token.encode()
        self._clock = clock

    def accepts(self, password: str) -> bool:
        return hmac.compare_digest(self._token, password.encode("utf-8", "replace"))

    def accepts_bearer(self, headers: Mapping[str, str]) -> bool:
        scheme, _, password = headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and self.accepts(password.strip())

    def new_session(self) -> str:
        expires = str(int(self._clock()) + SESSION_S)
        return f"{expires}.{self._sign(expires)}"

    def knows(self, cookies: Mapping[str, str]) -> bool:
        expires, _, signature = cookies.get(SESSION_COOKIE, "").partition(".")
        if not hmac.compare_digest(self._sign(expires).encode(), signature.encode("utf-8", "replace")):
            return False
        return int(expires) > self._clock()

    def _sign(self, expires: str) -> str:
        return hmac.new(self._token, f"errfix session {expires}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


class Throttle:
    """Counts failed logins by address: after `limit` within `window_s` the address waits."""

    def __init__(
        self,
        limit: int = 8,
        window_s: float = 60.0,
        addresses: int = 4096,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = limit
        self._window_s = window_s
        self._addresses = addresses
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, address: str) -> int:
        """Seconds until the address may try again, rounded up; 0: now."""
        failures = self._failures.get(address)
        if failures is None or len(failures) < self._limit:
            return 0
        return max(0, -int(-(failures[0] + self._window_s - self._clock()) // 1))

    def failed(self, address: str) -> None:
        self._failures.setdefault(address, deque(maxlen=self._limit)).append(self._clock())
        self._failures.move_to_end(address)
        while len(self._failures) > self._addresses:
            self._failures.popitem(last=False)
