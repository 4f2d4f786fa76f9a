"""Takes up what comes in a few at a time, and lets no more wait than memory has room for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.base.outbox import Waiting


class Turns:
    """So many are in at a time; of the others, who asked comes first, then whoever waits longest."""

    def __init__(self, at_once: int, limit: int, complaint: str) -> None:
        """At most `limit` wait; `complaint` is what the log says where more would."""
        self._free = at_once
        self._limit = limit
        self._waiting = Waiting(complaint)

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._waiting)

    @property
    def dropped(self) -> int:
        """How many were sent away since the start."""
        return self._waiting.dropped

    @asynccontextmanager
    async def turn(self, *, asked: bool) -> AsyncIterator[None]:
        """Wait to be let in. Raise DroppedError where too many wait."""
        await self._enter(asked=asked)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, *, asked: bool) -> None:
        if self._free:
            self._free -= 1
            return
        let_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(let_in, asked=asked, limit=self._limit)
        try:
            await let_in
        except BaseException:
            self._waiting.remove(let_in)
            if let_in.done() and not let_in.cancelled() and let_in.exception() is None:
                self._leave()  # let in and stopped in one moment: the next one shall not wait in vain
            raise

    def _leave(self) -> None:
        waiting = self._waiting.next()
        if waiting is None:
            self._free += 1
        else:
            waiting.set_result(None)
