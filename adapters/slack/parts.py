"""The parts of a card as blocks. A message shows them short, the window behind "More" in full."""

from collections.abc import Iterator, Sequence

from adapters.base.actions import Action
from adapters.base.parts import CardButton, CardParts, Room
from adapters.base.text import clean, clip, clip_lines, is_web_url, one_line, short_url
from adapters.slack.actions import to_value
from adapters.slack.blocks import (
    Block,
    Buttons,
    actions,
    bullets,
    context,
    divider,
    header,
    line,
    mrkdwn,
    plain,
    preformatted,
    prose,
    rich,
    section,
    web_link,
    words,
)
from adapters.slack.text import code, link
from bot.cards.build import shorten
from bot.cards.card import Card, DeadEndLine, FixLine

_SMALL_PRINT = 300
_MATCHED_LINE = 140
_LABEL = 60
_RELATED = 90


class Parts(CardParts[Block]):
    """One card's parts as blocks."""

    def __init__(self, card: Card, room: Room) -> None:
        super().__init__(card, room)
        self._buttons = Buttons()

    def title(self) -> Block:
        return header(self.headline)

    def heading(self, said: str) -> Block:
        return rich(line(words(said, bold=True)))

    def rule(self) -> Block:
        return divider()

    def facts(self) -> Iterator[Block]:
        yield context(plain(self.identity, _SMALL_PRINT))

    def cause(self) -> Iterator[Block]:
        if cause := self._short(self.card.root_cause.value):
            yield rich(line(self._label(self.t("Root cause")), prose(cause)))

    def fix(self, fix: FixLine, number: int | None, *, sources: bool = False) -> Iterator[Block]:
        said = [*self._fix_heading(fix, number, bold=True), words("\n"), words(fix.rate_label)]
        if condition := self._short(fix.condition.value):
            said += [words(" · "), self._label(self.t("When"), bold=False), prose(condition)]
        if tradeoff := self._short(fix.tradeoff.value):
            said += [words("\n"), self._label(self.t("Trade-off"), bold=False), prose(tradeoff)]
        command = clip_lines(clean(fix.command), self.room.lines, self.room.command)
        told = [line(*said), *([preformatted(command)] if command else ()), *(self._sources(fix) if sources else ())]
        yield rich(*told)
        yield from self.buttons(self.votes(fix))

    def folded_fixes(self, fixes: Sequence[tuple[int, FixLine]]) -> Iterator[Block]:
        if fixes:
            yield rich(*(self._one_line_fix(fix, number) for number, fix in fixes))

    def failed_short(self) -> Iterator[Block]:
        failed = self.card.failed_here[: self.room.items]
        if failed:
            heading = line(words(self.t("Did not help here"), bold=True))
            yield rich(heading, *(self._one_line_fix(fix, None) for fix in failed))

    def _one_line_fix(self, fix: FixLine, number: int | None) -> Block:
        rate = [*words(" · "), *words(fix.rate_label)]
        return line(*self._fix_heading(fix, number, bold=False), rate)

    def _fix_heading(self, fix: FixLine, number: int | None, *, bold: bool) -> list[list[Block]]:
        action = self._short(fix.action.value)
        return [
            words(f"{number}. " if number else "✗ ", bold=True),
            prose(action, bold=True) if bold else prose(action),
        ]

    def _dead_end(self, dead_end: DeadEndLine) -> Block:
        t = self.t
        action, reason = self._short(dead_end.action.value), self._short(dead_end.reason.value)
        spans = [prose(action, bold=True), words("\n" if action and reason else ""), prose(reason)]
        for label, text in ((t("When"), dead_end.condition), (t("Common belief"), dead_end.misconception)):
            if said := self._short(text.value):
                spans += [words("\n"), self._label(label), prose(said)]
        if dead_end.fail_label:
            spans.append(words(f" · {dead_end.fail_label}"))
        return line(*spans)

    def dead_ends_short(self) -> Iterator[Block]:
        said = [one_line(end.action.value or end.reason.value) for end in self.card.dead_ends]
        short = [line(prose(shorten(text, self.room.text // 4))) for text in said if text]
        if short:
            yield rich(self._dead_end_heading(), bullets(short[: self.room.items]))

    def dead_ends(self, *, heading: bool = True) -> Iterator[Block]:
        told = [end for end in map(self._dead_end, self.card.dead_ends[: self.room.items]) if end["elements"]]
        if told:
            yield rich(*([self._dead_end_heading()] if heading else ()), bullets(told))

    def _dead_end_heading(self) -> Block:
        return line(words(f"🚫 {self.t('What not to try')}", bold=True))

    def others(self) -> Iterator[Block]:
        for other in self.card.others[: self.room.items]:
            text = self.t("{subject}: {remark}", subject=self.t("Also in this paste"), remark=other.title)
            yield section(text, self._show(other.entry_id, other.title))

    def _show(self, entry_id: str, title: str) -> Block:
        """The button that shows an entry to whoever clicks it."""
        label = self.t("{subject}: {remark}", subject=self.t("Show"), remark=title)
        return self._buttons.button(Action.SHOW, self.t("Show"), entry_id, label=label)

    def related_short(self) -> Iterator[Block]:
        lines = [
            shorten(self.related_title(related), _RELATED) for related in self.card.related[: min(self.room.items, 2)]
        ]
        if lines:
            yield context(plain("\n".join(lines), _SMALL_PRINT))

    def related(self) -> Iterator[Block]:
        for related in self.card.related[: self.room.items]:
            said = self.related_title(related)
            yield section(f"{said}\n{related.note}" if related.note else said, self._show(related.entry_id, said))

    def environment(self) -> Iterator[Block]:
        facts = [line(prose(self._short(fact))) for fact in self.card.environment[: self.room.items] if clean(fact)]
        if facts:
            yield rich(line(words(self.t("Versions and systems"), bold=True)), bullets(facts))

    def _sources(self, fix: FixLine) -> Iterator[Block]:
        spans = [web_link(source, short_url(source)) for source in fix.sources[: self.room.items] if one_line(source)]
        if spans:
            separated = [part for span in spans for part in (words(", "), span)][1:]
            yield line(self._label(self.t("Source"), bold=False), *separated)

    def documentation(self) -> str:
        """The link to the documentation as mrkdwn; empty where there is none."""
        url = self.card.doc_url or ""
        label = clip(one_line(self.card.doc_section or ""), _LABEL) or self.t("Documentation")
        return f"📖 {link(url, label)}" if is_web_url(url) else ""

    def evidence(self) -> str:
        """Why the entry matched, as mrkdwn; empty for a card that answers no paste."""
        matched = one_line(self.card.matched_line)
        if not matched:
            return ""
        sure = self.t("{percent} sure that this is the error", percent=self.t.percent(self.card.confidence))
        why = self.t("{subject}: {remark}", subject=self.t("Why this matched"), remark=code(matched, _MATCHED_LINE))
        return f"{why} · {sure}"

    def small_print(self) -> Iterator[Block]:
        said = [part for part in (self.documentation(), self.evidence()) if part]
        if said:
            yield context(*map(mrkdwn, said))

    def notes(self, *more: str) -> Iterator[Block]:
        said = [one_line(note) for note in (*self.card.notes, *more)]
        if any(said):
            yield context(plain(" · ".join(note for note in said if note), 2 * _SMALL_PRINT))

    def buttons(self, row: Sequence[CardButton]) -> Iterator[Block]:
        if row:
            yield actions(*map(self._button, row))

    def _button(self, said: CardButton) -> Block:
        value = to_value(self.card.answer_id, said.fix_id) if self.card.answer_id else self.card.entry_id
        style = "primary" if said.action is Action.PUBLISH else None
        return self._buttons.button(said.action, said.text, value, label=said.label, style=style)

    def _short(self, text: str) -> str:
        return clip(clean(text), self.room.text)

    def _label(self, label: str, *, bold: bool = True) -> list[Block]:
        text = self.t("{subject}: {remark}", subject=label, remark="")
        return words(text, bold=True) if bold else words(text)
