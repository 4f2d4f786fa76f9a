"""Column types that make every value of Python fit SQLite and PostgreSQL alike."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

# PostgreSQL has no U+0000 in texts, and a lone surrogate (half of a character that some client cut in two) cannot be
# encoded as UTF-8 by either database. Both occur in what people paste; neither is worth losing a message over.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with what no database can hold replaced by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


class CleanText(TypeDecorator[str]):
    """Text of any content and length; applies to stored values and to compared ones."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the type's shape
        return None if value is None else clean(value)


class TextMap(TypeDecorator[Mapping[str, str]]):
    """Texts by name, as a JSON object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
        return None if value is None else _dumps({clean(key): clean(text) for key, text in value.items()})

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, str] | None:  # noqa: ARG002 - as above
        return None if value is None else {str(key): str(text) for key, text in json.loads(value).items()}


class TextPairs(TypeDecorator[tuple[tuple[str, str], ...]]):
    """Pairs of texts, as a JSON list of lists."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[tuple[str, str], ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
        return None if value is None else _dumps([[clean(first), clean(second)] for first, second in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[tuple[str, str], ...] | None:  # noqa: ARG002 - as above
        return None if value is None else tuple((str(first), str(second)) for first, second in json.loads(value))


class UtcTime(TypeDecorator[datetime]):
    """A moment. SQLite drops the zone, so it is UTC on the way in and on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        if value is not None and value.tzinfo is None:
            msg = f"{value!r} has no timezone; the store takes aware times only"
            raise ValueError(msg)
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
