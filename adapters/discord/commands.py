"""What people ask the bot itself: `/errfix …` and the message menu, in the language of their Discord."""

from typing import Protocol

import discord
from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType, Choice, locale_str

from adapters.discord.clicks import Interaction
from bot import localization
from bot.desk import Usage
from bot.events import ChannelMode
from bot.localization import LOCALES, translator
from bot.localization.languages import language_of_tag

ANYWHERE = AppCommandContext(guild=True, dm_channel=True, private_channel=True)
BY_ANYBODY = AppInstallationType(guild=True, user=True)
AUTO = "auto"
_WORDS = 190
_ID = 100
_PASTE = 6000


class Desk(Protocol):
    """Who answers."""

    async def command(self, interaction: Interaction, text: str, file: discord.Attachment | None = None) -> None:
        """Answer what would be `/errfix <text>` on one line."""

    async def menu(self, interaction: Interaction, message: discord.Message) -> None:
        """Find a fix for the message."""

    async def complete(self, interaction: Interaction, start: str) -> None:
        """Propose the ids that begin so."""


def t(message: str) -> locale_str:
    """A text that Discord gets in every language of ours."""
    return locale_str(message)


_OPTIONS = {"": "error", "search": "words", "show": "entry", "language": "language", "here": "mode"}
"""What follows a command is the value of this option."""


def usage_in(locale: str | None) -> Usage:
    """How people write a command whose Discord is in the language of this tag; None: in that of what they are told."""
    language = language_of_tag(locale) if locale else None

    def usage(name: str, words: str, t: localization.Translator) -> str:
        if locale:
            t = translator(language if language in LOCALES else LOCALES[0])
        command = f"/errfix {t(name or 'ask')}"
        return f"`{command} {t(_OPTIONS[name])}:{words}`" if words else f"`{command}`"

    return usage


class Translator(app_commands.Translator):
    """Names and descriptions of commands from our catalogues."""

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - discord.py's signature
    ) -> str | None:
        language = language_of_tag(locale.value)
        # English too: without it, Discord shows some other language to people whose own it misses.
        if language not in LOCALES:
            return None
        t = translator(language)
        return t(string.message)


class Errfix(app_commands.Group):
    """The commands under `/errfix`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            name="errfix",
            description=t("Known errors, their causes and the fixes that worked"),
            allowed_contexts=ANYWHERE,
            allowed_installs=BY_ANYBODY,
        )
        self._desk = desk

    @app_commands.command(name=t("ask"), description=t("Look an error up; only you see the answer"))
    @app_commands.rename(text=t("error"), file=t("file"))
    @app_commands.describe(text=t("What the program said"), file=t("A log, instead of the error or beside it"))
    async def ask(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 1, _PASTE] = "",
        file: discord.Attachment | None = None,
    ) -> None:
        await self._desk.command(interaction, text, file)

    @app_commands.command(name=t("search"), description=t("List the entries that hold some words"))
    @app_commands.rename(words=t("words"))
    @app_commands.describe(words=t("A tool, or words of the error"))
    async def search(self, interaction: Interaction, words: app_commands.Range[str, 1, _WORDS]) -> None:
        await self._desk.command(interaction, f"search {words}")

    @app_commands.command(name=t("show"), description=t("Show an entry in full"))
    @app_commands.rename(entry=t("entry"))
    @app_commands.describe(entry=t("Its id; type a few letters"))
    async def show(self, interaction: Interaction, entry: app_commands.Range[str, 1, _ID]) -> None:
        await self._desk.command(interaction, f"show {entry}")

    @show.autocomplete("entry")
    async def _entries(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        await self._desk.complete(interaction, current)
        return []  # the desk has answered

    @app_commands.command(name=t("language"), description=t("The language errfix speaks to you"))
    @app_commands.rename(choice=t("language"))
    @app_commands.describe(choice=t("Leave it out to see the languages there are"))
    @app_commands.choices(
        choice=[
            Choice(name=t("Automatic"), value=AUTO),
            *(Choice(name=translator(code).language_name(code), value=code) for code in LOCALES),
        ]
    )
    async def language(self, interaction: Interaction, choice: str = "") -> None:
        await self._desk.command(interaction, f"language {choice}")

    @app_commands.command(name=t("here"), description=t("How forward errfix is in this channel"))
    @app_commands.rename(mode=t("mode"))
    @app_commands.describe(mode=t("Leave it out to see how it is"))
    @app_commands.choices(
        mode=[
            Choice(name=t("auto: answer when sure, else offer"), value=ChannelMode.AUTO.value),
            Choice(name=t("offer: never answer unasked"), value=ChannelMode.OFFER.value),
            Choice(name=t("mention: wait to be asked"), value=ChannelMode.MENTION.value),
            Choice(name=t("off: say nothing"), value=ChannelMode.OFF.value),
        ]
    )
    async def here(self, interaction: Interaction, mode: str = "") -> None:
        await self._desk.command(interaction, f"here {mode}")

    @app_commands.command(name=t("stats"), description=t("Cards, votes and the most frequent errors here"))
    async def stats(self, interaction: Interaction) -> None:
        await self._desk.command(interaction, "stats")

    @app_commands.command(name=t("help"), description=t("What errfix does, and its commands"))
    async def help(self, interaction: Interaction) -> None:
        await self._desk.command(interaction, "help")


def find_fix_menu(desk: Desk) -> app_commands.ContextMenu:
    """The item "Find a fix" of every message's menu."""

    async def find_fix(interaction: Interaction, message: discord.Message) -> None:
        await desk.menu(interaction, message)

    return app_commands.ContextMenu(
        name=t("Find a fix"), callback=find_fix, allowed_contexts=ANYWHERE, allowed_installs=BY_ANYBODY
    )


def entry_choice(entry_id: str, title: str) -> Choice[str] | None:
    """A line of the autocompletion; None for an id that is too long for Discord."""
    if len(entry_id) > _ID:
        return None
    name = f"{entry_id} · {title}" if title else entry_id
    return Choice(name=name if len(name) <= _ID else f"{name[: _ID - 1]}…", value=entry_id)
