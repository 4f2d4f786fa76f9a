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
    """The message was not sent: too many wait already."""


@dataclass(eq=False, slots=True)
class _Item:
    send: Callable[[], Awaitable[Any]]
    sent: asyncio.Future[Any]
    asked: bool


class Outbox:
    """The messages that wait for a platform. Channels take turns; within one, the order stays."""

    def __init__(
        self,
        running: Running,
        platform: str,
        *,
        limit: int = LIMIT,
        at_once: int = _AT_ONCE,
        pause: Callable[[], Awaitable[object]] = lambda: asyncio.sleep(PAUSE_S),
    ) -> None:
        self.dropped = 0
        """How many messages were not sent since the start."""
        self._running = running
        self._platform = platform
        self._limit = limit
        self._pause = pause
        self._at_once = at_once
        # Whoever waits for a slot gets it in the order of asking, and each channel asks once at a time: turns.
        self._slots: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._channels: dict[tuple[str, str], deque[_Item]] = {}
        self._unasked: dict[_Item, None] = {}
        self._asked: dict[_Item, None] = {}

    async def post(self, channel: tuple[str, str], send: Callable[[], Awaitable[_T]], *, asked: bool) -> _T:
        """Send to the channel, named by workspace and id, when it is its turn; what `send` returns or raises.

        Raise DroppedError where the outbox is full: the oldest message that nobody asked for goes first.
        """
        item = _Item(send, asyncio.get_running_loop().create_future(), asked)
        self._waiting(item)[item] = None
        if len(self._unasked) + len(self._asked) > self._limit:
            self._drop(next(iter(self._unasked or self._asked)))
        if channel in self._channels:
            self._channels[channel].append(item)
        else:
            self._channels[channel] = deque([item])
            self._running.start(self._work(channel))
        try:
            result: _T = await item.sent
        finally:
            self._waiting(item).pop(item, None)
        return result

    def _waiting(self, item: _Item) -> dict[_Item, None]:
        return self._asked if item.asked else self._unasked

    def _drop(self, item: _Item) -> None:
        self._waiting(item).pop(item)
        item.sent.set_exception(DroppedError())
        self.dropped += 1
        if self.dropped % _LOG_EVERY == 1:
            log.warning(
                "%s takes messages slower than they come: %d wait, %d were dropped so far, oldest unasked first",
                self._platform,
                self._limit,
                self.dropped,
            )

    async def _work(self, channel: tuple[str, str]) -> None:
        queue = self._channels[channel]
        # Kept alive by the workspace's channels that have something to send.
        slots = self._slots.setdefault(channel[0], asyncio.Semaphore(self._at_once))
        try:
            while queue:
                item = queue.popleft()
                if item.sent.done():  # dropped, or nobody waits any more
                    continue
                self._waiting(item).pop(item, None)
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
