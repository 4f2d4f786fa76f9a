"""The command line: `errfix run` starts the bot, the other commands work without it."""

import sys

import click

from adapters.cli.common import examples
from adapters.cli.doctor import doctor
from adapters.cli.entries import entries
from adapters.cli.evaluate import evaluate
from adapters.cli.match import match
from adapters.cli.run import run
from bot import __version__
from bot.errors import ErrfixError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "errfix run                           # the bot; without tokens, a local web channel",
        "make 2>&1 | errfix match             # what is wrong here?",
        "errfix entries check team/           # is my knowledge base in order?",
    ),
)
@click.version_option(__version__, prog_name="errfix")
def cli() -> None:
    """Answer pasted errors in chat with the fixes that really worked in your team.

    Settings come from the environment and from .env in this folder; docs/configuration.md lists them.
    """


for command in (run, doctor, match, evaluate, entries):
    cli.add_command(command)


def main() -> None:
    """Run the command line; a user's mistake ends in one clear line and exit code 1, or 2 for a wrong call."""
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep the interpreter from complaining at its end.
        sys.stderr.close()
        sys.exit(141)
    except ErrfixError as error:
        click.echo(f"errfix: {error}", err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
