"""What goes out: cards, windows, lists and the app home as Block Kit, in the card's or the reader's language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.base.actions import Action
from adapters.base.text import clean, clip, marked, one_line, with_commands
from adapters.slack.actions import AUTO
from adapters.slack.blocks import (
    Block,
    Buttons,
    actions,
    context,
    divider,
    header,
    line,
    plain,
    prose,
    rich,
    section,
    size,
    words,
)
from adapters.slack.layout import dead_end_blocks, message_blocks, modal_blocks
from adapters.slack.text import escape_within
from bot.cards.card import Card
from bot.cards.plain import plain_text
from bot.desk import EntryLine, Home, Told
from bot.localization import Translator, translator

_MAX_FALLBACK = 3900
"""Bytes; chat.update takes 4,000."""
_MODAL_TITLE = 24
_WARNING = 600
_WORDS = 2500
_ENTRIES = 15
_MAX_LIST = 8000
_TITLE = 160
_REMARK = 200
# More than a card has buttons, so that none of a list shares its id.
_AFTER_CARD = 1000
_OPTION = 75


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: its blocks, and the text that notifications and screen readers have instead."""

    text: str
    blocks: list[Block]


def render_card(card: Card, *, private: bool = False) -> Rendered:
    """A card for the thread, or for one reader who may post it to the channel."""
    return Rendered(_fallback(plain_text(card)), message_blocks(card, private=private))


def render_told(told: Told) -> Rendered:
    """What the bot says to one person: words, a card, a list of entries, a warning."""
    blocks = list(_words(told.text, told.warning))
    said = [marked(told.warning), clean(told.text), *(f"• {entry.title}" for entry in told.entries)]
    for block in _entries([(entry, entry.entry_id) for entry in told.entries[:_ENTRIES]], translator(told.locale)):
        if size([*blocks, block]) <= _MAX_LIST:
            blocks.append(block)
    if told.card:
        blocks += message_blocks(told.card, private=True, taken=size(blocks))
        said.append(plain_text(told.card))
    return Rendered(_fallback("\n\n".join(part for part in said if part)), blocks)


def render_text(text: str, warning: str = "") -> Rendered:
    """Words without a card: that no entry fits, or a warning for the author's eyes only."""
    said = "\n\n".join(part for part in (marked(warning), clean(text)) if part)
    return Rendered(_fallback(said), list(_words(text, warning)))


def render_notice(text: str, t: Translator) -> dict[str, Any]:
    """Words in a window of their own."""
    return _modal(t, "errfix", list(_words(text, "")))


def render_more(card: Card) -> dict[str, Any]:
    """The window with all that is known of the error."""
    t = translator(card.locale)
    return _modal(t, t("Details"), modal_blocks(card))


def render_dead_ends(card: Card) -> dict[str, Any]:
    """The window that says why not to try what people try."""
    t = translator(card.locale)
    return _modal(t, t("What not to try"), dead_end_blocks(card))


def render_home(home: Home) -> dict[str, Any]:
    """The app home: the reader's language, what happens here most, and what the bot does."""
    return {"type": "home", "blocks": list(_home(home, translator(home.locale)))}


def _home(home: Home, t: Translator) -> Iterator[Block]:
    yield header("errfix")
    yield from _words(home.help, "")
    yield divider()
    yield rich(line(words(t("Language"), bold=True)))
    yield context(
        plain(t("For what only you see. In channels, errfix answers in the language of the question."), _WORDS)
    )
    yield actions(_language_menu(home, t))
    yield divider()
    yield rich(line(words(t("Most frequent errors this week"), bold=True)))
    if home.top:
        counted = [(entry, t.plural("{count} time", "{count} times", count)) for entry, count in home.top[:_ENTRIES]]
        yield from _entries(counted, t)
    else:
        yield context(plain(t("No errors yet this week."), _WORDS))


def _language_menu(home: Home, t: Translator) -> Block:
    options = [_option(t("Automatic"), AUTO), *(_option(name, code) for code, name in home.languages)]
    chosen = [option for option in options if option["value"] == home.chosen]
    return {
        "type": "static_select",
        "action_id": Buttons().next_id(Action.LANGUAGE),
        "options": options,
        "initial_option": chosen[0] if chosen else options[0],
    }


def _option(text: str, value: str) -> Block:
    return {"text": plain(text, _OPTION), "value": value}


def _entries(lines: Sequence[tuple[EntryLine, str]], t: Translator) -> Iterator[Block]:
    """Entries with a remark each, and a button that shows the entry."""
    buttons = Buttons(_AFTER_CARD)
    for entry, remark in lines:
        title = clip(one_line(entry.title), _TITLE) or entry.entry_id
        label = t("{subject}: {remark}", subject=t("Show"), remark=title)
        button = buttons.button(Action.SHOW, t("Show"), entry.entry_id, label=label)
        yield section(f"{title}\n{clip(one_line(remark), _REMARK)}", button)


def _words(text: str, warning: str) -> Iterator[Block]:
    if warned := clip(marked(warning), _WARNING):
        yield rich(line(prose(warned, bold=True)))
    if said := clip(clean(text), _WORDS):
        yield rich(line(prose(with_commands(said))))


def _fallback(text: str) -> str:
    return escape_within(clean(text), _MAX_FALLBACK)


def _modal(t: Translator, title: str, blocks: list[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain(title, _MODAL_TITLE),
        "close": plain(t("Close"), _MODAL_TITLE),
        "blocks": blocks,
    }
