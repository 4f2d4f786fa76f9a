"""Work that goes on after the platform got its acknowledgement: tracked, so that it can be waited for at the end."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Hashable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

_T = TypeVar("_T")


class Running:
    """The tasks under way."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def under_way(self) -> int:
        """How many there are."""
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def stop(self) -> None:
        """Stop all that is under way, but for the task that says so."""
        for task in self._tasks - {asyncio.current_task()}:
            task.cancel()

    async def drain(self, seconds: float) -> int:
        """Wait for the tasks, and for those that they start; then stop what is left. How many had to be stopped."""
        await asyncio.sleep(0)  # a listener that was called just now has not started its task yet
        deadline = asyncio.get_running_loop().time() + seconds
        while self._tasks and (left := deadline - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self._tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        stopped = list(self._tasks)
        for task in stopped:
            task.cancel()
        await asyncio.gather(*stopped, return_exceptions=True)
        return len(stopped)


class Locks:
    """One lock per key, for as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, tuple[asyncio.Lock, int]] = {}
        self.waiting = 0
        """How many wait for a key that somebody else holds."""

    @property
    def size(self) -> int:
        """How many keys are held or waited for."""
        return len(self._locks)

    def is_held(self, key: Hashable) -> bool:
        return key in self._locks

    @asynccontextmanager
    async def hold(self, key: Hashable) -> AsyncIterator[None]:
        lock, users = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = lock, users + 1
        self.waiting += bool(users)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks.pop(key)
            if users > 1:
                self._locks[key] = lock, users - 1
                self.waiting -= 1
