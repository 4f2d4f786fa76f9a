"""Gaps: errors that people had and no entry knows."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.events import Place
from bot.store.database import Database
from bot.store.tables import columns_of, gaps
from bot.store.values import Gap


class Gaps(Database):
    """The part of the store that knows what the knowledge base lacks."""

    async def record_gap(self, place: Place, key: str, line: str, *, now: datetime | None = None) -> None:
        """Count a sighting of the failure line `line`, whose masked form is `key`. Each workspace has its own count."""
        now = now or datetime.now(UTC)
        workspace = {name: part for name, part in columns_of(place).items() if name != "channel"}
        values = {**workspace, "key": key, "line": line, "count": 1, "first_seen": now, "last_seen": now}
        await self._write(self._upsert(gaps, values, {"line": line, "count": gaps.c.count + 1, "last_seen": now}))

    async def gaps(self, limit: int = 20) -> list[Gap]:
        """The most frequent gaps over all workspaces, the latest first among equals."""
        count = func.sum(gaps.c.count)
        last_seen = func.max(gaps.c.last_seen)
        query = (
            select(gaps.c.key, func.max(gaps.c.line), count, func.min(gaps.c.first_seen), last_seen)
            .group_by(gaps.c.key)
            .order_by(count.desc(), last_seen.desc(), gaps.c.key)
            .limit(limit)
        )
        return [Gap(*row) for row in await self._read(query)]
