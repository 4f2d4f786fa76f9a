from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.events import ChannelMode, Person, Place, Vote, WrongMatch
from bot.feedback import Tally
from bot.store import AnswerState, ChannelSettings, Gap, Post, Stats, Store
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


NEIGHBOUR = replace(PLACE, workspace="T2")


async def fill(store: Store, place: Place) -> str:
    """One of everything in the place; the id of its answer."""
    answer = await store.record_answer(new_answer(place=place))
    await store.cast_vote(Vote(answer.answer_id, "f1", Person("U1"), 1))
    await store.report_wrong(WrongMatch(answer.answer_id, Person("U2")))
    await store.record_gap(place, "E", "E")
    await store.claim(place, "m1")
    await store.set_channel(place, mode=ChannelMode.OFFER)
    await store.set_person_locale(place, "U1", "zh")
    await store.add_post(Post(place, "p1", "U1", "Ann", "hi", (), NOW))
    return answer.answer_id


async def test_the_statistics_of_a_workspace_leave_out_the_others(store: Store) -> None:
    for place in (PLACE, replace(PLACE, channel="C2"), NEIGHBOUR, replace(PLACE, platform="discord")):
        await fill(store, place)
    assert await store.stats(workspace=PLACE) == Stats(2, 0, 2, 0, 2, 1, ((ENTRY, 2),))
    assert (await store.stats()).answers == 4


async def test_the_statistics_since_a_day_leave_out_what_was_before(store: Store) -> None:
    await fill(store, PLACE)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert await store.stats(workspace=PLACE, since=yesterday) == await store.stats()
    assert await store.stats(since=TOMORROW) == Stats(0, 0, 0, 0, 0, 0, ())


async def test_a_workspace_that_is_forgotten_leaves_nothing_and_its_neighbour_everything(store: Store) -> None:
    await fill(store, PLACE)
    neighbours = await fill(store, NEIGHBOUR)

    assert await store.forget_workspace(PLACE.platform, PLACE.workspace) == 8

    assert await store.stats() == await store.stats(workspace=NEIGHBOUR) == Stats(1, 0, 1, 0, 1, 1, ((ENTRY, 1),))
    assert await store.answer_to(PLACE, "m1") is None
    assert await store.claim(PLACE, "m1")
    assert not await store.claim(NEIGHBOUR, "m1")
    assert [await store.channel(place) for place in (PLACE, NEIGHBOUR)] == [
        ChannelSettings(),
        ChannelSettings(ChannelMode.OFFER),
    ]
    assert [await store.person_locale(place, "U1") for place in (PLACE, NEIGHBOUR)] == [None, "zh"]
    assert [len(await store.posts(place)) for place in (PLACE, NEIGHBOUR)] == [0, 1]
    assert await store.votes_of(neighbours, "U1") == {"f1": 1}


async def test_a_workspace_that_nobody_knows_can_be_forgotten(store: Store) -> None:
    assert await store.forget_workspace("slack", "nobody") == 0
