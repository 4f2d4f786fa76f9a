"""Sends messages no faster than chat platforms let: one per second and channel.

No channel waits for another's backlog, and no workspace for another that the platform has told to wait.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from adapters.base.running import Running

log = logging.getLogger(__name__)

PAUSE_S = 1.0
LIMIT = 5000
"""So many messages wait at most, over all channels."""
_AT_ONCE = 32
"""Messages of one workspace that are sent beside each other."""
_LOG_EVERY = 100

_T = TypeVar("_T")


class DroppedError(Exception):
    """Nothing is done about it: too much waits already."""


class Waiting:
    """What waits, in the order it came, and never more than there is room for.

    Where there is none, the oldest goes that nobody asked for: its future gets a DroppedError.
    """

    def __init__(self, complaint: str) -> None:
        """`complaint` is what the log says of it now and then."""
        self.dropped = 0
        """How many had to go since the start."""
        self._complaint = complaint
        self._asked: dict[asyncio.Future[Any], None] = {}
        self._unasked: dict[asyncio.Future[Any], None] = {}

    def __len__(self) -> int:
        return len(self._asked) + len(self._unasked)

    def add(self, future: asyncio.Future[Any], *, asked: bool, limit: int) -> None:
        """One more; then at most `limit` wait."""
        (self._asked if asked else self._unasked)[future] = None
        if len(self) > limit:
            self._drop(next(iter(self._unasked or self._asked)))

    def remove(self, future: asyncio.Future[Any]) -> None:
        self._asked.pop(future, None)
        self._unasked.pop(future, None)

    def next(self) -> asyncio.Future[Any] | None:
        """Take the one whose turn it is: who asked comes first."""
        for line in (self._asked, self._unasked):
            while line:
                future = next(iter(line))
                del line[future]
                if not future.done():  # nobody waits for it any more
                    return future
        return None

    def _drop(self, future: asyncio.Future[Any]) -> None:
        self.remove(future)
        if future.done():
            return
        future.set_exception(DroppedError())
        self.dropped += 1
        if self.dropped % _LOG_EVERY == 1:
            text = "%s: %d wait, %d were dropped so far, oldest unasked first"
            log.warning(text, self._complaint, len(self), self.dropped)


@dataclass(eq=False, slots=True)
class _Item:
    send: Callable[[], Awaitable[Any]]
    sent: asyncio.Future[Any]


class Outbox:
    """The messages that wait for a platform. Channels take turns; within one, the order stays."""

    def __init__(
        self,
        running: Running,
        platform: str,
        *,
        limit: int | None = None,
        at_once: int = _AT_ONCE,
        pause: Callable[[], Awaitable[object]] = lambda: asyncio.sleep(PAUSE_S),
    ) -> None:
        self._running = running
        self._limit = LIMIT if limit is None else limit
        self._waiting = Waiting(f"{platform} takes messages slower than they come")
        self._pause = pause
        self._at_once = at_once
        # Whoever waits for a slot gets it in the order of asking, and each channel asks once at a time: turns.
        self._slots: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._channels: dict[tuple[str, str], deque[_Item]] = {}

    @property
    def waiting(self) -> int:
        """How many messages wait now."""
        return len(self._waiting)

    @property
    def dropped(self) -> int:
        """How many messages were not sent since the start."""
        return self._waiting.dropped

    async def post(self, channel: tuple[str, str], send: Callable[[], Awaitable[_T]], *, asked: bool) -> _T:
        """Send to the channel, named by workspace and id, when it is its turn; what `send` returns or raises.

        Raise DroppedError where the outbox is full: the oldest message that nobody asked for goes first.
        """
        item = _Item(send, asyncio.get_running_loop().create_future())
        self._waiting.add(item.sent, asked=asked, limit=self._limit)
        if channel in self._channels:
            self._channels[channel].append(item)
        else:
            self._channels[channel] = deque([item])
            self._running.start(self._work(channel))
        try:
            result: _T = await item.sent
        finally:
            self._waiting.remove(item.sent)
        return result

    async def _work(self, channel: tuple[str, str]) -> None:
        queue = self._channels[channel]
        # Kept alive by the workspace's channels that have something to send.
        slots = self._slots.setdefault(channel[0], asyncio.Semaphore(self._at_once))
        try:
            while queue:
                item = queue.popleft()
                if item.sent.done():  # dropped, or nobody waits any more
                    continue
                self._waiting.remove(item.sent)
                async with slots:
                    await _send(item)
                await self._pause()
        finally:
            del self._channels[channel]
            for item in queue:
                item.sent.cancel()


async def _send(item: _Item) -> None:
    try:
        result = await item.send()
    except Exception as error:  # noqa: BLE001 - whoever posted it wants to know
        if not item.sent.done():
            item.sent.set_exception(error)
    except BaseException:
        item.sent.cancel()
        raise
    else:
        if not item.sent.done():
            item.sent.set_result(result)
