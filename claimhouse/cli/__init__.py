"""The command line: one command per verb. It prints and exits; everything else is done elsewhere.

Heavy imports stand inside the commands, so that `--help` and `query` never wait for an engine or an orchestrator.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated

import typer

from claimhouse.cli import extracting, forgetting, main_job, operating, reading, reporting, serving, texts
from claimhouse.errors import ClaimhouseError, SettingsError, SourceError

# typer carries a parser of its own and exports few of its errors; the base of this one is what wrong use raises.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

USAGE_ERROR = 2
NOTHING_DONE = 1
INTERRUPTED = 130
_INTERRUPTED = "interrupted; what was committed stays, and the next run goes on from there"

app = typer.Typer(
    name="claimhouse",
    help=(
        "Who claims what, on whose word, in how many independent sources: scraped articles to claims in DuckDB,"
        " every claim traceable to the bytes of its page."
    ),
    epilog="Example: claimhouse run articles/ --database news.duckdb; claimhouse query --database news.duckdb",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"claimhouse {version('claimhouse')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Read the options that stand before a command."""


main_job.register(app)
texts.register(app)
extracting.register(app)
reading.register(app)
reporting.register(app)
operating.register(app)
forgetting.register(app)
serving.register(app)


def main() -> None:
    """Run the command line; 0 done, 1 nothing could be done, 2 wrong use, 130 interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended like Ctrl-C: in order
    try:
        code = app(standalone_mode=False)
        if code == INTERRUPTED:  # typer's own answer to Ctrl-C
            _say(_INTERRUPTED)
    except UsageError as error:
        place = getattr(error, "ctx", None)
        _say(f"{_message(error)} (see {place.command_path if place else 'claimhouse'} --help)")
        code = USAGE_ERROR
    except (SettingsError, SourceError) as error:
        _say(str(error))
        code = USAGE_ERROR
    except ClaimhouseError as error:
        _say(str(error))
        code = NOTHING_DONE
    except (KeyboardInterrupt, typer.Abort):
        _say(_INTERRUPTED)
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = NOTHING_DONE
    except OSError as error:  # a full disk, a folder that may not be written
        _say(f"{error.strerror or error}" + (f": {error.filename}" if error.filename else ""))
        code = NOTHING_DONE
    sys.exit(code or 0)


def _message(error: Exception) -> str:
    formatted = getattr(error, "format_message", None)
    return str(formatted() if formatted else error)


def _say(message: str) -> None:
    print(f"claimhouse: {message}", file=sys.stderr)
