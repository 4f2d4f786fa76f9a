"""A few at a time, who asked before others, and no more waiting than there is room for."""

import asyncio
import logging

import pytest

from adapters.base.outbox import DroppedError
from adapters.base.running import Locks, Running
from adapters.base.turns import Turns


class Work:
    """Takes its turn, and ends when the test says so."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.begun: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}

    def start(self, name: str, *, asked: bool = False) -> asyncio.Task[None]:
        async def work() -> None:
            async with self.turns.turn(asked=asked):
                self.begun.append(name)
                await self.ends[name].wait()

        self.ends[name] = asyncio.Event()
        return asyncio.create_task(work())

    async def end(self, *names: str) -> None:
        for name in names:
            self.ends[name].set()
        await steps()


async def steps() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_so_many_at_a_time_and_who_asked_before_the_others() -> None:
    work = Work(Turns(2, 10, ""))
    tasks = [work.start(name) for name in "abcd"]
    tasks.append(work.start("asked", asked=True))
    await steps()
    assert work.begun == ["a", "b"]
    await work.end("a")
    assert work.begun == ["a", "b", "asked"]
    await work.end("b", "asked", "c", "d")
    assert work.begun == ["a", "b", "asked", "c", "d"]
    await asyncio.gather(*tasks)


async def test_where_there_is_no_room_the_oldest_goes_that_nobody_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    turns = Turns(1, 2, "more comes than one can look at")
    work = Work(turns)
    first, asked, old = work.start("first"), work.start("asked", asked=True), work.start("old")
    await steps()
    with caplog.at_level(logging.WARNING):
        new = work.start("new")
        await steps()
    with pytest.raises(DroppedError):
        await old
    assert turns.dropped == 1
    assert caplog.messages == [
        "more comes than one can look at: 2 wait, 1 were dropped so far, oldest unasked first",
    ]
    await work.end("first", "asked", "new")
    await asyncio.gather(first, asked, new)
    assert work.begun == ["first", "asked", "new"]


async def test_who_is_stopped_while_waiting_or_when_let_in_keeps_nobody_waiting() -> None:
    work = Work(Turns(1, 10, ""))
    first, waits, let_in, last = (work.start(name) for name in ("first", "waits", "let in", "last"))
    await steps()
    waits.cancel()
    work.ends["first"].set()
    await asyncio.sleep(0)
    let_in.cancel()  # its turn has come, and it has not heard of it yet
    await work.end("last")
    await asyncio.gather(first, last)
    assert work.begun == ["first", "last"]


async def test_a_failure_ends_a_turn() -> None:
    turns = Turns(1, 1, "")

    async def fail() -> None:
        async with turns.turn(asked=False):
            msg = "no"
            raise ValueError(msg)

    with pytest.raises(ValueError, match="no"):
        await fail()
    async with turns.turn(asked=False):
        pass


async def test_how_many_wait_for_locks_is_known() -> None:
    locks, end = Locks(), asyncio.Event()

    async def work(key: str) -> None:
        async with locks.hold(key):
            await end.wait()

    tasks = [asyncio.create_task(work(key)) for key in "aaab"]
    await steps()
    assert (locks.size, locks.waiting) == (2, 2)
    end.set()
    await asyncio.gather(*tasks)
    assert (locks.size, locks.waiting) == (0, 0)


async def test_stopping_spares_who_says_so() -> None:
    running, said = Running(), []

    async def stops() -> None:
        running.stop()
        await asyncio.sleep(0)
        said.append("still here")

    other = running.start(asyncio.Event().wait())
    await asyncio.sleep(0)
    await running.start(stops())
    assert said == ["still here"]
    assert other.cancelled()
    assert running.under_way == 0
