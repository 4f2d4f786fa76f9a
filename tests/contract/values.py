"""What is written in a chat and what is shown there, in words that fit every platform."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from adapters.base.actions import Action
from bot.entries import Fix

ADA, BOB, CY = "ada", "bob", "cy"
"""People without any rights."""
MANAGER, MAINTAINER = "max", "mia"

UP, DOWN = "👍", "👎"

_RATE = re.compile(r"worked for \d+ of \d+|estimated \d+\s?%")
_THUMBS = re.compile(r"count for fix (\d+)|(for the first fix)")


@dataclass(frozen=True)
class Button:
    """A button as it can be pressed. `native` is what the platform sends back."""

    action: Action
    fix_id: str = ""
    entry_id: str = ""
    native: Any = None


@dataclass(frozen=True)
class Shown:
    """Something that errfix says: a card or words. `native` is what the platform needs to find it again."""

    text: str
    """What one reads, without markup."""
    buttons: tuple[Button, ...] = ()
    native: Any = None

    @property
    def actions(self) -> set[Action]:
        return {button.action for button in self.buttons}

    @property
    def entries(self) -> list[str]:
        """The ids of the entries that it offers to show."""
        return [button.entry_id for button in self.buttons if button.action is Action.SHOW]

    @property
    def thumbs_for(self) -> int | None:
        """The number of the fix that a thumb under it counts for, as it says itself."""
        found = _THUMBS.search(self.text)
        return int(found[1] or 1) if found else None

    @property
    def rates(self) -> list[str]:
        """The rates it states, in the order of its fixes."""
        return _RATE.findall(self.text)

    def rate_of(self, fix: Fix) -> str:
        """What it says of a fix."""
        said = plain(self.text)
        found = _RATE.search(said, said.index(plain(fix.action)))
        assert found, f"no rate behind {fix.action!r}"
        return found[0]

    def in_order(self, *texts: str) -> bool:
        """Whether the texts stand in it, one behind the other."""
        said = plain(self.text)
        places = [said.find(plain(text)) for text in texts]
        return -1 not in places and places == sorted(places)

    def button(self, action: Action, fix: Fix | None = None) -> Button:
        """The first one for this, or the one of the fix."""
        sought = [button for button in self.buttons if button.action is action]
        return next(button for button in sought if fix is None or button.fix_id == fix.fix_id)


NOTHING = Shown("")


@dataclass(frozen=True)
class Written:
    """A person's message, and what errfix said about it in words."""

    id: str
    author: str
    native: Any
    whispered: Shown = NOTHING
    """For the author's eyes only."""
    replied: Shown = NOTHING
    """For everybody's."""

    @property
    def said(self) -> str:
        return f"{self.whispered.text}\n{self.replied.text}".strip()


@dataclass(frozen=True)
class File:
    """A file that somebody sends along."""

    name: str
    text: str


def plain(text: str) -> str:
    """Text without the marks of code, and on one line."""
    return " ".join(text.replace("`", "").split())


def joined(said: Iterable[Shown]) -> Shown:
    """Several messages as one; the last one counts where it matters which."""
    whole = list(said)
    if not whole:
        return NOTHING
    return Shown(
        "\n".join(one.text for one in whole), tuple(button for one in whole for button in one.buttons), whole[-1].native
    )
