"""`vedette serve`: the watch board in a browser."""

from __future__ import annotations

import os

import click

from vedette.cli.common import opened


@click.command(
    epilog="""\b
Examples:
  vedette serve
  vedette --db watch.db serve --port 8001
  vedette --db watch.db serve --host 0.0.0.0 --certificate board.pem --key board.key""",
    short_help="The watch board in a browser.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; any that others can reach needs accounts.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--situation", "name", metavar="NAME", help="The situation shown first (default: the only one, else everything).")
@click.option("--certificate", metavar="FILE", help="Serve https with this certificate (PEM).")
@click.option("--key", metavar="FILE", help="The certificate's key (PEM).")
def serve(host: str, port: int, name: str | None, certificate: str | None, key: str | None) -> None:
    """Serve the watch board until it is stopped (Ctrl-C).

    On 127.0.0.1 nobody needs to sign in until an account is made (`vedette users add`); any other address needs accounts.
    """
    from vedette.web import run

    db = click.get_current_context().find_root().params["db"]
    writable = os.access(db.removeprefix("sqlite:///"), os.W_OK)
    with opened(write=writable) as store:  # to write: a database of an older Vedette is brought up to date
        if name:
            store.situation(name)
    run(db, host, port, name, certificate, key)
