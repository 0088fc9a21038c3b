"""`headnote verify`: whether the history of a library is as it was written."""

from __future__ import annotations

import click

from headnote.cli import options
from headnote.errors import LibraryError, UsageError

EPILOG = """\
\b
Examples:
  headnote verify
  headnote verify --library postgresql://archive@host/headnote
  headnote verify --expect 5f1c...     a head that you wrote down earlier

Each entry of the history is chained to the one before it. A changed, removed or inserted entry is found by itself; that
the end was cut off, or all written anew, is found by a head that you keep elsewhere. Exit code: 0 it holds, 7 it does
not.
"""


@click.command(epilog=EPILOG)
@options.library
@click.option("--expect", metavar="DIGEST", help="A head printed earlier: it must still be part of the chain.")
def verify(library: str | None, expect: str | None) -> None:
    """Check that nobody changed what people decided, and that each work stands as they decided."""
    if expect is not None and not (len(expect) == 64 and set(expect) <= set("0123456789abcdef")):
        raise UsageError("expected a digest of 64 characters 0-9 a-f after --expect, got another")
    with options.open_library(library) as opened:
        from headnote.library import history, settling

        found = history.verify(opened, expect=expect)
        wrong = settling.unsettled(opened)
    if wrong:
        named = ", ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if len(wrong) > 5 else "")
        raise LibraryError(
            f"expected every work to stand as the history says, found {len(wrong)} otherwise: {named}",
            hint="Someone changed the works outside of headnote. Compare them with a copy kept elsewhere.",
        )
    click.echo(f"{found.count} {'entry' if found.count == 1 else 'entries'}, each as it was written")
    if found.since is not None:
        click.echo(f"{found.since} since the head that was expected")
    click.echo(f"head {found.head}")
