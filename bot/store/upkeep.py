"""Upkeep: forgetting what people wrote once it is old, and counting what there is."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, ScalarSelect, Table, delete, func, or_, select, update

from bot.events import Place
from bot.store.database import Database
from bot.store.installations import oauth_states
from bot.store.tables import answers, channels, claims, gaps, in_workspace, people, posts, votes, wrong_matches
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
            delete(oauth_states).where(oauth_states.c.expire_at < before.astimezone(UTC).replace(tzinfo=None)),
        )
        changed = 0
        for statement in statements:
            async with self._transaction() as connection:
                changed += (await connection.execute(statement)).rowcount
        return changed

    async def forget_workspace(self, platform: str, workspace: str) -> int:
        """Delete all that a workspace said and chose; the result is how many rows that were.

        Its votes go too: what its people said of fixes counts no longer.
        """
        gone = {"at_platform": platform, "at_workspace": workspace}
        answered = select(answers.c.answer_id).where(in_workspace(answers))
        statements = (
            *(delete(table).where(table.c.answer_id.in_(answered)) for table in (votes, wrong_matches)),
            *(delete(table).where(in_workspace(table)) for table in (answers, claims, gaps, channels, people, posts)),
        )
        async with self._transaction() as connection:
            return sum([(await connection.execute(statement, gone)).rowcount for statement in statements])

    async def stats(self, *, workspace: Place | None = None, since: datetime | None = None) -> Stats:
        """Counts over everything, or over the workspace of a place.

        `since` leaves earlier answers out, with the votes on them, and gaps that were not seen since then.
        """
        asked = _among(answers, workspace, since, answers.c.created_at)
        judged = select(answers.c.answer_id).where(*asked)
        seen = _among(gaps, workspace, since, gaps.c.last_seen)
        number = func.count()
        top = (
            select(answers.c.entry_id, number)
            .where(answers.c.state.in_(GIVEN), *asked)
            .group_by(answers.c.entry_id)
            .order_by(number.desc(), answers.c.entry_id)
            .limit(_TOP)
        )
        counts = select(
            _count(answers, answers.c.state.in_(GIVEN), *asked).label("answers"),
            _count(answers, answers.c.state == AnswerState.OFFERED, *asked).label("offers"),
            _count(votes, votes.c.value > 0, votes.c.answer_id.in_(judged)).label("up"),
            _count(votes, votes.c.value < 0, votes.c.answer_id.in_(judged)).label("down"),
            _count(wrong_matches, wrong_matches.c.answer_id.in_(judged)).label("wrong"),
            select(func.count(gaps.c.key.distinct())).where(*seen).scalar_subquery().label("gaps"),
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


def _among(
    table: Table, workspace: Place | None, since: datetime | None, moment: ColumnElement[datetime]
) -> list[ColumnElement[bool]]:
    """The conditions that a row is of the workspace, and not older."""
    conditions = []
    if workspace is not None:
        conditions += [table.c.platform == workspace.platform, table.c.workspace == workspace.workspace]
    if since is not None:
        conditions.append(moment >= since)
    return conditions


def _count(table: Table, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()
