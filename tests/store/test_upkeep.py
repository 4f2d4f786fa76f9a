from datetime import UTC, datetime, timedelta

from bot.events import Person, Place, Vote, WrongMatch
from bot.feedback import Tally
from bot.store import AnswerState, Gap, Post, Stats, Store
from tests.store.conftest import PLACE, new_answer

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
OLD = NOW - timedelta(days=91)
LIMIT = NOW - timedelta(days=90)
TOMORROW = datetime.now(UTC) + timedelta(days=1)
ENTRY = "python/module-not-found"


async def test_old_questions_lose_their_words_and_keep_their_votes(store: Store) -> None:
    answer = await store.record_answer(new_answer())
    await store.cast_vote(Vote(answer.answer_id, "f1", Person("U1"), 1))

    assert await store.forget(TOMORROW) == 1

    forgotten = await store.answer(answer.answer_id)
    assert (forgotten.line, forgotten.captures, forgotten.others) == ("", {}, ())
    assert forgotten.entry_id == ENTRY
    assert await store.tallies(ENTRY) == {"f1": Tally(1, 0)}


async def test_newer_questions_keep_their_words(store: Store) -> None:
    answer = await store.record_answer(new_answer())
    assert await store.forget(LIMIT) == 0
    assert await store.answer(answer.answer_id) == answer


async def test_old_gaps_lose_their_example_and_keep_their_count(store: Store) -> None:
    await store.record_gap(PLACE, "E <n>", "E 1", now=OLD)
    await store.record_gap(PLACE, "F <n>", "F 1", now=NOW)
    assert await store.forget(LIMIT) == 1
    assert await store.gaps() == [Gap("F <n>", "F 1", 1, NOW, NOW), Gap("E <n>", "", 1, OLD, OLD)]


async def test_a_gap_seen_again_elsewhere_shows_the_newer_example(store: Store) -> None:
    await store.record_gap(PLACE, "E <n>", "E 1", now=OLD)
    await store.record_gap(Place("slack", "T2", "C1"), "E <n>", "E 2", now=NOW)
    await store.forget(LIMIT)
    assert await store.gaps() == [Gap("E <n>", "E 2", 2, OLD, NOW)]


async def test_old_posts_go_and_newer_ones_stay(store: Store) -> None:
    for post_id, written in (("old", OLD), ("new", NOW)):
        await store.add_post(Post(PLACE, post_id, "U1", "Ann", "hi", (), written))
    assert await store.forget(LIMIT) == 1
    assert [post.id for post in await store.posts(PLACE)] == ["new"]


async def test_old_claims_go_and_newer_ones_stay(store: Store) -> None:
    await store.claim(PLACE, "old", now=OLD)
    await store.claim(PLACE, "new", now=NOW)
    assert await store.forget(LIMIT) == 1
    assert await store.claim(PLACE, "old", now=OLD)
    assert not await store.claim(PLACE, "new", now=NOW)


async def test_what_is_forgotten_is_not_counted_again(store: Store) -> None:
    await store.record_answer(new_answer())
    await store.record_gap(PLACE, "E", "E")
    await store.claim(PLACE, "m1")
    assert [await store.forget(TOMORROW), await store.forget(TOMORROW)] == [3, 0]


async def test_an_empty_store_counts_nothing(store: Store) -> None:
    assert await store.stats() == Stats(0, 0, 0, 0, 0, 0, ())


async def test_the_statistics_count_everything(store: Store) -> None:
    states = (AnswerState.ANSWERED, AnswerState.DISMISSED, AnswerState.OFFERED, AnswerState.DELETED)
    first, *_ = [await store.record_answer(new_answer(f"m{n}", state=state)) for n, state in enumerate(states)]
    await store.record_answer(new_answer("m9", entry_id="node/enoent"))
    await store.cast_vote(Vote(first.answer_id, "f1", Person("U1"), 1))
    await store.cast_vote(Vote(first.answer_id, "f2", Person("U1"), 1))
    await store.cast_vote(Vote(first.answer_id, "f2", Person("U2"), -1))
    await store.report_wrong(WrongMatch(first.answer_id, Person("U2")))
    await store.record_gap(PLACE, "E", "E")
    await store.record_gap(PLACE, "E", "E")
    assert await store.stats() == Stats(
        answers=3,
        offers=1,
        votes_up=2,
        votes_down=1,
        wrong_matches=1,
        gaps=1,
        top_entries=((ENTRY, 2), ("node/enoent", 1)),
    )
