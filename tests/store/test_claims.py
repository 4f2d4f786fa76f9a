import asyncio
from datetime import UTC, datetime, timedelta

from bot.events import Place
from bot.store import Store
from tests.store.conftest import PLACE, new_answer

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


async def test_a_message_is_claimed_once(store: Store) -> None:
    claims = [await store.claim(PLACE, "m1") for _ in range(3)]
    assert claims == [True, False, False]


async def test_the_same_id_in_another_channel_is_another_message(store: Store) -> None:
    await store.claim(PLACE, "m1")
    assert await store.claim(Place("slack", "T1", "C2"), "m1")
    assert await store.claim(Place("slack", "T2", "C1"), "m1")
    assert await store.claim(Place("discord", "T1", "C1"), "m1")


async def test_of_many_tasks_of_two_replicas_exactly_one_gets_each_message(store: Store, url: str) -> None:
    other = await Store.open(url)
    tries = [(replica, f"m{number}") for number in range(20) for replica in (store, other) for _ in range(5)]

    won = await asyncio.gather(*(replica.claim(PLACE, message_id) for replica, message_id in tries))

    await other.close()
    winners = sorted(message_id for (_, message_id), mine in zip(tries, won, strict=True) if mine)
    assert winners == sorted(f"m{number}" for number in range(20))


async def test_an_expired_lease_has_exactly_one_successor(store: Store, url: str) -> None:
    other = await Store.open(url)
    await store.claim(PLACE, "m1", now=NOW)
    later = NOW + timedelta(seconds=31)

    won = await asyncio.gather(
        *(replica.claim(PLACE, "m1", now=later) for replica in (store, other) for _ in range(10))
    )

    await other.close()
    assert won.count(True) == 1


async def test_a_lease_lasts_thirty_seconds(store: Store) -> None:
    await store.claim(PLACE, "m1", now=NOW)
    assert not await store.claim(PLACE, "m1", now=NOW + timedelta(seconds=29.9))
    assert await store.claim(PLACE, "m1", now=NOW + timedelta(seconds=30))


async def test_a_new_lease_begins_when_an_expired_one_is_taken_over(store: Store) -> None:
    await store.claim(PLACE, "m1", now=NOW)
    await store.claim(PLACE, "m1", now=NOW + timedelta(seconds=30))
    assert not await store.claim(PLACE, "m1", now=NOW + timedelta(seconds=59))


async def test_a_finished_message_is_never_free_again(store: Store) -> None:
    await store.claim(PLACE, "m1", now=NOW)
    await store.finish(PLACE, "m1")
    assert not await store.claim(PLACE, "m1", now=NOW + timedelta(days=1))


async def test_a_message_can_be_finished_without_a_claim(store: Store) -> None:
    await store.finish(PLACE, "m1")
    assert not await store.claim(PLACE, "m1")


async def test_a_released_message_is_free_at_once(store: Store) -> None:
    await store.claim(PLACE, "m1", now=NOW)
    await store.release(PLACE, "m1")
    assert await store.claim(PLACE, "m1", now=NOW)


async def test_releasing_a_finished_message_changes_nothing(store: Store) -> None:
    await store.claim(PLACE, "m1")
    await store.finish(PLACE, "m1")
    await store.release(PLACE, "m1")
    assert not await store.claim(PLACE, "m1")


async def test_confirming_the_card_finishes_the_claim_of_its_question(store: Store) -> None:
    await store.claim(PLACE, "m1", now=NOW)
    answer = await store.record_answer(new_answer("m1"))
    await store.confirm(answer.answer_id, "p1")
    assert not await store.claim(PLACE, "m1", now=NOW + timedelta(days=1))


async def test_a_message_is_done_once_it_is_finished(store: Store) -> None:
    assert not await store.is_done(PLACE, "m")
    await store.claim(PLACE, "m")
    assert not await store.is_done(PLACE, "m")
    await store.finish(PLACE, "m")
    assert await store.is_done(PLACE, "m")
    assert not await store.is_done(Place("slack", "other", PLACE.channel), "m")
