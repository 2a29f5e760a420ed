"""`vedette users`: who may sign in to the watch board."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import cast

import click

from vedette.cli.common import form_option, opened, person, show
from vedette.domain import ROLES, Role
from vedette.errors import UsageError

reason_option = click.option("--reason", metavar="TEXT", help="Why; it stands in the audit trail.")


@click.group(
    epilog="""\b
Example:
  vedette users list""",
    short_help="Who may sign in to the watch board.",
)
def users() -> None:
    """Who may sign in to the watch board: add, list, role, disable, enable, password.

    Roles, each of which may do what those before it may: viewer reads; reporter writes field reports and the log; analyst reads
    whole texts and decides on incidents; editor grades sources and releases situation reports; admin makes accounts.
    """


@users.command(
    epilog="""\b
Examples:
  vedette users add "duty officer" --role admin
  vedette users add "analyst 1" --role analyst < password.txt"""
)
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person may do.")
@reason_option
def add(name: str, role: str, reason: str | None) -> None:
    """Make an account; the password is asked for, or read from standard input.

    The first account is an admin's. From then on everybody signs in, on 127.0.0.1 too.
    """
    with opened(write=True) as store:
        made = store.add_account(name, password(), cast(Role, role), by=person(), reason=reason)
    click.echo(f"{made.name} may sign in as {made.role}", err=True)


@users.command(
    name="list",
    epilog="""\b
Example:
  vedette users list""",
)
@form_option
def list_(form: str | None) -> None:
    """The accounts that there are."""
    with opened() as store:
        rows = [asdict(a) for a in store.accounts()]
    columns = [(k, lambda r, k=k: r[k]) for k in ("name", "role", "made", "disabled")]
    show(rows, columns, form, "no accounts: nobody needs to sign in on this machine, and nobody can from another")


@users.command(
    epilog="""\b
Example:
  vedette users role "analyst 1" editor --reason "second reader\""""
)
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@reason_option
def role(name: str, role: str, reason: str | None) -> None:
    """Give an account another role, which counts at once."""
    with opened(write=True) as store:
        store.set_role(name, cast(Role, role), by=person(), reason=reason)
    click.echo(f"{name} has the role {role}", err=True)


@users.command(
    epilog="""\b
Example:
  vedette users disable "analyst 1" --reason "left the desk\""""
)
@click.argument("name")
@reason_option
def disable(name: str, reason: str | None) -> None:
    """Let an account sign in no more; its sessions end at once, and what it did stays its own."""
    with opened(write=True) as store:
        store.disable(name, by=person(), reason=reason)
    click.echo(f"{name} can sign in no more", err=True)


@users.command(
    epilog="""\b
Example:
  vedette users enable "analyst 1\""""
)
@click.argument("name")
@reason_option
def enable(name: str, reason: str | None) -> None:
    """Let a disabled account sign in again."""
    with opened(write=True) as store:
        store.enable(name, by=person(), reason=reason)
    click.echo(f"{name} can sign in again", err=True)


@users.command(
    name="password",
    epilog="""\b
Example:
  vedette users password "analyst 1" --reason forgotten""",
)
@click.argument("name")
@reason_option
def password_(name: str, reason: str | None) -> None:
    """Give an account a new password, asked for or read from standard input; its sessions end."""
    with opened(write=True) as store:
        store.set_password(name, password(), by=person(), reason=reason)
    click.echo(f"{name} has a new password", err=True)


def password() -> str:
    """A password as typed twice on a terminal, or the first line of standard input; never from the command line, which others can read."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt="Again", err=True))
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise UsageError("give the password on standard input, or run this on a terminal")
    return given
