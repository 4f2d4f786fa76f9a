"""Preferences: what was set for a channel, and which language a person chose."""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, select

from bot.events import ChannelMode, Place
from bot.store.database import Database
from bot.store.tables import at, channels, columns_of, people
from bot.store.values import UNSET, ChannelSettings, Unset


class Preferences(Database):
    """The part of the store that knows what people chose."""

    async def channel(self, place: Place) -> ChannelSettings:
        """What was set for the channel."""
        rows = await self._read(select(channels).where(at(channels, place)))
        return _settings(rows[0]) if rows else ChannelSettings()

    async def set_channel(
        self, place: Place, *, mode: ChannelMode | Unset | None = UNSET, locale: str | Unset | None = UNSET
    ) -> ChannelSettings:
        """Set what is given (None: back to the default) and leave the rest; the result is what holds now."""
        change = {name: value for name, value in (("mode", mode), ("locale", locale)) if value is not UNSET}
        if not change:
            return await self.channel(place)
        statement = self._upsert(channels, {**columns_of(place), **change}, change)
        rows = await self._write(statement.returning(channels))
        return _settings(rows[0])

    async def person_locale(self, place: Place, person_id: str) -> str | None:
        """The language the person chose; it holds in every channel of the workspace."""
        rows = await self._read(select(people.c.locale).where(_is(place, person_id)))
        return rows[0].locale if rows else None

    async def set_person_locale(self, place: Place, person_id: str, locale: str | None) -> None:
        """Keep the person's language; None forgets it."""
        if locale is None:
            await self._write(delete(people).where(_is(place, person_id)))
            return
        values = {"platform": place.platform, "workspace": place.workspace, "person_id": person_id, "locale": locale}
        await self._write(self._upsert(people, values, {"locale": locale}))


def _is(place: Place, person_id: str) -> ColumnElement[bool]:
    return and_(
        people.c.platform == place.platform, people.c.workspace == place.workspace, people.c.person_id == person_id
    )


def _settings(row: Row[*tuple[Any, ...]]) -> ChannelSettings:
    return ChannelSettings(ChannelMode(row.mode) if row.mode else None, row.locale)
