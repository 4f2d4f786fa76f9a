"""The parts of a card as components. A message shows them short, the one behind "More" as far as there is room."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import discord
from discord.ui import ActionRow, Item, Section, Separator, TextDisplay

from adapters.base.actions import Action
from adapters.base.parts import CardButton, CardParts, Room
from adapters.base.text import clean, clip, clip_lines, one_line, short_url
from adapters.discord.buttons import Buttons
from adapters.discord.text import bold_words, code, code_block, escape, is_link, line, link, prose
from bot.cards.build import shorten
from bot.cards.card import Card, DeadEndLine, FixLine

Component: TypeAlias = Item[Any]

_TITLE = 200
_RATE = 80
_MATCHED_LINE = 140
_LABEL = 60
_RELATED = 100
_NOTES = 500
_BULLET = "- "


class Parts(CardParts[Component]):
    """One card's parts as components."""

    def __init__(self, card: Card, room: Room) -> None:
        super().__init__(card, room)
        self._buttons = Buttons()

    def title(self) -> Component:
        return TextDisplay(f"### {line(self.headline, _TITLE)}")

    def heading(self, said: str) -> Component:
        return TextDisplay(bold_words(said))

    def rule(self) -> Component:
        return Separator(spacing=discord.SeparatorSpacing.small)

    def facts(self) -> Iterator[Component]:
        yield small(line(self.identity, _TITLE))

    def cause(self) -> Iterator[Component]:
        if cause := self._short(self.card.root_cause.value):
            yield TextDisplay(self._labelled(self.t("Root cause"), cause, is_bold=True))

    def fix(self, fix: FixLine, number: int | None, *, sources: bool = False) -> Iterator[Component]:
        t = self.t
        said = [self._fix_heading(fix, number, bold=True), f"-# {line(fix.rate_label, _RATE)}"]
        for label, text in ((t("When"), fix.condition), (t("Trade-off"), fix.tradeoff)):
            if shown := self._short(text.value):
                said.append(self._labelled(label, shown))
        if command := clip_lines(clean(fix.command), self.room.lines, self.room.command):
            said.append(code_block(command))
        if sources:
            said += self._sources(fix)
        yield TextDisplay("\n".join(said))
        yield from self.buttons(self.votes(fix))

    def folded_fixes(self, fixes: Sequence[tuple[int, FixLine]]) -> Iterator[Component]:
        if fixes:
            yield TextDisplay("\n".join(self._one_line_fix(fix, number) for number, fix in fixes))

    def failed_short(self) -> Iterator[Component]:
        if failed := self.card.failed_here[: self.room.items]:
            heading = bold_words(self.t("Did not help here"))
            yield TextDisplay("\n".join([heading, *(self._one_line_fix(fix, None) for fix in failed)]))

    def _one_line_fix(self, fix: FixLine, number: int | None) -> str:
        return f"{self._fix_heading(fix, number, bold=False)} · {line(fix.rate_label, _RATE)}"

    def _fix_heading(self, fix: FixLine, number: int | None, *, bold: bool) -> str:
        action = line(fix.action.value, self.room.text, bold=bold)
        return f"**{number}.** {action}" if number else f"**✗** {action}"

    def dead_ends(self, *, heading: bool = True) -> Iterator[Component]:
        told = [said for end in self.card.dead_ends[: self.room.items] if (said := self._dead_end(end))]
        if told:
            yield self._bullets(self._dead_end_heading() if heading else "", told)

    def dead_ends_short(self) -> Iterator[Component]:
        said = [one_line(end.action.value or end.reason.value) for end in self.card.dead_ends]
        most = self.room.text // 4
        short = [line(shorten(text, most), most) for text in said if text]
        if short:
            yield self._bullets(self._dead_end_heading(), short[: self.room.items])

    def _dead_end_heading(self) -> str:
        return bold_words(f"🚫 {self.t('What not to try')}")

    def _dead_end(self, dead_end: DeadEndLine) -> str:
        t, most = self.t, self.room.text
        action = line(dead_end.action.value, most, bold=True)
        lines = [part for part in (action, line(dead_end.reason.value, most)) if part]
        for label, text in ((t("When"), dead_end.condition), (t("Common belief"), dead_end.misconception)):
            if said := line(text.value, most):
                lines.append(self._labelled(label, said))
        if lines and (fails := line(dead_end.fail_label, _RATE)):
            lines[-1] += f" · {fails}"
        return "\n".join(lines)

    def others(self) -> Iterator[Component]:
        for other in self.card.others[: self.room.items]:
            said = self.t("{subject}: {remark}", subject=self.t("Also in this paste"), remark=other.title)
            yield self.entry(line(said, _TITLE), other.entry_id)

    def related_short(self) -> Iterator[Component]:
        few = self.card.related[: min(self.room.items, 2)]
        if few:
            yield small(*(line(shorten(self.related_title(related), _RELATED), 2 * _RELATED) for related in few))

    def related(self) -> Iterator[Component]:
        for related in self.card.related[: self.room.items]:
            said = [line(self.related_title(related), _TITLE), *self._small_note(related.note)]
            yield self.entry("\n".join(said), related.entry_id)

    def _small_note(self, note: str) -> Iterator[str]:
        if said := line(note, self.room.text):
            yield f"-# {said}"

    def entry(self, said: str, entry_id: str) -> Component:
        """Words about an entry, with the button that shows it to whoever clicks."""
        return Section(said, accessory=self._buttons.button(Action.SHOW, self.t("Show"), entry_id=entry_id))

    def environment(self) -> Iterator[Component]:
        facts = [said for fact in self.card.environment[: self.room.items] if (said := line(fact, self.room.text))]
        if facts:
            yield self._bullets(bold_words(self.t("Versions and systems")), facts)

    def _sources(self, fix: FixLine) -> Iterator[str]:
        shown = [link(source, clip(short_url(source), _LABEL)) for source in fix.sources[: self.room.items]]
        if said := ", ".join(part for part in shown if part):
            yield self._labelled(self.t("Source"), said)

    def small_print(self) -> Iterator[Component]:
        if said := [part for part in (self._documentation(), self._evidence()) if part]:
            yield small(*said)

    def _documentation(self) -> str:
        url = self.card.doc_url or ""
        label = clip(one_line(self.card.doc_section or ""), _LABEL) or self.t("Documentation")
        return f"📖 {link(url, label)}" if is_link(url) else ""

    def _evidence(self) -> str:
        matched = one_line(self.card.matched_line)
        if not matched:
            return ""
        t = self.t
        sure = t("{percent} sure that this is the error", percent=t.percent(self.card.confidence))
        return f"{self._labelled(t('Why this matched'), code(matched, _MATCHED_LINE))} · {escape(sure)}"

    def notes(self, *more: str) -> Iterator[Component]:
        said = [note for note in map(one_line, (*self.card.notes, *more)) if note]
        if said:
            yield small(line(" · ".join(said), _NOTES))

    def buttons(self, row: Sequence[CardButton]) -> Iterator[Component]:
        answer_id = self.card.answer_id or ""
        if row:
            yield ActionRow(
                *(
                    self._buttons.button(
                        said.action,
                        said.text,
                        answer_id=answer_id,
                        fix_id=said.fix_id or "",
                        entry_id=self.card.entry_id,
                    )
                    for said in row
                )
            )

    def _bullets(self, heading: str, items: Iterable[str]) -> Component:
        # A line that is indented belongs to the item above it.
        listed = [_BULLET + item.replace("\n", "\n  ") for item in items]
        return TextDisplay("\n".join([*([heading] if heading else ()), *listed]))

    def _short(self, text: str) -> str:
        return prose(text, self.room.text)

    def _labelled(self, label: str, said: str, *, is_bold: bool = False) -> str:
        """`said` is markdown already."""
        text = self.t("{subject}: {remark}", subject=label, remark="")
        return f"{bold_words(text) if is_bold else escape(text)}{said}"


def small(*lines: str) -> Component:
    """Small print of lines in markdown."""
    return TextDisplay("\n".join(f"-# {said}" for said in lines))
