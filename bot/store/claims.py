"""Claims: who handles a message, when the platform delivers it twice or several replicas see it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, select, true

from bot.events import Place
from bot.store.database import Database
from bot.store.tables import at, claims, columns_of, in_place
from bot.store.upsert import upsert

LEASE = timedelta(seconds=30)
"""How long a claim that is neither finished nor released keeps others away."""

_CLAIM = upsert(
    claims,
    lambda new: {"claimed_at": new.claimed_at},
    only_if=and_(claims.c.done.is_(False), claims.c.claimed_at <= bindparam("expired")),
    returning=(claims.c.message_id,),
)
FINISH = upsert(claims, lambda _new: {"done": true()})
_OF_MESSAGE = (in_place(claims), claims.c.message_id == bindparam("of_message"))
_RELEASE = delete(claims).where(*_OF_MESSAGE, claims.c.done.is_(False))
_DONE = select(claims.c.message_id).where(*_OF_MESSAGE, claims.c.done.is_(True))


class Claims(Database):
    """The part of the store that decides who handles a message."""

    async def claim(self, place: Place, message_id: str, *, now: datetime | None = None) -> bool:
        """Whether the caller shall handle the message; False if somebody has it, or it is done."""
        now = now or datetime.now(UTC)
        row = claim_row(place, message_id, now, done=False)
        return bool(await self._write(_CLAIM, {**row, "expired": now - LEASE}))

    async def finish(self, place: Place, message_id: str) -> None:
        """The message is done for good."""
        await self._write(FINISH, claim_row(place, message_id, datetime.now(UTC), done=True))

    async def is_done(self, place: Place, message_id: str) -> bool:
        """Whether the message was finished."""
        return bool(await self._read(_DONE, {**at(place), "of_message": message_id}))

    async def release(self, place: Place, message_id: str) -> None:
        """Handling the message failed: let a redelivery have it at once. What is done stays done."""
        await self._write(_RELEASE, {**at(place), "of_message": message_id})


def claim_row(place: Place, message_id: str, claimed_at: datetime, *, done: bool) -> dict[str, Any]:
    """A row of the table of claims."""
    return {**columns_of(place), "message_id": message_id, "claimed_at": claimed_at, "done": done}
