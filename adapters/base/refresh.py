"""Updates cards that are out: many votes in a second are one update."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable

from adapters.base.running import Running

log = logging.getLogger(__name__)

PAUSE_S = 1.0


class Refresher:
    """At most one update per card and second; the last one asked for is always done."""

    def __init__(
        self, running: Running, *, pause: Callable[[], Awaitable[object]] = lambda: asyncio.sleep(PAUSE_S)
    ) -> None:
        self._running = running
        self._pause = pause
        self._due: dict[Hashable, Callable[[], Awaitable[None]]] = {}
        self._under_way: set[Hashable] = set()

    def request(self, card: Hashable, update: Callable[[], Awaitable[None]]) -> None:
        """Update soon. The update reads the card's state when it runs, so that one does for several requests."""
        self._due[card] = update
        if card not in self._under_way:
            self._under_way.add(card)
            self._running.start(self._work(card))

    async def _work(self, card: Hashable) -> None:
        try:
            while update := self._due.pop(card, None):
                try:
                    await update()
                except Exception:
                    log.exception("updating a card failed")
                await self._pause()
        finally:
            self._under_way.discard(card)
            self._due.pop(card, None)
