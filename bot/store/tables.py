"""The tables. Whatever changes here needs a migration; a test compares the two."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Row,
    SmallInteger,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
)

from bot.events import Place
from bot.store.columns import CleanText, TextMap, TextPairs, UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    return Column(name, CleanText, primary_key=key, nullable=optional)


claims = Table(
    "claims",
    metadata,
    _text("platform", key=True),
    _text("workspace", key=True),
    _text("channel", key=True),
    _text("message_id", key=True),
    Column("claimed_at", UtcTime, nullable=False, index=True),
    Column("done", Boolean, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    # Tells which of two answers is the later one, where a clock may not.
    Column("sequence", Integer, primary_key=True),
    Column("answer_id", CleanText, nullable=False, unique=True),
    _text("platform"),
    _text("workspace"),
    _text("channel"),
    _text("message_id"),
    _text("thread_id", optional=True),
    _text("posted_id", optional=True),
    _text("asker_id"),
    _text("entry_id"),
    _text("state"),
    Column("confidence", Float, nullable=False),
    _text("line"),
    _text("locale"),
    Column("captures", TextMap, nullable=False),
    Column("others", TextPairs, nullable=False),
    _text("first_fix_id", optional=True),
    Column("created_at", UtcTime, nullable=False, index=True),
    Index("ix_answers_question", "platform", "workspace", "channel", "message_id"),
    Index("ix_answers_thread", "platform", "workspace", "channel", "thread_id"),
    Index("ix_answers_card", "platform", "workspace", "channel", "posted_id"),
    Index("ix_answers_reception", "platform", "workspace", "channel", "entry_id", "state"),
    Index("ix_answers_entry_id_state", "entry_id", "state"),
)

# The entry belongs to the key: an edited question may move its answer to another entry, and fix ids are unique within
# an entry only.
votes = Table(
    "votes",
    metadata,
    Column("answer_id", CleanText, ForeignKey("answers.answer_id"), primary_key=True),
    _text("entry_id", key=True),
    _text("fix_id", key=True),
    _text("person_id", key=True),
    Column("value", SmallInteger, nullable=False),
    Index("ix_votes_entry_id_fix_id_value", "entry_id", "fix_id", "value"),
)

wrong_matches = Table(
    "wrong_matches",
    metadata,
    Column("answer_id", CleanText, ForeignKey("answers.answer_id"), primary_key=True),
    _text("entry_id", key=True),
    _text("person_id", key=True),
    Index("ix_wrong_matches_entry_id_answer_id", "entry_id", "answer_id"),
)

gaps = Table(
    "gaps",
    metadata,
    _text("platform", key=True),
    _text("workspace", key=True),
    _text("key", key=True),
    _text("line"),
    Column("count", Integer, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_seen", UtcTime, nullable=False),
)

channels = Table(
    "channels",
    metadata,
    _text("platform", key=True),
    _text("workspace", key=True),
    _text("channel", key=True),
    _text("mode", optional=True),
    _text("locale", optional=True),
)

people = Table(
    "people",
    metadata,
    _text("platform", key=True),
    _text("workspace", key=True),
    _text("person_id", key=True),
    _text("locale"),
)

posts = Table(
    "posts",
    metadata,
    Column("sequence", Integer, primary_key=True),
    _text("platform"),
    _text("workspace"),
    _text("channel"),
    _text("post_id"),
    _text("author_id"),
    _text("author_name"),
    _text("text"),
    Column("files", TextPairs, nullable=False),
    Column("created_at", UtcTime, nullable=False, index=True),
    UniqueConstraint("platform", "workspace", "channel", "post_id"),
    Index("ix_posts_order", "platform", "workspace", "channel", "created_at", "sequence"),
)


def columns_of(place: Place) -> dict[str, str]:
    """A place as the columns of a new row."""
    return {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}


def place_of(row: Row[*tuple[Any, ...]]) -> Place:
    """The place that a row belongs to."""
    return Place(row.platform, row.workspace, row.channel)


def in_workspace(table: Table) -> ColumnElement[bool]:
    """The condition that a row belongs to the workspace of the place in the parameters `at(place)`."""
    return and_(table.c.platform == bindparam("at_platform"), table.c.workspace == bindparam("at_workspace"))


def in_place(table: Table) -> ColumnElement[bool]:
    """The condition that a row belongs to the place in the parameters `at(place)`."""
    return and_(in_workspace(table), table.c.channel == bindparam("at_channel"))


def at(place: Place) -> dict[str, str]:
    """The parameters of `in_place` and `in_workspace`."""
    return {"at_platform": place.platform, "at_workspace": place.workspace, "at_channel": place.channel}
