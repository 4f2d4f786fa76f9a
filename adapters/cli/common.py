"""What several commands need: the entries somebody named, a matcher, a text to read."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from bot.entries import BUNDLED, load_entries
from bot.errors import EntriesError, InputError
from bot.matching import Matcher
from bot.settings import Settings, load_settings

entries_option = click.option(
    "--entries",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Entries to use instead of those of ERRFIX_ENTRIES: a folder, JSON or JSONL file. May be repeated.",
)


def examples(*lines: str) -> str:
    """An epilog that click does not re-wrap."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))


def entry_paths(settings: Settings) -> list[Path]:
    """Where the entries are; the word `bundled` is those that come with errfix."""
    return [BUNDLED if name == "bundled" else Path(name).expanduser() for name in settings.entries]


def load_matcher(folders: Sequence[Path]) -> tuple[Matcher, float]:
    """A matcher over the folders' entries, and how many seconds it took; bad entries are counted on stderr.

    Without folders, those of the settings. Raises EntriesError where there is no usable entry.
    """
    paths = folders or entry_paths(load_settings())
    start = time.perf_counter()
    loaded = load_entries(paths)
    bad = len({problem.file for problem in loaded.problems if problem.level == "error"})
    if bad:
        left_out = "1 bad entry was" if bad == 1 else f"{bad:,} bad entries were"
        click.echo(f"errfix: {left_out} left out; `errfix entries check` says why", err=True)
    if not loaded.entries:
        msg = f"no usable entry in {', '.join(map(str, paths))}; `errfix entries check` says what is wrong"
        raise EntriesError(msg)
    matcher = Matcher(loaded.entries)
    return matcher, time.perf_counter() - start


def read_text(file: str) -> str:
    """The text of a file, or of standard input for `-`; what is no UTF-8 becomes U+FFFD.

    Raises InputError where the file cannot be read.
    """
    if file == "-" and sys.stdin.isatty():
        click.echo("Paste the error, then press Ctrl-D on a line of its own.", err=True)
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        msg = f"cannot read {file}: {error.strerror}"
        raise InputError(msg) from error
    return data.decode("utf-8", "replace")
