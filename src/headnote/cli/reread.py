"""`headnote reread`: stored works, read by this version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from headnote.cli import options, streams
from headnote.cli.progress import bar
from headnote.errors import Incomplete

if TYPE_CHECKING:
    from headnote.library.rereading import Change, RereadReport

EPILOG = """\
\b
Examples:
  headnote reread                          works that an earlier version read
  headnote reread --all --json             every work; one JSON object for each that changed
  headnote reread --policy dataset         by another policy than the one each work was read by

Works are read from the library: their files may be gone. What people decided stays. Stop it and start the same command
again: it goes on where it was (but for --all, which starts anew).
"""


@click.command(epilog=EPILOG)
@options.library
@click.option("--all", "every", is_flag=True, help="Also works that this version, model and policy read.")
@click.option("--policy", metavar="NAME|FILE", help="A policy for all.  [default: the one each work was read by]")
@options.fast
@options.workers
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each work that changed.")
def reread(
    *, library: str | None, every: bool, policy: str | None, fast: bool, workers: int | None, as_json: bool
) -> None:
    """Bring stored works to this version of headnote, and say what changed."""
    rules = options.load_policy(policy) if policy else None
    with options.open_library(library) as opened, bar("Reading again", "works") as progress:
        from headnote.library import rereading

        report = rereading.reread(
            opened,
            tier=options.tier(fast),
            policy=rules,
            only_stale=not every,
            workers=workers,
            progress=progress,
        )
    for change in report.changed:
        _print_json(change) if as_json else _print(change)
    _summary(report, as_json)


def _print(change: Change) -> None:
    click.echo(streams.shown(f"{change.key} {change.title}"))
    for each in change.differences:
        click.echo(f"  {each.what}: {each.before or 'none'} -> {each.after or 'none'}")


def _print_json(change: Change) -> None:
    import msgspec

    streams.write_bytes(msgspec.json.encode(change) + b"\n")


def _summary(report: RereadReport, as_json: bool) -> None:
    """What was done on standard error where standard output is for a program; works that could not be read."""
    read = len(report.changed) + report.same
    click.echo(f"{read} read again, {len(report.changed)} of them changed", err=as_json)
    for unread in report.failed:
        click.echo(f"headnote: {streams.shown(f'{unread.place}: {unread.message}')}", err=True)
    if report.failed:
        total = read + len(report.failed)
        raise Incomplete(f"{len(report.failed)} of {total} works could not be read", hint="They are as they were.")
