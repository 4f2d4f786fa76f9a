"""What a database's refusal means for a person: one sentence with what, where and what to do, never a password."""

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from bot.errors import StoreError

SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"
_URLS = f"{SQLITE}:///FILE or {POSTGRESQL}://USER:PASSWORD@HOST/DATABASE"

# SQLSTATE codes: the class "invalid authorization specification", and "invalid catalog name".
_REFUSED = "28"
_NO_DATABASE = "3D000"

_SQLITE_REASONS = {
    "file is not a database": "is not an SQLite database; move the file away or set ERRFIX_DATABASE_URL to another one",
    "readonly database": "is read-only; let errfix write to the file and to its folder",
    "unable to open database file": "cannot be opened; let errfix write to the file and to its folder",
    "database is locked": "is locked by another program; close that one, or use PostgreSQL for several replicas",
    "disk is full": "cannot grow because the disk is full; free some space",
    "malformed": "is damaged; restore a backup, or move the file away to begin anew",
}


def bad_url(reason: str) -> StoreError:
    """The error for a URL that names no database errfix can use."""
    return StoreError(f"ERRFIX_DATABASE_URL {reason}; use {_URLS}")


def where(url: URL) -> str:
    """The database in a person's words."""
    if url.drivername == SQLITE:
        return f"the database {url.database or 'in memory'}"
    return f"the PostgreSQL database {url.database or url.username} at {_server(url)}"


def explain(url: URL, error: Exception) -> StoreError:
    """The sentence for an error of SQLAlchemy or of a driver."""
    cause: BaseException = error
    if isinstance(error, DBAPIError) and error.orig is not None:
        cause = error.orig.__cause__ or error.orig
    reason = " ".join(str(cause).partition("\n")[0].split()) or type(cause).__name__
    if url.drivername == SQLITE:
        meaning = next((meaning for part, meaning in _SQLITE_REASONS.items() if part in reason), f"failed: {reason}")
        return StoreError(f"{where(url)} {meaning}")
    if isinstance(cause, OSError):
        hint = "start it, or correct ERRFIX_DATABASE_URL"
        return StoreError(f"cannot reach PostgreSQL at {_server(url)} ({_short(cause)}); {hint}")
    state = getattr(cause, "sqlstate", None) or ""
    if state.startswith(_REFUSED):
        hint = "correct the user and the password in ERRFIX_DATABASE_URL"
        return StoreError(f"PostgreSQL at {_server(url)} refused the user {url.username or 'of this process'}; {hint}")
    if state == _NO_DATABASE:
        hint = "create it with createdb, or correct ERRFIX_DATABASE_URL"
        return StoreError(f"PostgreSQL at {_server(url)} has no database {url.database or url.username}; {hint}")
    return StoreError(f"{where(url)} failed: {reason}; its log may say more")


def _server(url: URL) -> str:
    return f"{url.host or 'localhost'}:{url.port or 5432}"


def _short(error: OSError) -> str:
    """The system's words without the address, which the sentence says already."""
    if isinstance(error, TimeoutError):
        return "no reply in time"
    return (error.strerror or str(error)).split(" (")[0]
