"""`errfix doctor`: looks at everything the bot needs and says what to do about what is wrong."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import click
from rich.console import Console

from adapters.cli.common import entry_paths, examples
from adapters.finding import Finding, Verdict, broken, good, warning
from bot.entries import load_entries
from bot.errors import EntriesError, ErrfixError, SettingsError, StoreError
from bot.localization import parse_locale
from bot.settings import Settings, load_settings
from bot.store import Store

_MARKS = {Verdict.GOOD: "✓", Verdict.NOTE: "–", Verdict.WARNING: "!", Verdict.BROKEN: "✗"}
_STYLES = {Verdict.GOOD: "green", Verdict.NOTE: "dim", Verdict.WARNING: "yellow", Verdict.BROKEN: "bold red"}

Check = Callable[[Settings], AsyncIterator[Finding]]


@click.command(epilog=examples("errfix doctor", "errfix doctor > report.txt    # it holds no token"))
@click.pass_context
def doctor(context: click.Context) -> None:
    """Say what is wrong with the set-up, and what to do.

    It looks at the settings, the database, the entries and the connection to each chat platform. A line says what was
    looked at, and the one beneath it what to do: ✓ is in order, ! runs but not as one might expect, ✗ does not run. The
    database is brought up to date, as `errfix run` does. Nothing is posted. The exit code is 1 if there is a ✗.
    """
    context.exit(1 if asyncio.run(_examine(Console(highlight=False, soft_wrap=True))) else 0)


async def _examine(console: Console) -> int:
    """Print all findings; how many things are broken."""
    counts = dict.fromkeys(Verdict, 0)
    async for finding in _findings(console):
        counts[finding.verdict] += 1
        mark = _MARKS[finding.verdict]
        console.print(f"  [{_STYLES[finding.verdict]}]{mark}[/] ", end="")
        console.print(finding.text, markup=False)
        if finding.advice:
            console.print(
                f"    → {finding.advice}", markup=False, style="dim" if finding.verdict is Verdict.NOTE else ""
            )
    console.print()
    console.print(_summary(counts), style="bold", markup=False)
    return counts[Verdict.BROKEN]


def _summary(counts: dict[Verdict, int]) -> str:
    if wrong := counts[Verdict.BROKEN]:
        return f"{'1 thing keeps' if wrong == 1 else f'{wrong} things keep'} errfix from running as it is set up."
    if warnings := counts[Verdict.WARNING]:
        return f"errfix can run; {'1 thing is' if warnings == 1 else f'{warnings} things are'} worth a look."
    return "All is well; `errfix run` starts the bot."


async def _findings(console: Console) -> AsyncIterator[Finding]:
    console.print("Settings", style="bold")
    try:
        settings = load_settings()
    except SettingsError as error:
        yield _said(error, "mend it in the environment or in .env")
        return
    for title, check in _checks().items():
        if title:
            console.print(title, style="bold")
        async for finding in check(settings):
            yield finding


def _checks() -> dict[str, Check]:
    """What is looked at, by heading; the first one goes on under Settings."""
    from adapters.discord import doctor as discord  # noqa: PLC0415 - other commands start faster without it
    from adapters.slack import doctor as slack  # noqa: PLC0415 - likewise

    return {
        "": _check_settings,
        "Database": _check_database,
        "Entries": _check_entries,
        "Slack": slack.check,
        "Discord": discord.check,
    }


def _said(error: ErrfixError, otherwise: str) -> Finding:
    """Our errors say after a semicolon what to do."""
    problem, _, advice = str(error).partition("; ")
    return broken(problem, advice or otherwise)


def _source() -> str:
    return "Read from the environment and .env" if Path(".env").is_file() else "Read from the environment; no .env here"


async def _check_settings(settings: Settings) -> AsyncIterator[Finding]:
    yield good(_source())
    if settings.locale == "auto":
        yield good("Language: that of the asker's own words, and of each person's Slack or Discord in private")
        return
    try:
        yield good(f"Language: {parse_locale(settings.locale)}, unless a channel or a person chose another")
    except SettingsError as error:
        yield _said(error, "leave ERRFIX_LOCALE out")


async def _check_database(settings: Settings) -> AsyncIterator[Finding]:
    try:
        store = await Store.open(settings.database_url)
    except StoreError as error:
        yield _said(error, "see ERRFIX_DATABASE_URL in docs/configuration.md")
        return
    await store.close()
    yield good("It opens, is up to date and can be written to")


async def _check_entries(settings: Settings) -> AsyncIterator[Finding]:
    try:
        loaded = load_entries(entry_paths(settings))
    except EntriesError as error:
        yield _said(error, "set ERRFIX_ENTRIES to the folders that hold your entries, or to bundled")
        return
    if not loaded.entries:
        yield broken(f"There is no usable entry in {', '.join(settings.entries)}", "`errfix entries check` says why")
        return
    yield good(f"{len(loaded.entries):,} entries from {', '.join(settings.entries)}")
    if bad := len({problem.file for problem in loaded.problems if problem.level == "error"}):
        left_out = "1 file is left out" if bad == 1 else f"{bad:,} files are left out"
        yield warning(left_out, "`errfix entries check` says why")
