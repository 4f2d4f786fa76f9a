import asyncio
from dataclasses import replace
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


async def test_the_gaps_of_a_workspace_are_counted_without_those_of_others(store: Store) -> None:
    await store.record_gap(PLACE, "E <n>", "E 1", now=NOW)
    await store.record_gap(replace(PLACE, channel="C2"), "E <n>", "E 1", now=NOW)
    await store.record_gap(replace(PLACE, workspace="T2"), "E <n>", "E 1", now=NOW)
    await store.record_gap(replace(PLACE, platform="discord"), "F", "F", now=NOW)
    assert await store.gaps(workspace=PLACE) == [Gap("E <n>", "E 1", 2, NOW, NOW)]


async def test_gaps_that_were_not_seen_since_are_left_out(store: Store) -> None:
    await store.record_gap(PLACE, "old", "old", now=NOW)
    await store.record_gap(PLACE, "new", "new", now=LATER)
    assert [gap.key for gap in await store.gaps(since=LATER)] == ["new"]
    assert [gap.key for gap in await store.gaps(workspace=PLACE, since=LATER)] == ["new"]


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
