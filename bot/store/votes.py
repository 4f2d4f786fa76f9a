"""Votes and wrong-match reports, and what they add up to."""

from collections.abc import Collection

from sqlalchemy import and_, delete, distinct, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NotFoundError
from bot.events import Place, Vote, WrongMatch
from bot.feedback import Reception, Tally
from bot.store.database import Database
from bot.store.tables import answers, at, votes, wrong_matches
from bot.store.values import GIVEN


class Votes(Database):
    """The part of the store that counts what people say."""

    async def cast_vote(self, vote: Vote) -> None:
        """Keep the person's latest opinion on the fix; 0 takes it back.

        Raises NotFoundError for an unknown answer.
        """
        async with self._transaction() as connection:
            key = {
                "answer_id": vote.answer_id,
                "entry_id": await _entry_of(connection, vote.answer_id),
                "fix_id": vote.fix_id,
                "person_id": vote.person.id,
            }
            if vote.value:
                statement = self._upsert(votes, {**key, "value": vote.value}, {"value": vote.value})
                await connection.execute(statement)
            else:
                await connection.execute(delete(votes).where(*(votes.c[name] == part for name, part in key.items())))

    async def tallies(self, entry_id: str) -> dict[str, Tally]:
        """The votes on the entry's fixes over all its answers, by fix id; a fix without votes is left out."""
        up = func.count().filter(votes.c.value > 0)
        down = func.count().filter(votes.c.value < 0)
        query = select(votes.c.fix_id, up, down).where(votes.c.entry_id == entry_id).group_by(votes.c.fix_id)
        return {fix_id: Tally(ups, downs) for fix_id, ups, downs in await self._read(query)}

    async def votes_of(self, answer_id: str, person_id: str) -> dict[str, int]:
        """What the person said on the fixes of the answer's present entry, by fix id."""
        query = (
            select(votes.c.fix_id, votes.c.value)
            .join(answers, and_(answers.c.answer_id == votes.c.answer_id, answers.c.entry_id == votes.c.entry_id))
            .where(votes.c.answer_id == answer_id, votes.c.person_id == person_id)
        )
        return {row.fix_id: row.value for row in await self._read(query)}

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
            if report.withdrawn:
                theirs = (wrong_matches.c[name] == part for name, part in key.items())
                await connection.execute(delete(wrong_matches).where(*theirs))
            else:
                await connection.execute(self._add(wrong_matches, key))

    async def has_reported_wrong(self, answer_id: str, person_id: str) -> bool:
        """Whether the person says that the answer's present entry is not the error."""
        present = and_(answers.c.answer_id == wrong_matches.c.answer_id, answers.c.entry_id == wrong_matches.c.entry_id)
        query = (
            select(wrong_matches.c.person_id)
            .join(answers, present)
            .where(wrong_matches.c.answer_id == answer_id, wrong_matches.c.person_id == person_id)
        )
        return bool(await self._read(query))

    async def receptions(self, place: Place, entry_ids: Collection[str]) -> dict[str, Reception]:
        """How answers with each of the entries were received in the channel, in one query."""
        given = (
            select(answers.c.entry_id, func.count().label("answers"), literal(0).label("wrong"))
            .where(at(answers, place), answers.c.entry_id.in_(entry_ids), answers.c.state.in_(GIVEN))
            .group_by(answers.c.entry_id)
        )
        wrong = (
            select(wrong_matches.c.entry_id, literal(0), func.count(distinct(wrong_matches.c.answer_id)))
            .join(answers, answers.c.answer_id == wrong_matches.c.answer_id)
            .where(at(answers, place), wrong_matches.c.entry_id.in_(entry_ids))
            .group_by(wrong_matches.c.entry_id)
        )
        received = dict.fromkeys(entry_ids, Reception())
        if received:
            for entry_id, answers_given, wrong_answers in await self._read(union_all(given, wrong)):
                so_far = received[entry_id]
                received[entry_id] = Reception(so_far.answers + answers_given, so_far.wrong + wrong_answers)
        return received


async def _entry_of(connection: AsyncConnection, answer_id: str) -> str:
    query = select(answers.c.entry_id).where(answers.c.answer_id == answer_id)
    entry_id: str | None = (await connection.execute(query)).scalar()
    if entry_id is None:
        msg = f"there is no answer {answer_id} to have an opinion on; it may belong to another database"
        raise NotFoundError(msg)
    return entry_id
