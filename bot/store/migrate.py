"""Brings a database to the tables that this version of errfix uses."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import StoreTooNewError

# "errfix" as a number: replicas that start at once wait for each other here.
_ADVISORY_LOCK = 0x657272666978


def migrate(connection: Connection, where: str) -> None:
    """Upgrade inside the connection's transaction, which keeps other processes out until it ends.

    Raises StoreTooNewError, with nothing changed, for a revision that this code does not know.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    script = _script()
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
        msg = f"{where} was written by a newer errfix (revision {current}); upgrade errfix, or use another database"
        raise StoreTooNewError(msg)
    if current != script.get_current_head():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
