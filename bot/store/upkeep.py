"""Upkeep: forgetting what people wrote once it is old, and counting what there is."""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Table, delete, func, or_, select, update

from bot.store.database import Database
from bot.store.tables import answers, claims, gaps, posts, votes, wrong_matches
from bot.store.values import GIVEN, AnswerState, Stats

_TOP = 10


class Upkeep(Database):
    """The part of the store that looks at everything at once."""

    async def forget(self, before: datetime) -> int:
        """Blank the texts of older answers and gaps, delete older posts and claims; votes and counts stay.

        The result is how many rows were changed. Each table is a transaction of its own, so that messages that come in
        meanwhile wait for one table at most.
        """
        says_something = or_(answers.c.line != "", answers.c.captures != {}, answers.c.others != ())
        statements = (
            update(answers)
            .where(answers.c.created_at < before, says_something)
            .values(line="", captures={}, others=()),
            update(gaps).where(gaps.c.last_seen < before, gaps.c.line != "").values(line=""),
            delete(posts).where(posts.c.created_at < before),
            delete(claims).where(claims.c.claimed_at < before),
        )
        changed = 0
        for statement in statements:
            async with self._transaction() as connection:
                changed += (await connection.execute(statement)).rowcount
        return changed

    async def stats(self) -> Stats:
        """Counts over everything."""
        number = func.count()
        top = (
            select(answers.c.entry_id, number)
            .where(answers.c.state.in_(GIVEN))
            .group_by(answers.c.entry_id)
            .order_by(number.desc(), answers.c.entry_id)
            .limit(_TOP)
        )
        counts = select(
            _count(answers, answers.c.state.in_(GIVEN)).label("answers"),
            _count(answers, answers.c.state == AnswerState.OFFERED).label("offers"),
            _count(votes, votes.c.value > 0).label("up"),
            _count(votes, votes.c.value < 0).label("down"),
            _count(wrong_matches).label("wrong"),
            select(func.count(gaps.c.key.distinct())).scalar_subquery().label("gaps"),
        )
        (count,) = await self._read(counts)
        return Stats(
            answers=count.answers,
            offers=count.offers,
            votes_up=count.up,
            votes_down=count.down,
            wrong_matches=count.wrong,
            gaps=count.gaps,
            top_entries=tuple((entry_id, given) for entry_id, given in await self._read(top)),
        )


def _count(table: Table, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()
