"""Every error that headnote raises, with the exit code and the hint that the command line shows.

A message says what was expected, what was found and where; the hint says what to do. Neither ever holds story text:
they carry names of files, offsets, digests and sizes.

Exit codes: 0 nothing to say, 1 findings (`check`), 2 wrong use, 3 a file that cannot be opened, 4 a file that cannot be
read as a story, 5 data of the user's own that is wrong (a policy, a rule file), 6 a run that ended incomplete, 7 a
library that cannot be opened or whose history does not hold.
"""

from __future__ import annotations


class HeadnoteError(Exception):
    """Base of all errors. `hint` says what to do, in one line.

    Args:
        message: expected, got, where; one line, no story text.
        hint: overrides the class's own hint.
    """

    exit_code = 2
    hint: str = ""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class UsageError(HeadnoteError):
    """The call itself is wrong: an unknown code, an option that does not fit."""

    hint = "See `headnote --help`."


class MissingExtra(HeadnoteError):
    """A feature needs an optional part that is not installed; the hint names its install line."""


class SourceError(HeadnoteError):
    """A file that cannot be opened."""

    exit_code = 3


class NotFound(SourceError):
    hint = "Check the path."


class NotAFile(SourceError):
    """A folder, socket or device where a file was expected."""

    hint = "Name the files in it: `headnote card FOLDER/*`."


class NotPermitted(SourceError):
    hint = "Ask for the right to read it, or copy it to a folder of your own."


class ReadError(HeadnoteError):
    """A file that was opened but cannot be read as a story."""

    exit_code = 4


class EmptyWork(ReadError):
    hint = "The file holds no text. Was the download complete?"


class NotText(ReadError):
    """Bytes that are no text and no known container."""

    hint = "headnote reads text, Markdown, HTML, EPUB, DOCX, and .zip of these."


class Encrypted(ReadError):
    hint = "headnote does not open protected books. Use a copy without protection."


class Damaged(ReadError):
    """A container that is truncated or whose parts contradict each other."""

    hint = "Download the file again."


class Unsafe(ReadError):
    """A container that would escape its folder or unpack to far more than it should."""

    hint = "Do not open this file elsewhere before you know where it is from."


class TooLarge(ReadError):
    hint = "Split the file, or sweep it as rows."


class SeveralWorks(ReadError):
    """One work was expected and the archive holds more."""

    hint = "Name one file, or give the archive to `headnote card`, which prints a card for each."


class DataError(HeadnoteError):
    """A data file (policy, rules, taxonomy) that is wrong; the message names line and column."""

    exit_code = 5


class PolicyError(DataError):
    hint = "See docs/policies.md for what a policy file may hold."


class RuleFileError(DataError):
    hint = "See docs/rules.md for what a rule file may hold."


class ModelError(DataError):
    """A file of the full tier's model that is damaged or of another version."""

    hint = "Install headnote again, or read in the fast tier: --fast."


class LibraryError(HeadnoteError):
    """A library that cannot be opened or written, or whose history does not hold."""

    exit_code = 7
    hint = "Name a library by --library or HEADNOTE_LIBRARY: a path, or a postgresql:// address."


class Refused(HeadnoteError):
    """The library refuses what a person asked: they may not, or someone else was first."""

    exit_code = 2
    hint = "Open the work again: it may have changed since you saw it."


class Incomplete(HeadnoteError):
    """A run over many rows that ended with some of them unread; what was done is kept."""

    exit_code = 6
    hint = "Rows that could not be read carry an `error` in the output. Start the command again to go on."


class OutputFailed(HeadnoteError):
    """An output that takes no more: the disk is full, or it is gone."""

    exit_code = 6
    hint = "What was done is kept. Make room and start the same command again to go on."


class OutputExists(HeadnoteError):
    """The output holds something else than an unfinished run of the same command."""

    hint = "Name another output, or pass --force to replace it."


def internal(error: BaseException) -> str:
    """What is said of an exception that nobody meant: our own mistake, by its type and place."""
    return f"internal error: {type(error).__name__} at {raised_at(error)}"


def raised_at(error: BaseException) -> str:
    """Where an exception comes from, ``module:line`` of the innermost frame of headnote's own (of any, where none is).

    This is all that may be said of an unexpected exception: its arguments could hold story text.
    """
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append((str(trace.tb_frame.f_globals.get("__name__", "?")), trace.tb_lineno))
        trace = trace.tb_next
    own = [place for place in places if place[0].split(".")[0] == "headnote"]
    module, line = (own or places or [("?", 0)])[-1]
    return f"{module}:{line}"
