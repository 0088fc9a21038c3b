"""What goes out: UTF-8 whatever the locale says, names made safe to print."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console


class HungUp(Exception):
    """Who read our output has left. click itself would exit 1 on a broken pipe, which in `check` means findings."""


def speak_utf8() -> None:
    """Write UTF-8 on both outputs; what UTF-8 cannot hold (half of a surrogate pair) is written as an escape.

    An output that the caller has closed is written nowhere.
    """
    sys.stdout, sys.stderr = (stream or _nowhere() for stream in (sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  # open as long as the process runs


def shown(name: str) -> str:
    r"""A name on one line: control, format and unpaired characters as escapes (a newline as ``\n``)."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def write_bytes(data: bytes) -> None:
    """Bytes to standard output, at once, in order with what was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def console(stream: TextIO | None = None) -> Console:
    """A rich console that leaves a broken pipe to `failure.guard`."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Plain(file=stream or sys.stdout, soft_wrap=False)


def hang_up() -> None:
    """After a broken pipe: send what is left in the buffers nowhere, so that Python's own exit is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
