"""Works and their readings from the paths of a command line; one that cannot be read does not lose the others."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from headnote.cli import failure
from headnote.errors import SeveralWorks

if TYPE_CHECKING:
    from headnote.card import Reading
    from headnote.records import Tier, Work
    from headnote.verdict import Policy

STANDARD_INPUT = "-"


class Stories:
    """Reads paths in order. Each failure is reported at once; `exit_code` is that of the first, 0 without one."""

    def __init__(self, paths: Iterable[str], *, tier: Tier, policy: Policy) -> None:
        self.paths, self.tier, self.policy = tuple(paths), tier, policy
        self.exit_code = 0

    def readings(self) -> Iterator[Reading]:
        """A reading for each work that can be read; an archive may hold several works."""
        from headnote.card import read

        for path, work in self._works():
            try:
                reading = read(work, tier=self.tier, policy=self.policy)
            except Exception as error:
                self._failed(error, path)
            else:
                yield reading

    def _works(self) -> Iterator[tuple[str, Work]]:
        for path in self.paths:
            try:
                for work in _open(path):
                    yield path, work
            except Exception as error:
                self._failed(error, path)

    def _failed(self, error: Exception, path: str) -> None:
        code = failure.report(error, path if path != STANDARD_INPUT else "standard input")
        self.exit_code = self.exit_code or code


def _open(path: str) -> Iterator[Work]:
    from headnote import intake

    if path != STANDARD_INPUT:
        yield from intake.read_files(Path(path))
        return
    try:
        yield intake.read_bytes(sys.stdin.buffer.read())
    except SeveralWorks as error:
        raise SeveralWorks(str(error), hint="Save it as a file and name that: standard input is one story.") from None
