"""Answers: which entry was shown for which question, and where its card is."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, or_, select, update

from bot.errors import NotFoundError
from bot.events import Place
from bot.store.claims import FINISH, claim_row
from bot.store.database import Database, Params
from bot.store.tables import answers, at, columns_of, in_place, place_of
from bot.store.values import Answer, AnswerState, NewAnswer

_ID_BYTES = 12

_RECORD = insert(answers).returning(answers)
_CHANGE = update(answers).where(answers.c.answer_id == bindparam("of_answer")).returning(answers)
_BY_ID = select(answers).where(answers.c.answer_id == bindparam("of_answer"))
_OPEN = _CHANGE.where(answers.c.state == AnswerState.OFFERED)
_REMATCH = _CHANGE.where(answers.c.state.in_((AnswerState.OFFERED, AnswerState.ANSWERED)))
_IN_PLACE = select(answers).where(in_place(answers)).order_by(answers.c.sequence.desc()).limit(1)
_BY_QUESTION = _IN_PLACE.where(answers.c.message_id == bindparam("question"), answers.c.state != AnswerState.DELETED)
_IN_THREAD = _IN_PLACE.with_only_columns(answers.c.answer_id).where(
    or_(
        answers.c.thread_id == bindparam("thread"),
        answers.c.message_id == bindparam("thread"),
        answers.c.posted_id == bindparam("thread"),
    ),
    answers.c.posted_id.is_not(None),
)
_BY_CARD = _IN_PLACE.where(answers.c.posted_id == bindparam("card"))


class Answers(Database):
    """The part of the store that knows the answers."""

    async def record_answer(self, new: NewAnswer) -> Answer:
        """Keep a new answer, under an id of its own."""
        values = {
            **_columns(new),
            "answer_id": secrets.token_urlsafe(_ID_BYTES),
            "posted_id": None,
            "created_at": datetime.now(UTC),
        }
        rows = await self._write(_RECORD, values)
        return _answer(rows[0])

    async def answer(self, answer_id: str) -> Answer:
        """The answer with the id.

        Raises NotFoundError.
        """
        rows = await self._read(_BY_ID, {"of_answer": answer_id})
        return _answer(rows[0] if rows else _missing(answer_id))

    async def answer_to(self, place: Place, message_id: str) -> Answer | None:
        """The latest answer to the question that is not deleted."""
        rows = await self._read(_BY_QUESTION, {**at(place), "question": message_id})
        return _answer(rows[0]) if rows else None

    async def answer_posted_as(self, place: Place, posted_id: str) -> Answer | None:
        """The answer whose card is the message."""
        rows = await self._read(_BY_CARD, {**at(place), "card": posted_id})
        return _answer(rows[0]) if rows else None

    async def has_answered_in(self, place: Place, thread_id: str) -> bool:
        """Whether a card was ever posted in the thread which that message began, or began it."""
        return bool(await self._read(_IN_THREAD, {**at(place), "thread": thread_id}))

    async def confirm(self, answer_id: str, posted_id: str) -> Answer:
        """The card is out, as the platform's message `posted_id`; so its question is done. The answer as it is now.

        Raises NotFoundError.
        """
        async with self._transaction() as connection:
            result = await connection.execute(_CHANGE, {"of_answer": answer_id, "posted_id": posted_id})
            row = result.first() or _missing(answer_id)
            done = claim_row(place_of(row), row.message_id, datetime.now(UTC), done=True)
            await connection.execute(self._of_dialect(FINISH), done)
        return _answer(row)

    async def rematch(self, answer_id: str, new: NewAnswer) -> Answer:
        """The question was edited: the same answer now shows another entry. Votes stay with the entry they were for.

        Raises NotFoundError, also where somebody took the answer away meanwhile.
        """
        rows = await self._write(_REMATCH, {"of_answer": answer_id, **_columns(new)})
        return _answer(rows[0] if rows else _missing(answer_id))

    async def set_state(self, answer_id: str, state: AnswerState) -> Answer:
        """Move the answer on.

        Raises NotFoundError.
        """
        return await self._change(answer_id, {"state": state})

    async def open_offer(self, answer_id: str, first_fix_id: str | None) -> bool:
        """Move an offer on to a card that leads with the fix. True for exactly one of those who try at once."""
        opened = {"state": AnswerState.ANSWERED, "first_fix_id": first_fix_id}
        return bool(await self._write(_OPEN, {"of_answer": answer_id, **opened}))

    async def _change(self, answer_id: str, columns: Params) -> Answer:
        rows = await self._write(_CHANGE, {"of_answer": answer_id, **columns})
        return _answer(rows[0] if rows else _missing(answer_id))


def _missing(answer_id: str) -> Row[*tuple[Any, ...]]:
    msg = f"there is no answer {answer_id}; it may belong to another database"
    raise NotFoundError(msg)


def _columns(new: NewAnswer) -> dict[str, Any]:
    return {
        **columns_of(new.place),
        "message_id": new.message_id,
        "thread_id": new.thread_id,
        "asker_id": new.asker_id,
        "entry_id": new.entry_id,
        "state": new.state,
        "confidence": new.confidence,
        "line": new.line,
        "locale": new.locale,
        "captures": new.captures,
        "others": new.others,
        "first_fix_id": new.first_fix_id,
    }


def _answer(row: Row[*tuple[Any, ...]]) -> Answer:
    return Answer(
        place=place_of(row),
        message_id=row.message_id,
        thread_id=row.thread_id,
        asker_id=row.asker_id,
        entry_id=row.entry_id,
        state=AnswerState(row.state),
        confidence=row.confidence,
        line=row.line,
        locale=row.locale,
        captures=row.captures,
        others=row.others,
        first_fix_id=row.first_fix_id,
        answer_id=row.answer_id,
        posted_id=row.posted_id,
        created_at=row.created_at,
    )
