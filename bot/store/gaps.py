"""Gaps: errors that people had and no entry knows."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select

from bot.events import Place
from bot.store.database import Database
from bot.store.tables import at, gaps, in_workspace
from bot.store.upsert import upsert
from bot.store.values import Gap

_SIGHT = upsert(gaps, lambda new: {"line": new.line, "count": gaps.c.count + 1, "last_seen": new.last_seen})
_COUNT = func.sum(gaps.c.count)
_LAST_SEEN = func.max(gaps.c.last_seen)
_MOST_FREQUENT = (
    # The greatest line, because one that is forgotten is empty.
    select(gaps.c.key, func.max(gaps.c.line), _COUNT, func.min(gaps.c.first_seen), _LAST_SEEN)
    .where(gaps.c.last_seen >= bindparam("since"))
    .group_by(gaps.c.key)
    .order_by(_COUNT.desc(), _LAST_SEEN.desc(), gaps.c.key)
    .limit(bindparam("at_most"))
)
_MOST_FREQUENT_OF_WORKSPACE = _MOST_FREQUENT.where(in_workspace(gaps))
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


class Gaps(Database):
    """The part of the store that knows what the knowledge base lacks."""

    async def record_gap(self, place: Place, key: str, line: str, *, now: datetime | None = None) -> None:
        """Count a sighting of the failure line `line`, whose masked form is `key`. Each workspace has its own count."""
        now = now or datetime.now(UTC)
        workspace = {"platform": place.platform, "workspace": place.workspace}
        row = {"key": key, "line": line, "count": 1, "first_seen": now, "last_seen": now}
        await self._write(_SIGHT, {**workspace, **row})

    async def gaps(
        self, limit: int = 20, *, workspace: Place | None = None, since: datetime | None = None
    ) -> list[Gap]:
        """The most frequent gaps, the latest first among equals: of the workspace of a place, or summed over all.

        `since` leaves out those that were not seen since then.
        """
        params = {"at_most": limit, "since": since or _EVER}
        if workspace is None:
            rows = await self._read(_MOST_FREQUENT, params)
        else:
            rows = await self._read(_MOST_FREQUENT_OF_WORKSPACE, {**at(workspace), **params})
        return [Gap(*row) for row in rows]
