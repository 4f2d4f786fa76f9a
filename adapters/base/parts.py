"""A card's parts, their order and their words, alike on every chat platform; the platform gives them their look."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from adapters.base.actions import Action
from adapters.base.text import clip, one_line
from bot.cards.card import Card, FixLine, RelatedLine, Relation
from bot.localization import translator

_REMARK = 60

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a card there is room for."""

    fixes: int
    text: int
    """Characters of a text."""
    command: int
    lines: int
    """Lines of a command."""
    items: int
    """Of anything else that a card lists."""


@dataclass(frozen=True, slots=True)
class CardButton:
    """A button of a card, in the card's language."""

    action: Action
    text: str
    label: str = ""
    """What a screen reader says in place of the text, where the text alone does not tell."""
    fix_id: str | None = None


def fitted(
    rooms: Sequence[Room], build: Callable[[Room], list[Part]], fits: Callable[[list[Part]], bool]
) -> list[Part]:
    """What is built for the first of the rooms that it fits into; the last one must be small enough for anything."""
    for room in rooms[:-1]:
        parts = build(room)
        if fits(parts):
            return parts
    return build(rooms[-1])


class CardParts(ABC, Generic[Part]):
    """One card, laid out in the room there is. A part that has nothing to say yields nothing."""

    def __init__(self, card: Card, room: Room) -> None:
        self.card = card
        self.room = room
        self.t = translator(card.locale)

    def message(self, *, private: bool) -> list[Part]:
        """The card for a thread, or for one reader alone."""
        return [
            self.title(),
            *self.cause(),
            *self._fixes(),
            *self.failed_short(),
            *(self.dead_ends() if self._dead_ends_fit else self.dead_ends_short()),
            *self.others(),
            *self.related_short(),
            *self.small_print(),
            *self.notes("" if private else self._reactions()),
            *self.buttons(list(self._own_buttons(private=private))),
        ]

    def details(self) -> list[Part]:
        """All that is known of the error."""
        card, most = self.card, self.room.fixes
        parts = [self.title(), *self.facts(), *self.cause(), self.rule()]
        fixes = list(enumerate(card.fixes, 1))
        for number, fix in fixes[:most]:
            parts += self.fix(fix, number, sources=True)
        parts += self.folded_fixes(fixes[most:][: self.room.items])
        if card.failed_here:
            parts.append(self.heading(self.t("Did not help here")))
        for fix in card.failed_here[:most]:
            parts += self.fix(fix, None, sources=True)
        return [
            *parts,
            *self.dead_ends(),
            *self.others(),
            *self.related(),
            *self.environment(),
            self.rule(),
            *self.small_print(),
            *self.notes(),
        ]

    def reasons(self) -> list[Part]:
        """Why not to try what people try."""
        return [self.title(), *self.dead_ends(heading=False)]

    @abstractmethod
    def title(self) -> Part: ...

    @abstractmethod
    def heading(self, said: str) -> Part: ...

    @abstractmethod
    def rule(self) -> Part: ...

    @abstractmethod
    def facts(self) -> Iterator[Part]:
        """The entry's id, and the error's code where the title does not say it already."""

    @abstractmethod
    def cause(self) -> Iterator[Part]: ...

    @abstractmethod
    def fix(self, fix: FixLine, number: int | None, *, sources: bool = False) -> Iterator[Part]:
        """What to do, how often it worked, the command, and the buttons that say so; no number where it failed here."""

    @abstractmethod
    def folded_fixes(self, fixes: Sequence[tuple[int, FixLine]]) -> Iterator[Part]:
        """Fixes for which there is but a line each."""

    @abstractmethod
    def failed_short(self) -> Iterator[Part]:
        """The fixes that keep failing here, a line each."""

    @abstractmethod
    def dead_ends(self, *, heading: bool = True) -> Iterator[Part]:
        """Each dead end with all that is known of it."""

    @abstractmethod
    def dead_ends_short(self) -> Iterator[Part]:
        """Each dead end in a few words; the reasons are a click away."""

    @abstractmethod
    def others(self) -> Iterator[Part]:
        """Further errors of the same paste."""

    @abstractmethod
    def related_short(self) -> Iterator[Part]: ...

    @abstractmethod
    def related(self) -> Iterator[Part]: ...

    @abstractmethod
    def environment(self) -> Iterator[Part]: ...

    @abstractmethod
    def small_print(self) -> Iterator[Part]:
        """Where to read on, and why the entry matched."""

    @abstractmethod
    def notes(self, *more: str) -> Iterator[Part]:
        """What the reader should know before trusting the card."""

    @abstractmethod
    def buttons(self, row: Sequence[CardButton]) -> Iterator[Part]:
        """A row of buttons that belong to the card, or to one of its fixes."""

    @property
    def headline(self) -> str:
        return self.card.title.value if one_line(self.card.title.value) else self.card.entry_id

    @property
    def identity(self) -> str:
        """The entry's id, and the error's code where the title does not say it already."""
        error_code = self.card.error_code or ""
        said = [error_code] if error_code and error_code not in self.card.title.value else []
        return " · ".join([*said, self.card.entry_id])

    def votes(self, fix: FixLine) -> list[CardButton]:
        """The buttons that say whether the fix helped, with the votes so far; none where nobody was answered."""
        if not self.card.answer_id:
            return []
        t = self.t
        return [
            self._vote(Action.WORKED, "👍", t("Worked"), fix, fix.rate.up),
            self._vote(Action.FAILED, "👎", t("Did not"), fix, fix.rate.down),
        ]

    def _vote(self, action: Action, thumb: str, said: str, fix: FixLine, votes: int) -> CardButton:
        text = f"{thumb} {said} · {self.t.number(votes)}" if votes else f"{thumb} {said}"
        label = self.t("{subject}: {remark}", subject=said, remark=fix.action.value)
        return CardButton(action, text, label, fix.fix_id)

    def related_title(self, related: RelatedLine) -> str:
        return self.t("{subject}: {remark}", subject=self._relation(related.relation), remark=related.title)

    def _relation(self, relation: Relation) -> str:
        match relation:
            case Relation.LEADS_TO:
                return self.t("Can lead to")
            case Relation.PRECEDED_BY:
                return self.t("Often follows")
            case Relation.CONFUSED_WITH:
                return self.t("Not to be confused with")

    def _fixes(self) -> Iterator[Part]:
        fixes = list(enumerate(self.card.fixes, 1))
        # Folding a single one would save nothing.
        shown = len(fixes) if len(fixes) == self.room.fixes + 1 else self.room.fixes
        for number, fix in fixes[:shown]:
            yield from self.fix(fix, number)
        yield from self.folded_fixes(fixes[shown:][: self.room.items])

    @property
    def _dead_ends_fit(self) -> bool:
        """Whether there is no more to say than one look takes in."""
        return len(self.card.dead_ends) == 1

    def _reactions(self) -> str:
        """Which fix a thumb counts for; empty where none does."""
        card = self.card
        for number, fix in enumerate(card.all_fixes, 1):
            if fix.fix_id == card.reaction_fix_id:
                if number <= len(card.fixes):
                    return self.t("👍 and 👎 under this message count for fix {number}.", number=self.t.number(number))
                action = clip(one_line(fix.action.value), _REMARK)
                return self.t("👍 and 👎 under this message count for “{fix}”.", fix=action)
        return ""

    def _own_buttons(self, *, private: bool) -> Iterator[CardButton]:
        """The card's own buttons; a message that only its reader sees can be posted, but not dismissed."""
        t, card = self.t, self.card
        if private and card.answer_id:
            yield CardButton(Action.PUBLISH, t("Post to channel"))
        yield CardButton(Action.MORE, t("More"))
        if card.dead_ends and not self._dead_ends_fit:
            yield CardButton(Action.DEAD_ENDS, t("Why not?"), t("What not to try"))
        if card.answer_id:
            yield CardButton(Action.WRONG, t("Not my error"))
            if not private:
                yield CardButton(Action.DISMISS, t("Dismiss"))
