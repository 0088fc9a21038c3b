"""The progress bar of a long run: on standard error, and only where a person looks at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from headnote.cli import streams

#: Called with the rows (or what else is counted) done so far and the share of the input that they are (0..1).
Report = Callable[[int, float], None]


@contextmanager
def bar(name: str, unit: str = "rows") -> Iterator[Report | None]:
    """A bar while the block runs; null where standard error is no terminal. `unit` is what is counted."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(escape(streams.shown(name))),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%  {task.fields[rows]:,} " + unit),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=streams.console(sys.stderr), transient=True) as progress:
        task = progress.add_task("", total=1.0, rows=0)
        yield lambda rows, share: progress.update(task, completed=share, rows=rows)
