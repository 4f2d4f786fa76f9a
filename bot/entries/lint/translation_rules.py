"""Rules for translations: those that readers would never see as such."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from babel import Locale

from bot.entries.lint.subject import Finding, Subject, did_you_mean, parts
from bot.entries.text import HALF_CHARACTER, Translatable
from bot.localization.languages import could_be

# A translation that stands in a list beside the list it translates belongs to this field of each item.
_MAIN_FIELDS = {"workarounds": "action", "dead_ends": "why_fails"}


def translation_that_is_none(it: Subject) -> Iterator[Finding]:
    for path, part in parts(it.entry):
        if isinstance(part, Translatable):
            for key, field, language, value in part.translations():
                yield from _untranslated(f"{path}{key}", getattr(part, field), language, value, it.entry.locale)


def list_translation_of_another_length(it: Subject) -> Iterator[Finding]:
    for key, field, _, value in it.entry.translations():
        originals = getattr(it.entry, field)
        if isinstance(value, list) and len(value) != len(originals):
            yield key, f"has {len(value)} items for {len(originals)} {field}; they are paired by position"


def language_that_is_none(it: Subject) -> Iterator[Finding]:
    used = {"locale": it.entry.locale}
    for path, part in parts(it.entry):
        if isinstance(part, Translatable):
            used |= {f"{path}{key}": language for key, _, language, _ in part.translations()}
    for field, language in used.items():
        if language not in _languages():
            yield field, f"{language} is not the code of a language (Chinese is zh, Japanese ja, Korean ko)"


def _untranslated(path: str, original: object, language: str, value: object, own_language: str) -> Iterator[Finding]:
    """Reasons why a reader of the language gets the original; lists are looked at item by item."""
    if language == own_language:
        yield path, f"the entry itself is in {language}, so this is never shown"
    elif isinstance(original, tuple):
        if not isinstance(value, list):
            yield path, "should be a list, with a translation for each item"
            return
        for position, (item, translation) in enumerate(zip(original, value, strict=False)):
            main_field = _MAIN_FIELDS[path.rsplit("_", 1)[0]]
            yield from _untranslated_item(f"{path}.{position}", item, language, translation, main_field)
    elif reason := _why_untranslated(original, language, value):
        yield path, reason


def _untranslated_item(
    path: str, item: Translatable, language: str, translation: object, main_field: str
) -> Iterator[Finding]:
    """An item's translation is a text, of the item's main field, or an object with some of its fields."""
    if not isinstance(translation, Mapping):
        if reason := _why_untranslated(getattr(item, main_field), language, translation):
            yield path, reason
        return
    for field, value in translation.items():
        if field not in item.translatable:
            yield f"{path}.{field}", f"is no text of this item{did_you_mean(field, item.translatable)}"
        elif reason := _why_untranslated(getattr(item, field), language, value):
            yield f"{path}.{field}", reason


def _why_untranslated(original: object, language: str, value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "holds no text; readers get the original"
    if HALF_CHARACTER.search(value):
        return "holds half a character (a lone surrogate); readers get the original"
    if value == original:
        return "repeats the original, so it is no translation; readers get the original, marked as such"
    if not could_be(value, language):
        return f"has no letter of the script of {language}; readers get the original, marked as such"
    return None


@cache
def _languages() -> Collection[str]:
    return frozenset(Locale("en").languages)
