"""A card as short plain text, for notifications and screen readers."""

from collections.abc import Iterator

from bot.cards.card import Card, DeadEndLine, FixLine
from bot.entries import Text
from bot.localization import Translator, translator


def plain_text(card: Card) -> str:
    """Title, root cause, fixes with their rates and what not to try: all that one needs without seeing the card."""
    return "\n".join(_lines(card, translator(card.locale)))


def _lines(card: Card, t: Translator) -> Iterator[str]:
    yield card.title.value
    yield t("{subject}: {remark}", subject=t("Root cause"), remark=_said(card.root_cause, t))
    if card.fixes:
        yield _heading(t("What to try"), t)
        for number, fix in enumerate(card.fixes, 1):
            yield from _fix(f"{number}. ", fix, t)
    if card.failed_here:
        yield _heading(t("Did not help here"), t)
        for fix in card.failed_here:
            yield from _fix("- ", fix, t)
    if card.dead_ends:
        yield _heading(t("What not to try"), t)
        yield from (_dead_end(dead_end, t) for dead_end in card.dead_ends)
    if card.doc_url:
        yield t("{subject}: {remark}", subject=t("Documentation"), remark=card.doc_url)
    yield from card.notes


def _fix(bullet: str, fix: FixLine, t: Translator) -> Iterator[str]:
    yield f"{bullet}{_said(fix.action, t)} — {fix.rate_label}"
    if fix.condition:
        yield t("{subject}: {remark}", subject=t("When"), remark=_said(fix.condition, t))
    if fix.command:
        yield fix.command
    if fix.tradeoff:
        yield t("{subject}: {remark}", subject=t("Trade-off"), remark=_said(fix.tradeoff, t))


def _dead_end(dead_end: DeadEndLine, t: Translator) -> str:
    said = [_said(text, t) for text in (dead_end.action, dead_end.reason) if text]
    return "- " + " — ".join(part for part in (*said, dead_end.fail_label) if part)


def _heading(words: str, t: Translator) -> str:
    return t("{subject}: {remark}", subject=words, remark="").rstrip()


def _said(text: Text, t: Translator) -> str:
    if text.is_translated:
        return text.value
    return t("{text} ({aside})", text=text.value, aside=t.language_name(text.language))
