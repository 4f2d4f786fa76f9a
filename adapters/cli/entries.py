"""`errfix entries`: check the knowledge base, print its schema, import entries of others."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from adapters.cli.common import examples
from bot.entries import BUNDLED, Problem, load_entries
from bot.entries.check import check as check_entries
from bot.entries.deadends import Report, import_deadends
from bot.entries.schema import schema_text
from bot.errors import InputError

MAX_PROBLEMS = 200


@click.group(
    epilog=examples(
        "errfix entries check                 # those that come with errfix",
        "errfix entries check team/           # your own",
        "errfix entries schema > entry.schema.json",
        "errfix entries import deadends deadends_dev-0.9.0-py3-none-any.whl --out imported/",
    )
)
def entries() -> None:
    """Check, describe and import the entries: the errors that errfix knows."""


@entries.command(
    epilog=examples(
        "errfix entries check",
        "errfix entries check team/python/my-error.json",
        "errfix entries check imported/ --all-warnings",
    )
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--all-warnings", is_flag=True, help=f"Print every warning, not the first {MAX_PROBLEMS} only.")
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], *, all_warnings: bool) -> None:
    """Say what is wrong with entries: files, folders or JSONL; without PATHS those that come with errfix.

    Errors (the bot leaves the entry out, or the entry contradicts its own examples) come first and make the command
    fail; warnings are advice.
    """
    loaded = load_entries(paths or (BUNDLED,))
    problems = check_entries(loaded)
    errors = [problem for problem in problems if problem.level == "error"]
    warnings = problems[len(errors) :]
    _print_problems("errors", errors)
    _print_problems("warnings", warnings if all_warnings else warnings[:MAX_PROBLEMS])
    if len(warnings) > MAX_PROBLEMS and not all_warnings:
        click.echo(f"  … and {len(warnings) - MAX_PROBLEMS:,} more; --all-warnings prints them")
    found = f"{_count(len(errors), 'error', 'errors')}, {_count(len(warnings), 'warning', 'warnings')}"
    click.echo(f"{_count(len(loaded.entries), 'entry', 'entries')}, {found}")
    context.exit(1 if errors else 0)


@entries.command(epilog=examples("errfix entries schema > entry.schema.json"))
def schema() -> None:
    """Print the JSON Schema of an entry, for editors that complete and check as you type.

    An entry names it in its field "$schema", as a path from its own folder.
    """
    click.echo(schema_text(), nl=False)


@entries.group("import")
def import_() -> None:
    """Import the entries of other projects."""


@import_.command(
    epilog=examples(
        "pip download --no-deps deadends-dev==0.9.0",
        "errfix entries import deadends deadends_dev-0.9.0-py3-none-any.whl --out imported/",
        "errfix entries check imported/",
        "ERRFIX_ENTRIES=bundled,imported errfix run",
    )
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder to write the entries to.")
@click.option("--all", "everything", is_flag=True, help="Also what is about people's lives: visas, customs, health, …")
def deadends(path: Path, out: Path, *, everything: bool) -> None:
    """Import the package deadends-dev from PATH: its wheel, source archive, or the folder of either.

    Files in the folder that come from elsewhere are left alone; running it again changes nothing.
    """
    with _progress() as progress:
        report = import_deadends(path, out, everything=everything, progress=progress)
    for problem in report.problems[:MAX_PROBLEMS]:
        click.echo(_printable(f"{problem.level}: {problem}"), err=True)
    if len(report.problems) > MAX_PROBLEMS:
        click.echo(f"… and {len(report.problems) - MAX_PROBLEMS:,} more", err=True)
    for line in _summary(report, out):
        click.echo(line)
    if not report.written + report.unchanged:
        msg = f"nothing was imported from {path}"
        raise InputError(msg)


def _print_problems(title: str, problems: Sequence[Problem]) -> None:
    here = f"{Path.cwd()}/"
    if problems:
        click.echo(f"{title}:")
    for problem in problems:
        click.echo(f"  {_printable(str(problem).removeprefix(here))}")


def _printable(text: str) -> str:
    """What stands in a file or its name is shown, never obeyed by the terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal; elsewhere none, so that logs stay readable."""
    from rich.console import Console  # noqa: PLC0415 - other commands start faster without it
    from rich.progress import Progress  # noqa: PLC0415 - likewise

    with Progress(console=(console := Console(stderr=True)), transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Importing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _summary(report: Report, out: Path) -> Iterator[str]:
    license_text = f" ({report.license})" if report.license else ""
    imported = _count(report.written, "entry", "entries")
    yield f"{report.package}{license_text}: {imported} written to {out}, {report.unchanged:,} unchanged"
    if report.other_domains:
        domains = _counts(report.other_domains)
        yield f"Left out {report.other_domains.total():,} about no software error (--all takes them): {domains}"
    if report.links_left_out:
        yield f"Left out {_count(report.links_left_out, 'link', 'links')} to entries that were not imported"
    if report.left_over:
        yield f"Left out fields without a place in an entry: {_counts(report.left_over)}"
    errors = len({problem.file for problem in report.problems if problem.level == "error"})
    if errors:
        yield f"Left out {_count(errors, 'file', 'files')} with errors, listed above"


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counter.most_common())


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
