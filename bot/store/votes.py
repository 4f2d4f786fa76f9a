"""Votes and wrong-match reports, and what they add up to."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, delete, distinct, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NotFoundError
from bot.events import Place, Vote, WrongMatch
from bot.feedback import Reception, Tally
from bot.store.database import Database
from bot.store.tables import answers, at, in_place, votes, wrong_matches
from bot.store.upsert import insert_new, upsert
from bot.store.values import GIVEN

_ENTRY_OF = select(answers.c.entry_id).where(answers.c.answer_id == bindparam("of_answer"))

_CAST = upsert(votes, lambda new: {"value": new.value})
_TAKE_BACK = delete(votes).where(*(column == bindparam(column.name) for column in votes.primary_key))
_TAKE_BACK_SAME = _TAKE_BACK.where(votes.c.value == bindparam("value"))
_TALLIES = (
    select(
        votes.c.fix_id,
        func.count().filter(votes.c.value > 0).label("up"),
        func.count().filter(votes.c.value < 0).label("down"),
    )
    .where(votes.c.entry_id == bindparam("entry_id"))
    .group_by(votes.c.fix_id)
)
_VOTES_OF = (
    select(votes.c.fix_id, votes.c.value)
    .join(answers, and_(answers.c.answer_id == votes.c.answer_id, answers.c.entry_id == votes.c.entry_id))
    .where(votes.c.answer_id == bindparam("of_answer"), votes.c.person_id == bindparam("person_id"))
)

_REPORT = insert_new(wrong_matches)
_WITHDRAW = delete(wrong_matches).where(*(column == bindparam(column.name) for column in wrong_matches.primary_key))
_REPORT_OF = (
    select(wrong_matches.c.person_id)
    .join(
        answers,
        and_(answers.c.answer_id == wrong_matches.c.answer_id, answers.c.entry_id == wrong_matches.c.entry_id),
    )
    .where(wrong_matches.c.answer_id == bindparam("of_answer"), wrong_matches.c.person_id == bindparam("person_id"))
)
_ENTRY_IDS: BindParameter[Any] = bindparam("entry_ids", expanding=True)
# Two counts of one entry are two rows. A report counts for the entry it was made on, also where an edited question
# has moved the answer to another one since.
_RECEPTIONS = union_all(
    select(answers.c.entry_id, func.count().label("answers"), literal(0).label("wrong"))
    .where(in_place(answers), answers.c.entry_id.in_(_ENTRY_IDS), answers.c.state.in_(GIVEN))
    .group_by(answers.c.entry_id),
    select(wrong_matches.c.entry_id, literal(0), func.count(distinct(wrong_matches.c.answer_id)))
    .join(answers, answers.c.answer_id == wrong_matches.c.answer_id)
    .where(in_place(answers), wrong_matches.c.entry_id.in_(_ENTRY_IDS))
    .group_by(wrong_matches.c.entry_id),
)


class Votes(Database):
    """The part of the store that counts what people say."""

    async def cast_vote(self, vote: Vote) -> None:
        """Keep the person's latest opinion on the fix; 0 takes it back.

        Raises NotFoundError for an unknown answer.
        """
        async with self._transaction() as connection:
            key = await _key(connection, vote)
            if vote.value:
                await connection.execute(self._of_dialect(_CAST), {**key, "value": vote.value})
            else:
                await connection.execute(_TAKE_BACK, key)

    async def take_back(self, vote: Vote) -> None:
        """Remove this very vote; one of another value, which the person cast since, stays.

        Raises NotFoundError for an unknown answer.
        """
        async with self._transaction() as connection:
            await connection.execute(_TAKE_BACK_SAME, {**await _key(connection, vote), "value": vote.value})

    async def tallies(self, entry_id: str) -> dict[str, Tally]:
        """The votes on the entry's fixes over all its answers, by fix id; a fix without votes is left out."""
        rows = await self._read(_TALLIES, {"entry_id": entry_id})
        return {row.fix_id: Tally(row.up, row.down) for row in rows}

    async def votes_of(self, answer_id: str, person_id: str) -> dict[str, int]:
        """What the person said on the fixes of the answer's present entry, by fix id."""
        rows = await self._read(_VOTES_OF, {"of_answer": answer_id, "person_id": person_id})
        return {row.fix_id: row.value for row in rows}

    async def report_wrong(self, report: WrongMatch) -> None:
        """Keep, or take back, that the answer's entry is not the error.

        Raises NotFoundError for an unknown answer.
        """
        async with self._transaction() as connection:
            key = {
                "answer_id": report.answer_id,
                "entry_id": await _entry_of(connection, report.answer_id),
                "person_id": report.person.id,
            }
            await connection.execute(_WITHDRAW if report.withdrawn else self._of_dialect(_REPORT), key)

    async def has_reported_wrong(self, answer_id: str, person_id: str) -> bool:
        """Whether the person says that the answer's present entry is not the error."""
        return bool(await self._read(_REPORT_OF, {"of_answer": answer_id, "person_id": person_id}))

    async def receptions(self, place: Place, entry_ids: Collection[str]) -> dict[str, Reception]:
        """How answers with each of the entries were received in the channel."""
        received = dict.fromkeys(entry_ids, Reception())
        if received:
            for row in await self._read(_RECEPTIONS, {**at(place), "entry_ids": list(received)}):
                so_far = received[row.entry_id]
                received[row.entry_id] = Reception(so_far.answers + row.answers, so_far.wrong + row.wrong)
        return received


async def _key(connection: AsyncConnection, vote: Vote) -> dict[str, str]:
    return {
        "answer_id": vote.answer_id,
        "entry_id": await _entry_of(connection, vote.answer_id),
        "fix_id": vote.fix_id,
        "person_id": vote.person.id,
    }


async def _entry_of(connection: AsyncConnection, answer_id: str) -> str:
    entry_id: str | None = (await connection.execute(_ENTRY_OF, {"of_answer": answer_id})).scalar()
    if entry_id is None:
        msg = f"there is no answer {answer_id} to have an opinion on; it may belong to another database"
        raise NotFoundError(msg)
    return entry_id
