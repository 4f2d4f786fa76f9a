"""Preferences: what was set for a channel, and which language a person chose."""

from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from bot.events import ChannelMode, Place
from bot.store.database import Database
from bot.store.tables import at, channels, columns_of, in_place, in_workspace, people
from bot.store.upsert import upsert
from bot.store.values import UNSET, ChannelSettings, Unset

_CHANNEL = select(channels).where(in_place(channels))
_IS_PERSON = (in_workspace(people), people.c.person_id == bindparam("of_person"))
_LOCALE_OF = select(people.c.locale).where(*_IS_PERSON)
_FORGET_LOCALE = delete(people).where(*_IS_PERSON)
_KEEP_LOCALE = upsert(people, lambda new: {"locale": new.locale})


class Preferences(Database):
    """The part of the store that knows what people chose."""

    async def channel(self, place: Place) -> ChannelSettings:
        """What was set for the channel."""
        rows = await self._read(_CHANNEL, at(place))
        return _settings(rows[0]) if rows else ChannelSettings()

    async def set_channel(
        self, place: Place, *, mode: ChannelMode | Unset | None = UNSET, locale: str | Unset | None = UNSET
    ) -> ChannelSettings:
        """Set what is given (None: back to the default) and leave the rest; the result is what holds now."""
        given = {name: value for name, value in (("mode", mode), ("locale", locale)) if value is not UNSET}
        if not given:
            return await self.channel(place)
        statement = upsert(channels, lambda new: {name: new[name] for name in given}, returning=(channels,))
        rows = await self._write(statement, {**columns_of(place), **given})
        return _settings(rows[0])

    async def person_locale(self, place: Place, person_id: str) -> str | None:
        """The language the person chose; it holds in every channel of the workspace."""
        rows = await self._read(_LOCALE_OF, {**at(place), "of_person": person_id})
        return rows[0].locale if rows else None

    async def set_person_locale(self, place: Place, person_id: str, locale: str | None) -> None:
        """Keep the person's language; None forgets it."""
        if locale is None:
            await self._write(_FORGET_LOCALE, {**at(place), "of_person": person_id})
        else:
            person = {"platform": place.platform, "workspace": place.workspace, "person_id": person_id}
            await self._write(_KEEP_LOCALE, {**person, "locale": locale})


def _settings(row: Row[*tuple[Any, ...]]) -> ChannelSettings:
    return ChannelSettings(ChannelMode(row.mode) if row.mode else None, row.locale)
