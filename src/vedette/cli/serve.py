"""`vedette serve`: the watch board in a browser."""

from __future__ import annotations

import click

from vedette.cli.common import opened


@click.command(
    epilog="""\b
Examples:
  vedette serve
  vedette --db watch.db serve --port 8001""",
    short_help="The watch board in a browser.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--situation", "name", metavar="NAME", help="The situation shown first (default: the only one, else everything).")
def serve(host: str, port: int, name: str | None) -> None:
    """Serve the watch board until it is stopped (Ctrl-C)."""
    from vedette.web import run

    with opened() as store:
        if name:
            store.situation(name)
    run(click.get_current_context().find_root().params["db"], host, port, name)
