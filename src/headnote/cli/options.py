"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from headnote.records import Tier
    from headnote.verdict import Policy

paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
fast = click.option("--fast", is_flag=True, help="Rules and counting only, no model.")
policy = click.option(
    "--policy",
    default="archive",
    show_default=True,
    metavar="NAME|FILE",
    help="What a collection does with such works: a bundled policy or a TOML file of your own.",
)


def tier(fast: bool) -> Tier:
    return "fast" if fast else "full"


def load_policy(policy: str) -> Policy:
    """A bundled policy by name, or one from a file.

    Raises:
        PolicyError: there is no such policy, or the file cannot be read as one.
    """
    from headnote import verdict

    return verdict.load_policy(policy)
