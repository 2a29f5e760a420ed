"""The command group, and what every command shares: exit codes and clear last words."""

from __future__ import annotations

import sys

import click

from vedette import __version__
from vedette.cli.alerts import alerts
from vedette.cli.common import give_up_output, tell
from vedette.cli.ingest import demo, ingest
from vedette.cli.log import log
from vedette.cli.parts import actors, times
from vedette.cli.picture import export, incidents, inforce, undertakings
from vedette.cli.places import places
from vedette.cli.read import read
from vedette.cli.reports import db, reports
from vedette.cli.review import review
from vedette.cli.serve import serve
from vedette.cli.sitrep import sitrep
from vedette.cli.situation import situation
from vedette.cli.sources import sources
from vedette.cli.tension import tension
from vedette.cli.users import users
from vedette.cli.watch import watch
from vedette.errors import UsageError, VedetteError

DONE, FAILED, USAGE, ISSUES = 0, 1, 2, 3


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  vedette read report.txt
  vedette --db watch.db ingest reports.jsonl
  vedette --db watch.db sitrep""",
)
@click.version_option(__version__, prog_name="vedette")
@click.option(
    "--db",
    envvar="VEDETTE_DB",
    default="vedette.db",
    show_default=True,
    metavar="FILE|URL",
    help="The database: a file, or sqlite:///FILE (or VEDETTE_DB).",
)
def cli(db: str) -> None:
    """Read reports, log who did what to whom, and keep the picture.

    Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done, but
    some inputs could not be read.
    """


for command in (
    read,
    places,
    times,
    actors,
    ingest,
    watch,
    situation,
    sources,
    incidents,
    inforce,
    undertakings,
    tension,
    review,
    sitrep,
    log,
    alerts,
    export,
    serve,
    users,
    reports,
    db,
    demo,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as e:
        e.show()
        code = USAGE
    except UsageError as e:
        tell(e)
        code = USAGE
    except VedetteError as e:
        tell(e)
        code = FAILED
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone: nothing left to say.
        give_up_output()
        code = DONE
    except OSError as e:
        tell(
            f"{e.filename or 'standard output'}: cannot write or read ({(e.strerror or str(e)).lower()}); check the disk and the permissions"
        )
        give_up_output()
        code = FAILED
    except KeyboardInterrupt:
        code = 130
    sys.exit(code or DONE)
