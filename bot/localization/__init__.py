"""Languages: which one a reader wants, and the bot's own words in it."""

from bot.localization.catalogs import LOCALES, Translator, translator
from bot.localization.choose import language_of_system, parse_locale, private_locale, public_locale

__all__ = [
    "LOCALES",
    "Translator",
    "language_of_system",
    "parse_locale",
    "private_locale",
    "public_locale",
    "translator",
]
