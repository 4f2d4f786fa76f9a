"""The real core under a conversation: bundled entries, and a database that outlives a process."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.matching import Matcher
from bot.service import Service
from bot.settings import Settings
from bot.store import Store


@dataclass
class Core:
    """What a process opens when it starts."""

    file: Path
    matcher: Matcher
    _stores: list[Store] = field(default_factory=list)

    async def open(self, settings: Settings) -> Service:
        store = await Store.open(f"sqlite+aiosqlite:///{self.file}")
        self._stores.append(store)
        return Service(store, self.matcher, settings)

    async def close(self) -> None:
        while self._stores:
            await self._stores.pop().close()
