"""Live updates: tells every open page which posts changed, and misses nothing over a reconnect.

An event carries ids only; each page fetches what it shows in its own reader's language.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

HEARTBEAT_S = 15.0
_REMEMBERED = 512
_QUEUE = 128


class Kind(StrEnum):
    """What happened; `data` is a post's id, for ENTRY an entry's id, for RESYNC nothing."""

    POST = "post"
    REMOVED = "removed"
    ENTRY = "entry"
    """The entry's rates changed: every card of it is out of date."""
    RESYNC = "resync"
    """Too much was missed: fetch everything shown again."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of news. `id` is what a reconnecting page names as the last it has seen."""

    id: str
    kind: Kind
    data: str = ""

    def encode(self) -> bytes:
        """The event as the text/event-stream format wants it."""
        return f"id: {self.id}\nevent: {self.kind}\ndata: {self.data}\n\n".encode()


class Subscription:
    """One page's queue. A page too slow to empty it loses the queue and is told to resync."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()

    def put(self, event: Event) -> None:
        if self._queue.qsize() >= _QUEUE:
            self._empty()
            event = Event(event.id, Kind.RESYNC)
        self._queue.put_nowait(event)

    def end(self) -> None:
        self._empty()
        self._queue.put_nowait(None)

    async def stream(self, heartbeat: float = HEARTBEAT_S) -> AsyncIterator[bytes]:
        """The chunks to send until the hub closes; comments in quiet times show either side that the other lives."""
        yield b"retry: 1000\n\n"
        while True:
            try:
                event = await asyncio.wait_for(self._queue.get(), heartbeat)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if event is None:
                return
            yield event.encode()

    def _empty(self) -> None:
        while not self._queue.empty():
            self._queue.get_nowait()


class Hub:
    """Fans events out to the open pages of this process."""

    def __init__(self) -> None:
        # Event ids start with the run, so that one from before a restart is recognised as such.
        self._run = secrets.token_urlsafe(6).replace("-", "_")
        self._sequence = 0
        self._recent: deque[Event] = deque(maxlen=_REMEMBERED)
        self._subscriptions: set[Subscription] = set()
        self._closed = False

    @property
    def last_id(self) -> str:
        """What a page that is rendered now has seen."""
        return f"{self._run}-{self._sequence}"

    def publish(self, kind: Kind, data: str) -> None:
        self._sequence += 1
        event = Event(self.last_id, kind, data)
        self._recent.append(event)
        for subscription in self._subscriptions:
            subscription.put(event)

    @contextmanager
    def subscribe(self, last_seen: str | None) -> Iterator[Subscription]:
        """A queue that starts with what came after `last_seen`, or with a resync where that is not known any more."""
        subscription = Subscription()
        for event in self._since(last_seen):
            subscription.put(event)
        if self._closed:
            subscription.end()
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def close(self) -> None:
        """End all streams, now and from now on."""
        self._closed = True
        for subscription in self._subscriptions:
            subscription.end()

    def _since(self, last_seen: str | None) -> list[Event]:
        run, _, number = (last_seen or "").rpartition("-")
        seen = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else -1  # noqa: PLR2004 - no id of ours is longer
        if run != self._run or not self._sequence - len(self._recent) <= seen <= self._sequence:
            return [Event(self.last_id, Kind.RESYNC)]
        missed = self._sequence - seen
        return list(self._recent)[len(self._recent) - missed :]
