"""The bot's own words: English in the code, other languages in `locales/<language>.po`, numbers and dates by Babel."""

import gettext
import io
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LOCALES_FOLDER = Path(__file__).with_name("locales")
LOCALES: tuple[str, ...] = ("en", *sorted(file.stem for file in LOCALES_FOLDER.glob("*.po")))

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Translator:
    """The bot's words, numbers and dates in one language.

    A translator is always called `t`, since the messages are found in the code by that name: `t("Root cause")` and
    `t.plural("{count} vote", "{count} votes", votes)`, with the words as literals. A template gets `t`, and `t.plural`
    under the name `plural`. `{name}` in a message stands for the value of that name; values are taken as they are.
    """

    def __init__(self, locale: str, messages: gettext.NullTranslations) -> None:
        self.locale = locale
        self._messages = messages
        self._babel = Locale.parse(locale)

    def __call__(self, message: str, /, **values: object) -> str:
        return _fill(self._messages.gettext(message), values)

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form for `count`, which the message may show as `{count}`."""
        return _fill(self._messages.ngettext(one, many, count), {"count": self.number(count), **values})

    def number(self, number: float) -> str:
        return format_decimal(number, locale=self._babel)

    def percent(self, share: float) -> str:
        """A share from 0 to 1 in whole percent."""
        return format_percent(share, locale=self._babel)

    def date(self, day: date) -> str:
        return format_date(day, locale=self._babel)

    def ago(self, moment: datetime, now: datetime) -> str:
        """How long ago the moment was, in the largest unit that fits: `3 hours ago`."""
        return format_timedelta(moment - now, add_direction=True, locale=self._babel)

    def language_name(self, code: str) -> str:
        """The language's name in this language; an unknown code names itself."""
        return str(self._babel.languages.get(code, code))


@cache
def translator(locale: str) -> Translator:
    """The translator for one of LOCALES."""
    if locale == "en":
        return Translator(locale, gettext.NullTranslations())
    with (LOCALES_FOLDER / f"{locale}.po").open("rb") as file:
        catalog = read_po(file, locale=locale, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translator(locale, gettext.GNUTranslations(compiled))


def _fill(message: str, values: dict[str, object]) -> str:
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), message)
