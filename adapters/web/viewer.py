"""Who looks at the page: taken from the cookies and the browser's languages."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from adapters.web.events import clean_name
from bot.errors import SettingsError
from bot.events import Person
from bot.localization import LOCALES, parse_locale, translator

NAME_COOKIE = "errfix_name"
LANGUAGE_COOKIE = "errfix_language"
AUTO = "auto"
LANGUAGES = (AUTO, *LOCALES)


@dataclass(frozen=True, slots=True)
class Viewer:
    """`language` is what they chose (auto, en or zh), `locale` what the page speaks to them."""

    person: Person
    name: str
    language: str
    locale: str

    @property
    def card_locale(self) -> str | None:
        """The language of cards; None: each in the language it was answered in, which may be English for want of signs.

        So a browser that asks for another language than English gets its cards in that.
        """
        return None if self.language == AUTO and self.locale == LOCALES[0] else self.locale


def to_viewer(person_id: str, cookies: Mapping[str, str], accept_language: str) -> Viewer:
    chosen = cookies.get(LANGUAGE_COOKIE, AUTO)
    language = chosen if chosen in LANGUAGES else AUTO
    locale = accepted_locale(accept_language) if language == AUTO else language
    t = translator(locale)
    name = clean_name(unquote(cookies.get(NAME_COOKIE, ""))) or t("Guest {code}", code=_code(person_id))
    return Viewer(Person(person_id, locale), name, language, locale)


def name_cookie(name: str) -> str:
    return quote(name)


def accepted_locale(header: str) -> str:
    """The first of our languages in an Accept-Language header, by its weights."""
    weighted = []
    for part in header.split(",")[:20]:
        tag, _, parameters = part.partition(";")
        weight = parameters.strip().removeprefix("q=")
        weighted.append((-_number(weight), tag.strip()))
    for _, tag in sorted(weighted, key=lambda pair: pair[0]):
        try:
            return parse_locale(tag)
        except SettingsError:
            continue
    return "en"


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0


def _code(person_id: str) -> str:
    """Three characters to tell guests apart."""
    return hashlib.sha256(person_id.encode("utf-8", "replace")).hexdigest()[:3].upper()
