"""A card for the terminal. What an entry or a paste says is shown as it is, never read as markup or control codes."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text as Words

from bot.cards.card import Card, DeadEndLine, FixLine, RelatedLine, Relation
from bot.entries import Text
from bot.localization import Translator, translator

# Terminal sequences, controls, and the invisible characters that reorder text.
_CONTROLS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# Pieces between which a line may end: spaces, Chinese characters, the words between; closing marks stay with theirs.
_PIECE = re.compile(
    r"\s+|(?:[\u2e80-\u9fff\uf900-\ufaff\uff01-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff01-\uffef]+)[、。」』】，：；！？）”…]*"
)
_PYTHON = re.compile(r"^\s*(?:import|from|def|with|for|class)\s|^\s*[\w.]+ = |^[\w.]+\([^|]*\)$", re.MULTILINE)
_BAD = "✗"


class _Prose:
    """Words that wrap between Chinese characters too, where rich knows only spaces."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self._words)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self._words.no_wrap:
            yield self._words
            return
        for line in self._words.split("\n", allow_blank=True):
            ends, used = [], 0
            for piece in _PIECE.finditer(line.plain):
                width = cell_len(piece[0])
                if used and used + cell_len(piece[0].rstrip()) > options.max_width and not piece[0].isspace():
                    ends.append(piece.start())
                    used = 0
                used += width
            for part in line.divide(ends):
                part.rstrip()
                yield part


def print_card(console: Console, card: Card) -> None:
    """Print the card; commands and addresses run on past the last column, so that they are copied in one piece."""
    console.print(render_card(card), crop=False)


def render_card(card: Card) -> RenderableType:
    """The card in its own language, at any width."""
    return Group(*_blocks(card, translator(card.locale)))


def _blocks(card: Card, t: Translator) -> Iterator[RenderableType]:
    yield Panel(_Prose(_words(card.title.value, "bold")), border_style="red", padding=(0, 1))
    yield from _facts(card)
    yield from _section(t("Root cause"), [_indented(_said(card.root_cause, t))])
    yield from _section(t("What to try"), _fixes(card.fixes, t), "green")
    yield from _section(t("Did not help here"), _fixes(card.failed_here, t, bullet=_BAD), "yellow")
    yield from _section(t("What not to try"), (_item(_BAD, _dead_end(end, t)) for end in card.dead_ends), "red")
    others = (_item("•", [_words(other.title), _one_line(other.line)]) for other in card.others)
    yield from _section(t("Also in this paste"), others)
    yield from _section(t("Related errors"), (_item("•", _related(line, t)) for line in card.related))
    yield from _section(t("Documentation"), _documentation(card))
    yield from _remarks(card, t)


def _section(heading: str, blocks: Iterable[RenderableType], colour: str = "") -> Iterator[RenderableType]:
    """The blocks below their heading; nothing where there are none."""
    for number, block in enumerate(blocks):
        if number == 0:
            yield Words(f"\n{heading}", f"bold {colour}".strip())
        yield block


def _facts(card: Card) -> Iterator[RenderableType]:
    facts = " · ".join(fact for fact in (card.error_code, *card.environment) if fact)
    if facts:
        yield _indented(_words(facts, "dim"))
    if card.matched_line:
        yield _item("»", [_one_line(card.matched_line)])


def _remarks(card: Card, t: Translator) -> Iterator[RenderableType]:
    yield Words()
    for note in card.notes:
        yield _item("!", [_words(note, "italic")])
    sure = t("{percent} sure that this is the error", percent=t.percent(card.confidence))
    yield _indented(_words(f"{card.entry_id} · {sure}", "dim"))


def _fixes(fixes: Sequence[FixLine], t: Translator, bullet: str | None = None) -> Iterator[RenderableType]:
    """Fixes, numbered where no bullet is given. A command stands alone at the first column, as Python needs it."""
    for position, fix in enumerate(fixes):
        if position and fixes[position - 1].command:
            yield Words()
        yield _item(bullet or f"{position + 1}.", _fix(fix, t))
        for source in fix.sources:
            yield _unwrapped(f"     {source}", "dim underline")
        if fix.command:
            yield Words()
            yield _command(fix.command)


def _fix(fix: FixLine, t: Translator) -> list[Words]:
    lines = [_said(fix.action, t), _words(fix.rate_label, "dim" if fix.rate.is_estimate else "bold")]
    if fix.condition:
        lines.append(_labelled(t("When"), fix.condition, t))
    if fix.tradeoff:
        lines.append(_labelled(t("Trade-off"), fix.tradeoff, t))
    return lines


def _dead_end(dead_end: DeadEndLine, t: Translator) -> list[Words]:
    lines = [_said(text, t, style) for text, style in ((dead_end.action, "bold"), (dead_end.reason, "")) if text]
    if dead_end.condition:
        lines.append(_labelled(t("When"), dead_end.condition, t))
    if dead_end.misconception:
        lines.append(_labelled(t("Common belief"), dead_end.misconception, t))
    return [*lines, _words(dead_end.fail_label, "dim")] if dead_end.fail_label else lines


def _related(line: RelatedLine, t: Translator) -> list[Words]:
    lines = [
        _words(t("{subject}: {remark}", subject=_relation(line.relation, t), remark=line.title)),
        _words(line.entry_id, "dim"),
    ]
    return [*lines, _words(line.note, "dim")] if line.note else lines


def _relation(relation: Relation, t: Translator) -> str:
    match relation:
        case Relation.LEADS_TO:
            return t("Can lead to")
        case Relation.PRECEDED_BY:
            return t("Often follows")
        case Relation.CONFUSED_WITH:
            return t("Not to be confused with")


def _documentation(card: Card) -> Iterator[RenderableType]:
    if card.doc_url:
        if card.doc_section:
            yield _indented(_words(card.doc_section))
        yield _unwrapped(f"  {card.doc_url}", "underline")


def _indented(words: Words) -> RenderableType:
    return Padding(_Prose(words), (0, 0, 0, 2), expand=False)


def _item(bullet: str, lines: list[Words]) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(min_width=2)
    grid.add_column(overflow="fold")
    grid.add_row(Words(bullet), Group(*map(_Prose, lines)))
    return Padding(grid, (0, 0, 0, 2), expand=False)


def _labelled(label: str, text: Text, t: Translator) -> Words:
    return Words.assemble((t("{subject}: {remark}", subject=label, remark=""), "bold"), _said(text, t))


def _said(text: Text, t: Translator, style: str = "") -> Words:
    """The text with `code` set off, and its language where that is not the card's."""
    words = _words(text.value, style)
    words.highlight_regex(r"`[^`]+`", "cyan")
    if not text.is_translated:
        words.append(f" [{t.language_name(text.language)}]", "dim")
    return words


def _words(text: str, style: str = "") -> Words:
    return Words(_shown(text), style)


def _one_line(text: str) -> Words:
    return Words(" ".join(_shown(text).split()), "dim", no_wrap=True, overflow="ellipsis")


def _unwrapped(text: str, style: str) -> Words:
    return Words(_shown(text), style, no_wrap=True, overflow="ignore")


def _command(command: str) -> Words:
    shown = _shown(command)
    code = Syntax("", "python" if _PYTHON.search(shown) else "bash", theme="ansi_dark").highlight(shown)
    code.rstrip()
    code.no_wrap, code.overflow = True, "ignore"
    return code


def _shown(text: str) -> str:
    return _CONTROLS.sub("", text)
