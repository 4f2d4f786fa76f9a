"""What people do in a chat where errfix is, whatever the platform."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from adapters.base.actions import Action
from bot.entries import Fix
from tests.contract.features import Feature, Platform
from tests.contract.values import MANAGER, File, Shown, Written

_Method = TypeVar("_Method", bound=Callable[..., Any])


def optional(feature: Feature) -> Callable[[_Method], _Method]:
    """Marks what a platform may lack; the driver of one that has it overrides the method."""

    def mark(method: _Method) -> _Method:
        method.feature = feature  # type: ignore[attr-defined]
        return method

    return mark


class Conversation(ABC):
    """A channel where people paste errors. Each method returns when all is done about what it does.

    What every platform must have is abstract; what one may lack is marked as `optional`.
    """

    platform: ClassVar[Platform]
    manager: ClassVar[str] = MANAGER
    """Somebody who may say what errfix does in the channel."""

    @abstractmethod
    async def post(self, person: str, text: str, files: Sequence[File] = (), *, deliveries: int = 1) -> Written:
        """Write in the channel; the platform may deliver it several times at once."""

    @abstractmethod
    async def mention(self, person: str, text: str) -> Written:
        """Write in the channel, and address errfix."""

    @abstractmethod
    async def redeliver(self, written: Written) -> None:
        """The platform delivers a message once more."""

    @abstractmethod
    async def edit(self, written: Written, text: str, *, mention: bool = False) -> Written: ...

    @abstractmethod
    async def delete(self, written: Written) -> None: ...

    @abstractmethod
    async def cards_under(self, written: Written) -> list[Shown]:
        """The cards that everybody sees as the answer to a message, as they are now."""

    async def card_under(self, written: Written) -> Shown | None:
        cards = await self.cards_under(written)
        assert len(cards) <= 1, "more than one card"
        return cards[0] if cards else None

    @abstractmethod
    async def has_offer(self, written: Written) -> bool: ...

    @abstractmethod
    async def open_offer(self, person: str, written: Written) -> None: ...

    @abstractmethod
    async def press(self, person: str, shown: Shown, action: Action, fix: Fix | None = None) -> Shown:
        """Press a button; what only this person is told, or sees in place of a private message."""

    @abstractmethod
    async def react(self, person: str, thumb: str, card: Shown) -> None: ...

    @abstractmethod
    async def unreact(self, person: str, thumb: str, card: Shown) -> None: ...

    @abstractmethod
    async def command(self, person: str, text: str) -> Shown:
        """`/errfix …`; what only this person is told."""

    @abstractmethod
    async def show_entry(self, person: str, shown: Shown) -> Shown:
        """Open the first entry of a list."""

    @abstractmethod
    def speaks(self, person: str, locale: str) -> None:
        """What the platform knows of a person's language, before they do anything."""

    @abstractmethod
    async def alarms(self) -> list[str]:
        """Whatever errfix has written so far that would notify somebody, or act as markup of somebody's making."""

    @abstractmethod
    async def restart(self) -> None:
        """Another process on the same database takes over."""

    @abstractmethod
    async def close(self) -> None: ...

    async def mode(self, mode: str) -> None:
        """Set how forward errfix is here."""
        await self.command(self.manager, f"here {mode}")

    @optional(Feature.DIRECT)
    async def direct(self, person: str, text: str) -> Shown:
        """Write to errfix alone; what comes back."""
        raise NotImplementedError

    @optional(Feature.THREADS)
    async def reply(self, person: str, root: Written, text: str, *, mention: bool = False) -> Written:
        """Write in the thread of a message. Its card is under the root."""
        raise NotImplementedError

    @optional(Feature.MENU)
    async def find_a_fix(self, person: str, written: Written) -> Shown:
        """Use the menu of somebody's message."""
        raise NotImplementedError

    @optional(Feature.PUBLISH)
    async def publish(self, person: str, shown: Shown) -> Shown | None:
        """Post a private answer to the channel; the card everybody sees, None where nothing new is posted."""
        raise NotImplementedError

    @optional(Feature.PUBLISH)
    async def now(self, shown: Shown) -> Shown | None:
        """A card that was posted, as it is now."""
        raise NotImplementedError

    @optional(Feature.MORE)
    async def more(self, person: str, card: Shown) -> Shown:
        """All about an error, for one person."""
        raise NotImplementedError

    @optional(Feature.MORE)
    async def why_not(self, person: str, card: Shown) -> Shown:
        """What not to try and why, for one person."""
        raise NotImplementedError

    @optional(Feature.HOME)
    async def home(self, person: str) -> Shown:
        """The bot's own page."""
        raise NotImplementedError

    @optional(Feature.HOME)
    async def choose_language(self, person: str, locale: str) -> Shown:
        """Choose on the bot's own page; what it shows then."""
        raise NotImplementedError

    @optional(Feature.COMPLETION)
    async def complete(self, person: str, start: str) -> list[str]:
        """The ids that are proposed for the first letters of one."""
        raise NotImplementedError

    @optional(Feature.FORUMS)
    async def post_in_forum(self, person: str, title: str, text: str) -> Written:
        """Begin a post in a forum; its card is under it."""
        raise NotImplementedError

    @optional(Feature.MANAGERS)
    def stranger(self) -> str:
        """Somebody who may not say what errfix does in the channel."""
        raise NotImplementedError

    @optional(Feature.MAINTAINERS)
    def maintainer(self) -> str:
        """Somebody whom the settings name as a maintainer."""
        raise NotImplementedError

    @optional(Feature.BOTS)
    async def post_as_program(self, text: str) -> Written:
        """Another program writes in the channel."""
        raise NotImplementedError

    @optional(Feature.BOTS)
    async def react_as_program(self, thumb: str, card: Shown) -> None:
        """Another program puts a reaction under a card."""
        raise NotImplementedError

    @optional(Feature.REMOVAL)
    async def remove_errfix(self) -> None:
        """The workspace throws errfix out."""
        raise NotImplementedError

    @classmethod
    def lacks(cls) -> set[Feature]:
        """What the platform has not: whatever its driver does not override."""
        return {
            method.feature
            for name, method in vars(Conversation).items()
            if hasattr(method, "feature") and getattr(cls, name) is method
        }
