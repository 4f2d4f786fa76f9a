"""Inserts that meet a row with the same key, in the words of each database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

New = ReadOnlyColumnCollection[str, Any]
"""The row that could not be inserted, by column."""
_Insert = sqlite.Insert | postgresql.Insert
_INSERT: Mapping[str, Callable[[Table], _Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class PerDialect:
    """The same statement for each database, by the name of its dialect. The row comes as parameters."""

    statements: Mapping[str, Executable]


def upsert(
    table: Table,
    change: Callable[[New], Mapping[str, Any]],
    *,
    only_if: ColumnElement[bool] | None = None,
    returning: tuple[ColumnElement[Any] | Table, ...] = (),
) -> PerDialect:
    """Insert the row; where one has the same primary key, make the change to that one instead. One atomic step."""

    def of(insert: _Insert) -> Executable:
        statement = insert.on_conflict_do_update(
            index_elements=[*table.primary_key], set_=change(insert.excluded), where=only_if
        )
        return statement.returning(*returning) if returning else statement

    return PerDialect({name: of(insert(table)) for name, insert in _INSERT.items()})


def insert_new(table: Table) -> PerDialect:
    """Insert the row; one with the same key stays as it is."""
    return PerDialect({name: insert(table).on_conflict_do_nothing() for name, insert in _INSERT.items()})
