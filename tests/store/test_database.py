"""Opening a database: what works, and the sentence a person reads where it does not."""

import asyncio
import os
import sqlite3
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import StoreError, StoreTooNewError
from bot.events import ChannelMode, Person, Vote
from bot.feedback import Tally
from bot.store import Store, database
from tests.store.conftest import BACKENDS, PLACE, new_answer, run_sql


def sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


async def refusal(url: str) -> str:
    """What a person reads when the database cannot be opened."""
    with pytest.raises(StoreError) as caught:
        await Store.open(url)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "hunter2" not in sentence
    return sentence


async def test_everything_is_still_there_after_a_restart(url: str) -> None:
    store = await Store.open(url)
    await store.claim(PLACE, "m1")
    answer = await store.record_answer(new_answer())
    await store.confirm(answer.answer_id, "p1")
    await store.cast_vote(Vote(answer.answer_id, "f1", Person("U1"), 1))
    await store.set_channel(PLACE, mode=ChannelMode.OFF)
    await store.close()

    store = await Store.open(url)

    assert not await store.claim(PLACE, "m1")
    assert await store.answer_posted_as(PLACE, "p1") == replace(answer, posted_id="p1")
    assert await store.tallies(answer.entry_id) == {"f1": Tally(1, 0)}
    assert (await store.channel(PLACE)).mode is ChannelMode.OFF
    await store.close()


async def test_an_open_store_answers_a_ping(store: Store) -> None:
    await store.ping()


async def test_sqlite_writes_ahead(tmp_path: Path) -> None:
    store = await Store.open(sqlite_url(tmp_path / "errfix.db"))
    await store.close()
    connection = sqlite3.connect(tmp_path / "errfix.db")
    mode = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    assert mode == ("wal",)


async def test_a_store_can_live_in_memory() -> None:
    store = await Store.open("sqlite+aiosqlite://")
    claims = [await store.claim(PLACE, "m1"), await store.claim(PLACE, "m1")]
    await store.close()
    assert claims == [True, False]


async def test_a_relative_file_is_made_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = await Store.open("sqlite+aiosqlite:///errfix.db")
    await store.close()
    assert (tmp_path / "errfix.db").is_file()


async def test_a_cancelled_task_leaves_no_transaction_behind(store: Store) -> None:
    answer = await store.record_answer(new_answer())
    for steps in range(40):
        vote = asyncio.create_task(store.cast_vote(Vote(answer.answer_id, "f1", Person(f"U{steps}"), 1)))
        for _ in range(steps):
            await asyncio.sleep(0)
        vote.cancel()
        await asyncio.wait([vote])
    assert await asyncio.wait_for(store.claim(PLACE, "m1"), 5)


async def test_a_failure_while_running_is_one_sentence(empty_url: str) -> None:
    store = await Store.open(empty_url)
    await run_sql(empty_url, "DROP TABLE claims")
    with pytest.raises(StoreError, match=r"^the .*database .*errfix.* failed: .*claims") as caught:
        await store.claim(PLACE, "secret message id")
    await store.close()
    assert "secret message id" not in str(caught.value)


async def test_a_database_locked_by_another_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_PATIENCE_SECONDS", 0.01)
    store = await Store.open(sqlite_url(tmp_path / "errfix.db"))
    other = sqlite3.connect(tmp_path / "errfix.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="is locked by another program"):
        await store.claim(PLACE, "m1")
    other.close()
    assert await store.claim(PLACE, "m1")
    await store.close()


async def test_a_newer_sqlite_database_is_refused_and_untouched(tmp_path: Path) -> None:
    file = tmp_path / "errfix.db"
    connection = sqlite3.connect(file)
    connection.executescript(
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES (999)"
    )
    connection.close()
    before = file.read_bytes()

    with pytest.raises(StoreTooNewError, match=r"errfix\.db was written by a newer errfix \(revision 999\); upgrade"):
        await Store.open(sqlite_url(file))

    assert file.read_bytes() == before
    assert not file.with_name("errfix.db-wal").exists()


@pytest.mark.parametrize("url", BACKENDS, indirect=True)
async def test_a_database_that_a_newer_errfix_migrated_is_refused(url: str) -> None:
    await run_sql(url, "UPDATE alembic_version SET version_num = '999' || version_num")
    try:
        with pytest.raises(StoreTooNewError, match="revision 999"):
            await Store.open(url)
    finally:
        await run_sql(url, "UPDATE alembic_version SET version_num = substr(version_num, 4)")


async def test_a_missing_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    expected = "the database data/errfix.db cannot be made: there is no folder data; create it first"
    assert await refusal("sqlite+aiosqlite:///data/errfix.db") == expected


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    sentence = await refusal(sqlite_url(tmp_path))
    assert sentence == f"the database {tmp_path} is a folder; set ERRFIX_DATABASE_URL to a file in it"


async def test_another_file_is_no_database_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("buy milk\n" * 500)
    assert "notes.txt is not an SQLite database; move the file away or" in await refusal(sqlite_url(file))
    assert file.read_text() == "buy milk\n" * 500


async def test_a_database_opened_read_only_is_refused(empty_database: Path) -> None:
    sentence = await refusal(f"sqlite+aiosqlite:///file:{empty_database}?mode=ro&uri=true")
    assert "is read-only; let errfix write to the file and to its folder" in sentence


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every file")
async def test_a_file_without_write_permission_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "errfix.db"
    store = await Store.open(sqlite_url(file))
    await store.close()
    file.chmod(stat.S_IRUSR)
    assert "is read-only" in await refusal(sqlite_url(file))


@pytest.mark.parametrize(
    ("url", "reason"),
    (
        ("", "is not a database URL"),
        ("errfix.db", "is not a database URL"),
        ("postgresql+asyncpg://bot:hunter2@db:port/errfix", "is not a database URL"),
        ("sqlite:///errfix.db", "names the driver sqlite, which"),
        ("postgres://bot:hunter2@db/errfix", "names the driver postgres, which"),
        ("postgresql://bot:hunter2@db/errfix", "names the driver postgresql, which"),
        ("mysql+aiomysql://bot:hunter2@db/errfix", "names the driver mysql\\+aiomysql, which"),
        (
            "postgresql+asyncpg://bot:hunter2@127.0.0.1:1/errfix?sslmode=require",
            "has an option that the database driver",
        ),
        (
            "postgresql+asyncpg://bot:hunter2@127.0.0.1:1/errfix?prepared_statement_cache_size=x",
            "has an option that cannot",
        ),
    ),
)
async def test_a_url_that_cannot_be_used_is_explained(url: str, reason: str) -> None:
    sentence = await refusal(url)
    assert sentence.startswith("ERRFIX_DATABASE_URL ")
    assert reason.replace("\\", "") in sentence
    assert "use sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE" in sentence


async def test_a_server_that_does_not_listen_is_named() -> None:
    sentence = await refusal("postgresql+asyncpg://bot:hunter2@127.0.0.1:1/errfix")
    assert sentence.startswith("cannot reach PostgreSQL at 127.0.0.1:1 (")
    assert sentence.endswith("; start it, or correct ERRFIX_DATABASE_URL")


@pytest.mark.postgres
async def test_a_missing_database_is_named(server: str) -> None:
    sentence = await refusal(f"{server}/errfix_no_such_database")
    assert "has no database errfix_no_such_database; create it with createdb" in sentence


@pytest.mark.postgres
async def test_an_unknown_user_is_refused(server: str) -> None:
    host = server.rpartition("@")[2]
    sentence = await refusal(f"postgresql+asyncpg://errfix_nobody:hunter2@{host}/postgres")
    assert "refused the user errfix_nobody; correct the user and the password" in sentence


@pytest.fixture
async def strict_server() -> AsyncIterator[int]:
    """A port where every password is wrong, in PostgreSQL's words; a test server usually trusts its own machine."""
    fields = ("SFATAL", "VFATAL", "C28P01", 'Mpassword authentication failed for user "bot"', "")
    body = "".join(f"{field}\0" for field in fields).encode()

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        size = int.from_bytes(await reader.readexactly(4))
        if size == 8:  # the request for TLS
            await reader.readexactly(4)
            writer.write(b"N")
            size = int.from_bytes(await reader.readexactly(4))
        await reader.readexactly(size - 4)
        writer.write(b"E" + (len(body) + 4).to_bytes(4) + body)
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


async def test_a_wrong_password_is_refused_without_repeating_it(strict_server: int) -> None:
    sentence = await refusal(f"postgresql+asyncpg://bot:hunter2@127.0.0.1:{strict_server}/errfix")
    assert sentence == (
        f"PostgreSQL at 127.0.0.1:{strict_server} refused the user bot; "
        "correct the user and the password in ERRFIX_DATABASE_URL"
    )


@pytest.mark.postgres
async def test_a_server_that_refuses_for_another_reason_is_quoted(server: str, empty_postgres: str) -> None:
    name = empty_postgres.rpartition("/")[2]
    await run_sql(f"{server}/postgres", f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    sentence = await refusal(empty_postgres)
    await run_sql(f"{server}/postgres", f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert f'failed: database "{name}" is not currently accepting connections' in sentence


@pytest.mark.postgres
async def test_a_store_survives_that_the_server_drops_its_connections(empty_postgres: str) -> None:
    store = await Store.open(empty_postgres)
    await run_sql(
        empty_postgres,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    assert await store.claim(PLACE, "m1")
    await store.close()
