"""`headnote user`: the accounts of a group."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from headnote.cli import options, streams
from headnote.errors import UsageError

if TYPE_CHECKING:
    from headnote.library.viewers import Role

EPILOG = """\
\b
Examples:
  headnote user add ana --role reviewer
  headnote user list
  headnote user role ana admin
  headnote user disable ana
  headnote user password ana < new-password.txt

A password is asked for, or read from the first line of standard input. Readers see what is listed, reviewers decide,
admins also look after accounts. Whoever can run this command on the library is an admin of it.
"""

_ROLES = ("reader", "reviewer", "admin")
_name = click.argument("name")


@click.group(epilog=EPILOG)
def user() -> None:
    """Add and look after the accounts of a group."""


@user.command()
@_name
@click.option("--role", type=click.Choice(_ROLES), default="reader", show_default=True)
@options.library
def add(name: str, role: Role, library: str | None) -> None:
    """Add an account."""
    password = _password()
    with options.open_library(library) as opened:
        from headnote.library import accounts

        viewer = accounts.add_user(opened, name, role, password)
    click.echo(f"added {viewer.name}, {viewer.role}")


@user.command("list")
@options.library
def names(library: str | None) -> None:
    """Name the accounts, with their roles."""
    with options.open_library(library) as opened:
        from headnote.library import accounts

        found = accounts.accounts(opened)
    width = max((len(account.name) for account in found), default=0)
    for account in found:
        shut = "  disabled" if account.disabled else ""
        click.echo(f"{streams.shown(account.name):{width}}  {account.role:8}  since {account.created_at[:10]}{shut}")


@user.command("role")
@_name
@click.argument("role", type=click.Choice(_ROLES))
@options.library
def change_role(name: str, role: Role, library: str | None) -> None:
    """Give an account another role; its sessions end."""
    with options.open_library(library) as opened:
        from headnote.library import accounts

        accounts.set_role(opened, name, role)
    click.echo(f"{streams.shown(name)} is {role} now")


@user.command()
@_name
@options.library
def disable(name: str, library: str | None) -> None:
    """Shut an account; its sessions end, what it did stays."""
    with options.open_library(library) as opened:
        from headnote.library import accounts

        accounts.disable(opened, name)
    click.echo(f"{streams.shown(name)} is disabled")


@user.command()
@_name
@options.library
def enable(name: str, library: str | None) -> None:
    """Open an account again that was shut."""
    with options.open_library(library) as opened:
        from headnote.library import accounts

        accounts.enable(opened, name)
    click.echo(f"{streams.shown(name)} is enabled")


@user.command("password")
@_name
@options.library
def change_password(name: str, library: str | None) -> None:
    """Give an account another password; its sessions end."""
    password = _password()
    with options.open_library(library) as opened:
        from headnote.library import accounts

        accounts.set_password(opened, name, password)
    click.echo(f"{streams.shown(name)} has another password")


def _password() -> str:
    """From the keyboard, unseen and twice, or the first line of standard input: never from the command line, which
    others on the machine can read.

    Raises:
        UsageError: the input is no text, or has no line.
    """
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    try:
        line = sys.stdin.buffer.readline(1 << 16).decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        line = ""
    if not line:
        raise UsageError("expected a password as UTF-8 on the first line of standard input, got none")
    return line
