"""The one place where an exception becomes a line on standard error and an exit code.

Nothing that a user can cause prints a traceback. An exception that is our own mistake prints its type and where it
came from, never its arguments: they could hold story text.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from headnote.cli.streams import HungUp, hang_up, shown
from headnote.errors import HeadnoteError, SourceError, internal
from headnote.version import VERSION

#: Exit codes beside those of `headnote.errors`: sysexits' EX_SOFTWARE, and 128 plus the signal's number.
BROKEN, INTERRUPTED, HUNG_UP = 70, 130, 141


def guard(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; whatever goes wrong is said in one line."""
    try:
        code = command.main(list(arguments), prog_name="headnote", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, HungUp):
        hang_up()
        return HUNG_UP
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Exception as error:
        return report(error)
    return code if isinstance(code, int) else 0


def report(error: Exception, path: str = "") -> int:
    """Say on standard error what went wrong, and with which path where the message does not name it.

    Returns the exit code that stands for the error.
    """
    if os.environ.get("HEADNOTE_DEBUG") == "1":
        traceback.print_exception(error)
    if isinstance(error, HeadnoteError):
        message = str(error)
        _say(message if shown(path) in shown(message) else f"{path}: {message}", error.hint)
        return error.exit_code
    if isinstance(error, click.ClickException):
        return _wrong_use(error)
    if isinstance(error, OSError) and error.strerror:
        name = error.filename if isinstance(error.filename, str) else None
        _say(f"{name or 'output'}: {error.strerror}")
        return SourceError.exit_code
    if isinstance(error, MemoryError):
        _say("not enough memory for this work", "Split the file, or sweep it as rows.")
        return HeadnoteError.exit_code
    prefix = f"{path}: " if path else ""
    _say(
        f"{prefix}{internal(error)} (version {VERSION})",
        "This is a mistake in headnote. Please report this line; HEADNOTE_DEBUG=1 shows the traceback, "
        "which may hold story text.",
    )
    return BROKEN


def _wrong_use(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    _say(error.format_message(), f"See `{context.command_path if context else 'headnote'} --help`.")
    return error.exit_code if isinstance(error, click.UsageError) else HeadnoteError.exit_code


def _say(message: str, hint: str = "") -> None:
    lines = [f"headnote: {shown(message)}", *([f"  {shown(hint)}"] if hint else [])]
    sys.stdout.flush()
    print("\n".join(lines), file=sys.stderr, flush=True)
