"""Spreads calls over time."""

import asyncio

PER_SECOND = 45
"""Discord takes 50 calls of a bot in a second, and counts those beyond as invalid ones."""


class Pace:
    """Lets so many through in a second, in the order they come; a short burst at once."""

    def __init__(self, per_second: int = PER_SECOND) -> None:
        self._gap = 1 / per_second
        self._burst = 0.5
        """Of a second's calls, what may go at once."""
        self._next = 0.0

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(self._next + self._gap, now - self._burst)
        if self._next > now:
            await asyncio.sleep(self._next - now)
