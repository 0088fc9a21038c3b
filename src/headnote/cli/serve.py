"""`headnote serve`: the desk in the browser."""

from __future__ import annotations

import os
import sys
import webbrowser
from typing import TYPE_CHECKING

import click

from headnote.cli import options
from headnote.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from headnote.library.database import Library

EPILOG = """\
\b
Examples:
  headnote serve                                     your own library, for you alone, on this machine
  headnote serve --library shelf.db --port 9000
  headnote user add ada --role admin                 first, for a group
  headnote serve --group --host 0.0.0.0 --address https://desk.example.org

Without --group nobody logs in, so the desk listens on this machine only. Ctrl-C ends it.
"""

CLEAR = (
    "headnote: without HTTPS, passwords can be read on their way here\n"
    "  Put a web server with HTTPS before the desk and name it by --address: docs/desk.md says how."
)


@click.command(epilog=EPILOG)
@options.library
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--group", is_flag=True, help="Ask everyone to log in; accounts are made by `headnote user add`.")
@click.option("--address", metavar="URL", help="The address that people use, where it is another (behind a proxy).")
@options.policy
@options.fast
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
def serve(
    library: str | None,
    *,
    host: str,
    port: int,
    group: bool,
    address: str | None,
    policy: str,
    fast: bool,
    no_open: bool,
) -> None:
    """Open the desk: check, shelf, reader and review in the browser."""
    try:
        from headnote.web import serving, settings
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"expected {error.name}, which the desk needs, found none", hint="pip install 'headnote[web]'"
        ) from None
    rules = options.load_policy(policy)
    chosen = settings.for_address(host, address, group=group, tier=options.tier(fast), policy=rules)
    with serving.listen(host, port) as bound, options.open_library(library) as opened:
        if group:
            _expect_accounts(opened)
            if not chosen.secure and not settings.is_loopback(host):
                click.echo(CLEAR, err=True)
        url = address or serving.address(bound)
        serving.serve(opened, chosen, bound, lambda: _tell(url, show=not no_open))
    click.echo("The desk is closed.")


def _expect_accounts(library: Library) -> None:
    from headnote.library.accounts import accounts

    if not accounts(library):
        raise UsageError(
            "expected accounts for --group, found none", hint="Make the first: `headnote user add NAME --role admin`."
        )


def _tell(url: str, *, show: bool) -> None:
    click.echo(f"The desk is open at {url} (Ctrl-C closes it).")
    if show and _has_screen():
        webbrowser.open(url)


def _has_screen() -> bool:
    """Whether a browser could open in a window: without one, Python would start a browser in this terminal."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
