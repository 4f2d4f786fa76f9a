import asyncio
from datetime import UTC, datetime, timedelta

from bot.events import Place
from bot.store import Gap, Store
from tests.store.conftest import PLACE

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


async def test_sightings_of_one_failure_are_one_gap(store: Store) -> None:
    await store.record_gap(PLACE, "E <n>", "E 1", now=NOW)
    await store.record_gap(PLACE, "E <n>", "E 2", now=LATER)
    assert await store.gaps() == [Gap("E <n>", "E 2", 2, NOW, LATER)]


async def test_gaps_are_grouped_over_channels_and_workspaces(store: Store) -> None:
    await store.record_gap(PLACE, "E <n>", "E 1", now=LATER)
    await store.record_gap(Place("slack", "T1", "C2"), "E <n>", "E 1", now=LATER)
    await store.record_gap(Place("discord", "T1", "C2"), "E <n>", "E 1", now=NOW)
    assert await store.gaps() == [Gap("E <n>", "E 1", 3, NOW, LATER)]


async def test_the_most_frequent_gap_comes_first_then_the_latest(store: Store) -> None:
    await store.record_gap(PLACE, "once", "once", now=NOW)
    await store.record_gap(PLACE, "once, later", "once", now=LATER)
    await store.record_gap(PLACE, "twice", "twice", now=NOW)
    await store.record_gap(PLACE, "twice", "twice", now=NOW)
    assert [gap.key for gap in await store.gaps()] == ["twice", "once, later", "once"]
    assert [gap.key for gap in await store.gaps(limit=1)] == ["twice"]


async def test_no_sighting_is_lost_when_many_come_at_once(store: Store) -> None:
    await asyncio.gather(*(store.record_gap(PLACE, "E", "E") for _ in range(50)))
    assert [gap.count for gap in await store.gaps()] == [50]


async def test_a_sighting_without_a_time_is_now(store: Store) -> None:
    before = datetime.now(UTC)
    await store.record_gap(PLACE, "E", "E")
    gap = (await store.gaps())[0]
    assert before <= gap.first_seen == gap.last_seen <= datetime.now(UTC)
