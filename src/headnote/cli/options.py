"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from headnote.errors import MissingExtra

if TYPE_CHECKING:
    from headnote.library.database import Library
    from headnote.records import Tier
    from headnote.verdict import Policy

_Returned = TypeVar("_Returned")

paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
fast = click.option("--fast", is_flag=True, help="Rules and counting only, no model.")
policy = click.option(
    "--policy",
    default="archive",
    show_default=True,
    metavar="NAME|FILE",
    help="What a collection does with such works: a bundled policy or a TOML file of your own.",
)
library = click.option(
    "--library",
    metavar="PATH|URL",
    help="An SQLite file or a postgresql:// address.  [default: HEADNOTE_LIBRARY, else a file of your own]",
)
workers = click.option(
    "--workers", type=click.IntRange(0), help="Processes; 0 reads in this one.  [default: one a core]"
)

text_column = click.option("--text-column", default="text", show_default=True, metavar="NAME")
id_column = click.option("--id-column", default="id", show_default=True, metavar="NAME")


def columns(command: Callable[..., _Returned]) -> Callable[..., _Returned]:
    """`--text-column` and `--id-column`, for what reads the rows of a corpus."""
    return text_column(id_column(command))


def tier(fast: bool) -> Tier:
    return "fast" if fast else "full"


def load_policy(policy: str) -> Policy:
    """A bundled policy by name, or one from a file.

    Raises:
        PolicyError: there is no such policy, or the file cannot be read as one.
    """
    from headnote import verdict

    return verdict.load_policy(policy)


def open_library(library: str | None) -> Library:
    """The library of `--library`.

    Raises:
        LibraryError: it cannot be opened.
        MissingExtra: what libraries need is not installed.
    """
    try:
        from headnote.library.database import open_library as opened
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"expected {error.name}, which a library needs, found none", hint="pip install 'headnote[web]'"
        ) from None
    return opened(library)
