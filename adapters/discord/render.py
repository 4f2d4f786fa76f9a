"""What goes out: cards, lists and words as components, in the card's or the reader's language."""

from collections.abc import Iterable, Iterator

from discord.ui import Container, LayoutView, Section, TextDisplay

from adapters.base.actions import Action
from adapters.base.text import clean, marked, with_commands
from adapters.discord.buttons import Buttons
from adapters.discord.layout import card_parts, dead_end_parts, detail_parts, fits
from adapters.discord.parts import Component
from adapters.discord.text import line, prose
from bot.cards.card import Card
from bot.desk import EntryLine, Told
from bot.localization import LOCALES, translator
from bot.localization.languages import language_of_tag

ACCENT = 0x2B6E4F

_WARNING = 500
_WORDS = 2500
_WORDS_BESIDE_CARD = 400
_ENTRIES = 10
_TITLE = 200
# More than a card has buttons for one entry, so that none of a list shares its custom_id.
_AFTER_CARD = 100


def render_card(card: Card, *, private: bool = False) -> LayoutView:
    """A card for the thread, or for one reader who may post it to the channel."""
    return _view(_framed(card_parts(card, private=private)))


def render_more(card: Card) -> LayoutView:
    """What is known of the error, as far as one message holds it."""
    return _view(_framed(detail_parts(card)))


def render_dead_ends(card: Card) -> LayoutView:
    """Why not to try what people try."""
    return _view(_framed(dead_end_parts(card)))


def render_told(told: Told) -> LayoutView:
    """What the bot says to one person: words, a card, a list of entries, a warning."""
    said = list(_words(told.text, told.warning, _WORDS_BESIDE_CARD if told.card else _WORDS))
    card = card_parts(told.card, private=True, beside=said) if told.card else []
    entries: list[Component] = []
    for entry in _entries(told.entries[:_ENTRIES], told.locale):
        if fits([*said, *card, *entries, entry]):
            entries.append(entry)
    return _view([*said, *_framed(entries), *_framed(card)])


def render_text(text: str, warning: str = "") -> LayoutView:
    """Words without a card: that no entry fits, or a warning for the author's eyes only."""
    return _view(_words(text, warning, _WORDS))


def render_thanks(locale: str) -> LayoutView:
    """For somebody who said that the card is not about their error: the card itself shows nothing of it."""
    t = translator(locale)
    return render_text(t("Thank you. errfix will be more careful with this answer here."))


def render_sorry(locale: str) -> LayoutView:
    """For somebody who waits for an answer that failed; `locale` is the tag of their Discord's language."""
    language = language_of_tag(locale)
    t = translator(language if language in LOCALES else LOCALES[0])
    return render_text(t("Something went wrong on the server. Try again."))


def _words(text: str, warning: str, most: int) -> Iterator[Component]:
    if warned := prose(marked(warning), _WARNING, bold=True):
        yield TextDisplay(warned)
    if said := prose(with_commands(clean(text)), most):
        yield TextDisplay(said)


def _entries(lines: Iterable[EntryLine], locale: str) -> Iterator[Component]:
    """Entries, each with a button that shows it."""
    t, buttons = translator(locale), Buttons(_AFTER_CARD)
    for entry in lines:
        title = line(entry.title, _TITLE, bold=True)
        said = "\n".join([*([title] if title else ()), f"-# {line(entry.entry_id, _TITLE)}"])
        yield Section(said, accessory=buttons.button(Action.SHOW, t("Show"), entry_id=entry.entry_id))


def _framed(parts: list[Component]) -> list[Component]:
    return [Container(*parts, accent_colour=ACCENT)] if parts else []


def _view(parts: Iterable[Component]) -> LayoutView:
    """A message that never ends: its buttons are recognised by their custom_ids, however long ago it was sent."""
    view = LayoutView(timeout=None)
    for part in parts:
        view.add_item(part)
    return view
