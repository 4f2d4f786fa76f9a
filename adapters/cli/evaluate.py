"""`errfix eval`: how well the matcher does on labelled messages."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from adapters.cli.common import entries_option, examples, load_matcher
from bot.decision import decide
from bot.errors import InputError
from bot.matching.evaluation import Outcome, read_cases, summarize
from bot.matching.evaluation import evaluate as outcomes_of


@click.command(
    "eval",
    epilog=examples(
        "errfix eval labelled.jsonl --entries imported/",
        "errfix eval a.jsonl b.jsonl --details outcomes.jsonl",
        "errfix eval labelled.jsonl --json | jq .recall_at_1",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.jsonl…")
@entries_option
@click.option("--json", "as_json", is_flag=True, help="Print the object on one line.")
@click.option(
    "--details", type=click.Path(path_type=Path), metavar="OUT.jsonl", help="Write each case's outcome there."
)
def evaluate(files: tuple[Path, ...], folders: tuple[Path, ...], details: Path | None, *, as_json: bool) -> None:
    """Match labelled messages and print recall, precision and speed as one JSON object.

    Each line of a FILE is a case {"id", "text", "expect": [entry ids], "kind"}; an empty "expect" deserves silence.
    """
    cases = [case for file in files for case in read_cases(file)]
    matcher, load_seconds = load_matcher(folders)
    unknown = {entry_id for case in cases for entry_id in case.expect if entry_id not in matcher.catalog}
    if unknown:
        click.echo(f"errfix: {len(unknown)} expected ids are no entries here, as {min(unknown)}", err=True)
    console = Console(stderr=True)
    watched = track(cases, "Matching", console=console, transient=True, disable=not console.is_terminal)
    outcomes = list(outcomes_of(matcher, watched, lambda result: decide(result.confidence)))
    if details:
        _write(details, outcomes)
    click.echo(summarize(outcomes, load_seconds).to_json(indent=None if as_json else 2))


def _write(file: Path, outcomes: list[Outcome]) -> None:
    try:
        file.write_text("".join(f"{outcome.to_json()}\n" for outcome in outcomes), "utf-8")
    except OSError as error:
        msg = f"cannot write {file}: {error.strerror}"
        raise InputError(msg) from error
