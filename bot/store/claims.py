"""Claims: who handles a message, when the platform delivers it twice or several replicas see it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Executable, and_, delete

from bot.events import Place
from bot.store.database import Database
from bot.store.tables import at, claims, columns_of

LEASE = timedelta(seconds=30)
"""How long a claim that is neither finished nor released keeps others away."""


class Claims(Database):
    """The part of the store that decides who handles a message."""

    async def claim(self, place: Place, message_id: str, *, now: datetime | None = None) -> bool:
        """Whether the caller shall handle the message; False if somebody has it, or it is done."""
        now = now or datetime.now(UTC)
        statement = self._upsert(
            claims,
            {**columns_of(place), "message_id": message_id, "claimed_at": now, "done": False},
            {"claimed_at": now},
            only_if=and_(claims.c.done.is_(False), claims.c.claimed_at <= now - LEASE),
        )
        return bool(await self._write(statement.returning(claims.c.message_id)))

    async def finish(self, place: Place, message_id: str) -> None:
        """The message is done for good."""
        await self._write(self._finishing(place, message_id))

    async def release(self, place: Place, message_id: str) -> None:
        """Handling the message failed: let a redelivery have it at once. What is done stays done."""
        theirs = and_(at(claims, place), claims.c.message_id == message_id, claims.c.done.is_(False))
        await self._write(delete(claims).where(theirs))

    def _finishing(self, place: Place, message_id: str) -> Executable:
        now = datetime.now(UTC)
        values = {**columns_of(place), "message_id": message_id, "claimed_at": now, "done": True}
        return self._upsert(claims, values, {"done": True})
