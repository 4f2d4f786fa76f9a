"""Work in the background: draining, locks, and coalesced updates."""

import asyncio

import pytest

from adapters.base.refresh import Refresher
from adapters.base.running import Locks, Running


async def test_draining_waits_for_tasks_and_for_those_they_start() -> None:
    running, done = Running(), []

    async def inner() -> None:
        await asyncio.sleep(0)
        done.append("inner")

    async def outer() -> None:
        await asyncio.sleep(0)
        running.start(inner())
        done.append("outer")

    running.start(outer())
    assert await running.drain(10) == 0
    assert done == ["outer", "inner"]


async def test_draining_stops_what_takes_too_long_and_lets_it_clean_up() -> None:
    running, cleaned = Running(), []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.append("yes")

    running.start(forever())
    await asyncio.sleep(0)
    assert await running.drain(0) == 1
    assert cleaned == ["yes"]


async def test_a_lock_lets_one_in_at_a_time_and_is_forgotten_afterwards() -> None:
    locks, order = Locks(), []

    async def work(name: str) -> None:
        async with locks.hold("key"):
            order.append(f"{name} in")
            await asyncio.sleep(0)
            order.append(f"{name} out")

    await asyncio.gather(work("a"), work("b"))
    assert order == ["a in", "a out", "b in", "b out"]
    assert locks.size == 0


async def test_locks_of_different_keys_do_not_wait_for_each_other() -> None:
    locks = Locks()
    async with locks.hold("a"), locks.hold("b"):
        assert locks.size == 2


async def test_many_requests_in_one_pause_are_one_update_more() -> None:
    running, pause, updates = Running(), asyncio.Event(), []

    async def update() -> None:
        updates.append("update")

    refresher = Refresher(running, pause=pause.wait)
    for _ in range(50):
        refresher.request("card", update)
        await asyncio.sleep(0)
    assert len(updates) == 1
    pause.set()
    assert await running.drain(10) == 0
    assert len(updates) == 2


async def test_cards_are_updated_beside_each_other() -> None:
    running, updates = Running(), []
    refresher = Refresher(running, pause=asyncio.Event().wait)

    async def update(name: str) -> None:
        updates.append(name)

    refresher.request("a", lambda: update("a"))
    refresher.request("b", lambda: update("b"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert updates == ["a", "b"]
    await running.drain(0)


async def test_an_update_that_fails_is_logged_and_the_next_one_is_done(caplog: pytest.LogCaptureFixture) -> None:
    running, updates = Running(), []

    async def fail() -> None:
        msg = "a bug"
        raise RuntimeError(msg)

    async def update() -> None:
        updates.append("update")

    refresher = Refresher(running, pause=lambda: asyncio.sleep(0))
    refresher.request("card", fail)
    await asyncio.sleep(0)
    refresher.request("card", update)
    assert await running.drain(10) == 0
    assert updates == ["update"]
    assert [record.message for record in caplog.records] == ["updating a card failed"]
