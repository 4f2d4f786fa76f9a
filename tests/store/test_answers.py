import asyncio
from datetime import UTC, datetime

import pytest

from bot.errors import NotFoundError
from bot.events import Place
from bot.store import AnswerState, Store
from tests.store.conftest import PLACE, new_answer

ELSEWHERE = Place("slack", "T1", "C2")


async def test_a_recorded_answer_is_what_was_given_with_an_id_and_a_time(store: Store) -> None:
    before = datetime.now(UTC)
    new = new_answer()
    answer = await store.record_answer(new)
    for name in new.__dataclass_fields__:
        assert getattr(answer, name) == getattr(new, name)
    assert len(answer.answer_id) == 16
    assert answer.posted_id is None
    assert before <= answer.created_at <= datetime.now(UTC)
    assert answer.created_at.tzinfo is UTC


async def test_an_answer_is_found_by_its_id(store: Store) -> None:
    answer = await store.record_answer(new_answer())
    assert await store.answer(answer.answer_id) == answer


async def test_an_unknown_id_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no answer nonsense"):
        await store.answer("nonsense")


async def test_answers_recorded_at_once_have_ids_of_their_own(store: Store) -> None:
    answers = await asyncio.gather(*(store.record_answer(new_answer(f"m{number}")) for number in range(50)))
    assert len({answer.answer_id for answer in answers}) == 50


async def test_the_answer_to_a_question_is_the_latest_one_that_is_not_deleted(store: Store) -> None:
    first = await store.record_answer(new_answer("m1"))
    second = await store.record_answer(new_answer("m1"))
    assert await store.answer_to(PLACE, "m1") == second
    await store.set_state(second.answer_id, AnswerState.DELETED)
    assert await store.answer_to(PLACE, "m1") == first
    await store.set_state(first.answer_id, AnswerState.DELETED)
    assert await store.answer_to(PLACE, "m1") is None


async def test_the_answer_to_a_question_is_looked_up_in_its_own_channel(store: Store) -> None:
    await store.record_answer(new_answer("m1"))
    assert await store.answer_to(ELSEWHERE, "m1") is None


async def test_a_confirmed_card_leads_to_its_answer(store: Store) -> None:
    answer = await store.record_answer(new_answer())
    await store.confirm(answer.answer_id, "p1")
    found = await store.answer_posted_as(PLACE, "p1")
    assert found is not None
    assert (found.answer_id, found.posted_id) == (answer.answer_id, "p1")
    assert await store.answer_posted_as(ELSEWHERE, "p1") is None
    assert await store.answer_posted_as(PLACE, "p2") is None


async def test_an_edited_question_keeps_its_answer_id_and_card(store: Store) -> None:
    answer = await store.record_answer(new_answer())
    await store.confirm(answer.answer_id, "p1")

    edited = new_answer(entry_id="node/enoent", line="ENOENT", captures={}, others=(), confidence=0.5, locale="zh")
    rematched = await store.rematch(answer.answer_id, edited)

    assert rematched.answer_id == answer.answer_id
    assert rematched.posted_id == "p1"
    assert rematched.created_at == answer.created_at
    assert (rematched.entry_id, rematched.line, rematched.captures) == ("node/enoent", "ENOENT", {})
    assert (rematched.others, rematched.confidence, rematched.locale) == ((), 0.5, "zh")
    assert await store.answer(answer.answer_id) == rematched


@pytest.mark.parametrize("state", (AnswerState.DISMISSED, AnswerState.DELETED))
async def test_an_answer_that_was_taken_away_is_not_matched_again(store: Store, state: AnswerState) -> None:
    answer = await store.record_answer(new_answer())
    gone = await store.set_state(answer.answer_id, state)
    with pytest.raises(NotFoundError):
        await store.rematch(answer.answer_id, new_answer(entry_id="node/enoent"))
    assert await store.answer(answer.answer_id) == gone


async def test_an_opened_offer_remembers_the_fix_that_its_card_led_with(store: Store) -> None:
    offer = await store.record_answer(new_answer(state=AnswerState.OFFERED, first_fix_id=None))
    assert await store.open_offer(offer.answer_id, "f2")
    assert not await store.open_offer(offer.answer_id, "f3")
    opened = await store.answer(offer.answer_id)
    assert (opened.state, opened.first_fix_id) == (AnswerState.ANSWERED, "f2")


@pytest.mark.parametrize("state", AnswerState)
async def test_every_state_is_kept(store: Store, state: AnswerState) -> None:
    answer = await store.record_answer(new_answer(state=AnswerState.OFFERED))
    changed = await store.set_state(answer.answer_id, state)
    assert changed.state is state
    assert (await store.answer(answer.answer_id)).state is state


async def test_nothing_can_be_done_to_an_unknown_answer(store: Store) -> None:
    with pytest.raises(NotFoundError):
        await store.confirm("nonsense", "p1")
    with pytest.raises(NotFoundError):
        await store.rematch("nonsense", new_answer())
    with pytest.raises(NotFoundError):
        await store.set_state("nonsense", AnswerState.DELETED)


async def test_what_no_database_can_hold_is_replaced_and_everything_else_is_kept(store: Store) -> None:
    new = new_answer(
        "m\x00\ud800",
        line="a\x00b \udfff 错误 😀 \\u0000 '; DROP TABLE answers; -- %s \u202e",
        captures={"na\x00me": "\ud800"},
        others=(("e/x", "\x00"),),
    )
    answer = await store.record_answer(new)
    assert answer.line == "a\ufffdb \ufffd 错误 😀 \\u0000 '; DROP TABLE answers; -- %s \u202e"
    assert answer.captures == {"na\ufffdme": "\ufffd"}
    assert answer.others == (("e/x", "\ufffd"),)
    assert await store.answer_to(PLACE, "m\x00\ud800") == answer


async def test_a_line_of_a_megabyte_is_kept(store: Store) -> None:
    line = "x" * 1_000_000
    answer = await store.record_answer(new_answer(line=line))
    assert (await store.answer(answer.answer_id)).line == line


async def test_a_thread_has_an_answer_once_a_card_is_posted_in_it(store: Store) -> None:
    answer = await store.record_answer(new_answer("m2", thread_id="m1"))
    threads = ("m1", "m2", "card", "m3")
    assert not any([await store.has_answered_in(PLACE, thread) for thread in threads])
    await store.confirm(answer.answer_id, "card")
    assert [await store.has_answered_in(PLACE, thread) for thread in threads] == [True, True, True, False]
    assert not await store.has_answered_in(ELSEWHERE, "m1")
