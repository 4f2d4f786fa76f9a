"""The connection to the database: pools, short transactions and upserts that suit SQLite and PostgreSQL alike."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Executable, Row, delete, event, false, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from bot.errors import StoreError
from bot.store.explain import POSTGRESQL, SQLITE, bad_url, explain, where
from bot.store.migrate import migrate
from bot.store.tables import claims
from bot.store.upsert import PerDialect

Params = Mapping[str, Any]
Statement = Executable | PerDialect
_FAILURES = (DBAPIError, PoolTimeoutError, OSError)
_PATIENCE_SECONDS = 10.0  # with a server that does not reply, and with a file that somebody else has locked
_QUEUE_SECONDS = 60
_WAL_ATTEMPTS = 100
_WAL_PAUSE_SECONDS = 0.05


class Database:
    """An open database. Single statements commit by themselves; several that belong together use `_transaction`.

    Statements are module constants with parameters: building one anew for each call takes as long as running it.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._writer = _engine(url, connections=1 if url.drivername == SQLITE else 10)
        # SQLite has one writer at a time, so its pool of one connection is the queue, and readers have a pool of their
        # own. A database in memory exists in one connection only.
        # Readers never have a transaction to roll back when they give their connection back.
        self._reader = _engine(url, connections=2, pool_reset_on_return=None) if _is_file(url) else self._writer
        self._transactional = _transactional(self._writer)

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect, and bring the tables up to date.

        Raises StoreError for a database that cannot be used, StoreTooNewError for one of a newer errfix.
        """
        parsed = _parse(url)
        try:
            database = cls(parsed)
        except (ArgumentError, TypeError, ValueError) as error:
            reason = "has an option that cannot be used"
            raise bad_url(reason) from error
        try:
            await database._prepare()
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Give all connections back. The store cannot be used afterwards."""
        await self._writer.dispose()
        await self._reader.dispose()

    async def ping(self) -> None:
        """Raise StoreError unless the database answers."""
        await self._read(text("SELECT 1"))

    async def _prepare(self) -> None:
        try:
            await self.ping()
        except TypeError as error:  # the drivers take URL options as keyword arguments
            reason = "has an option that the database driver does not know"
            raise bad_url(reason) from error
        async with self._transaction() as connection:
            await connection.run_sync(migrate, where(self._url))
            # Only a write shows that writing is allowed; this one changes nothing.
            await connection.execute(delete(claims).where(false()))
        if _is_file(self._url):
            await self._write_ahead()

    async def _write_ahead(self) -> None:
        """Switch to WAL, so that readers and the writer do not wait for each other. The file remembers it.

        SQLite does not wait for the lock that the switch needs, so this does: another errfix may be starting too.
        """
        with self._explained():
            for attempt in range(1, _WAL_ATTEMPTS + 1):
                try:
                    async with self._writer.connect() as connection:
                        await connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                except OperationalError as error:
                    if "locked" not in str(error) or attempt == _WAL_ATTEMPTS:
                        raise
                    await asyncio.sleep(_WAL_PAUSE_SECONDS)
                else:
                    return

    async def _read(self, query: Executable, params: Params | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
        with self._explained():
            async with self._reader.connect() as connection:
                return (await connection.execute(query, params)).all()

    async def _write(self, statement: Statement, params: Params | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
        """Run one statement as a transaction of its own; the rows are those of its RETURNING."""
        with self._explained():
            async with self._writer.connect() as connection:
                result = await connection.execute(self._of_dialect(statement), params)
                return result.all() if result.returns_rows else []

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        with self._explained():
            async with self._transactional.begin() as connection:
                yield connection

    def _of_dialect(self, statement: Statement) -> Executable:
        return statement.statements[self._writer.dialect.name] if isinstance(statement, PerDialect) else statement

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except _FAILURES as error:
            raise explain(self._url, error) from error


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        reason = "is not a database URL"
        raise bad_url(reason) from error
    if parsed.drivername not in {SQLITE, POSTGRESQL}:
        reason = f"names the driver {parsed.drivername}, which errfix does not have"
        raise bad_url(reason)
    if _is_file(parsed) and not (parsed.database or "").startswith("file:"):
        _check_file(Path(parsed.database or ""), where(parsed))
    return parsed


def _is_file(url: URL) -> bool:
    return url.drivername == SQLITE and url.database not in {None, "", ":memory:"}


def _check_file(file: Path, name: str) -> None:
    """SQLite says the same of all of these; a person wants to know which."""
    if file.is_dir():
        msg = f"{name} is a folder; set ERRFIX_DATABASE_URL to a file in it"
        raise StoreError(msg)
    if not file.parent.is_dir():
        msg = f"{name} cannot be made: there is no folder {file.parent}; create it first"
        raise StoreError(msg)


def _engine(url: URL, *, connections: int, **options: object) -> AsyncEngine:
    engine = create_async_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=_QUEUE_SECONDS,
        pool_pre_ping=url.drivername == POSTGRESQL,
        hide_parameters=True,
        connect_args={"timeout": _PATIENCE_SECONDS},
        **options,
    )
    if url.drivername == SQLITE:
        event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _transactional(engine: AsyncEngine) -> AsyncEngine:
    """The same pool, for transactions of several statements."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="READ COMMITTED")
    # A transaction that begins as a reader and then writes fails at once when somebody else wrote in between; one that
    # begins as a writer waits.
    transactional = engine.execution_options()
    event.listen(transactional.sync_engine, "begin", _begin_immediately)
    return transactional


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
