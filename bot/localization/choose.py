"""Which of the bot's languages an answer is in."""

import os
from collections.abc import Iterable, Mapping

from bot.errors import SettingsError
from bot.localization.catalogs import LOCALES
from bot.localization.languages import language_of_tag
from bot.localization.own_words import language_of_own_words


def parse_locale(value: str) -> str:
    """The supported language of a tag as people and systems write it: `zh-CN`, `en_US.UTF-8`.

    Raises SettingsError, naming the supported ones, for anything else.
    """
    language = language_of_tag(value.strip())
    if language not in LOCALES:
        msg = f"there is no language {value!r}; choose one of {', '.join(LOCALES)}"
        raise SettingsError(msg)
    return language


def language_of_system(environment: Mapping[str, str] = os.environ) -> str | None:
    """The language a terminal's user has set, by POSIX's precedence; None where there is none, or only `C`."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return language_of_tag(next((environment[name] for name in names if environment.get(name)), ""))


def public_locale(*, channel: str | None, text: str, workspace: str | None) -> str:
    """For a card everybody sees: the channel's setting, else the asker's words, else the workspace's, else English."""
    return _first_supported(_public(channel, text, workspace))


def private_locale(
    *, person: str | None, platform: str | None, channel: str | None, text: str, workspace: str | None
) -> str:
    """For an answer to one person: their choice, else what the platform knows of them, else as for a public card."""
    return _first_supported([person, platform, *_public(channel, text, workspace)])


def _public(channel: str | None, text: str, workspace: str | None) -> Iterable[str | None]:
    return channel, language_of_own_words(text), workspace


def _first_supported(tags: Iterable[str | None]) -> str:
    languages = (language_of_tag(tag) for tag in tags if tag)
    return next((language for language in languages if language in LOCALES), LOCALES[0])
