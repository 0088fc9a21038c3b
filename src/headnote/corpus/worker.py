"""What a worker process does: rows in, the lines of their results out."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

import msgspec

from headnote.corpus import likeness
from headnote.corpus.job import Job
from headnote.corpus.rows import Row
from headnote.errors import HeadnoteError, internal
from headnote.records import SweepError, SweepRow

#: What a worker says of the rows that it is sent, one answer each.
Answers = Callable[[Sequence[Row], Job], list[bytes]]
#: The first thing a worker sends: it has started and can read.
READY = "ready"
DIGITS = 4  # of each score; more than a threshold or a figure of the evaluation can tell apart


def serve(pipe: Connection, job: Job) -> None:
    """Answer lists of rows with lists of lines."""
    attend(pipe, job, lines)


def attend(pipe: Connection, job: Job, answers: Answers) -> None:
    """Answer what comes until the other end hangs up, as it does when the run is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run itself decides what an interrupt means
    try:
        try:
            warm(job)
        except HeadnoteError as error:
            pipe.send((str(error), error.hint))
            return
        pipe.send(READY)
        while True:
            pipe.send(answers(pipe.recv(), job))
    except (EOFError, OSError):
        return


def warm(job: Job) -> None:
    """Load all that reading needs, so that what is missing or broken ends the run and is no error of every row.

    Raises:
        HeadnoteError: something cannot be loaded.
    """
    from headnote import intake
    from headnote.card import read

    try:
        for text in ("The lamp burned all night.", "Lux."):  # the second is too short to be known for English
            read(intake.read_text(text), tier=job.tier, policy=job.policy, device=job.device)
        if job.duplicates:
            likeness.sketch("The lamp burned all night.")
    except OSError as error:
        raise HeadnoteError(
            f"expected to load what reading needs, found: {error.strerror or error}",
            hint="Is there room in the folder for temporary files?",
        ) from error
    except HeadnoteError:
        raise
    except Exception:  # a mistake of ours: every row that meets it says where it lies
        return


def lines(rows: Sequence[Row], job: Job) -> list[bytes]:
    """One line of output for each row."""
    return [line(row, job) for row in rows]


class Sketched(SweepRow, frozen=True, kw_only=True):
    """A row while it is not known yet which others are like it; `sketch` is for that and goes out at delivery."""

    sketch: str


def line(row: Row, job: Job) -> bytes:
    """The line of one row; it never raises for what a row holds."""
    found = result(row, job)
    if job.duplicates and isinstance(found, SweepRow):
        found = Sketched(**msgspec.structs.asdict(found), sketch=likeness.sketch(row.text))
    return msgspec.json.encode(found) + b"\n"


def result(row: Row, job: Job) -> SweepRow | SweepError:
    """What is found in one row, or why it could not be read."""
    if row.error is not None or row.id is None:
        return _failure(row, row.error or "no id")
    try:
        return _read(row.id, row.text, job)
    except HeadnoteError as error:
        return _failure(row, str(error))
    except MemoryError:
        return _failure(row, "not enough memory for this row")
    except Exception as error:
        return _failure(row, internal(error))


def failed(row: Row, message: str) -> bytes:
    """The line of a row that could not be read."""
    return msgspec.json.encode(_failure(row, message)) + b"\n"


def _failure(row: Row, message: str) -> SweepError:
    return SweepError(id=row.id, error=f"{row.place}: {message}")


def _read(row_id: str | int, text: str, job: Job) -> SweepRow:
    from headnote import intake
    from headnote.card import read, to_row

    row = to_row(read(intake.read_text(text), tier=job.tier, policy=job.policy, device=job.device), row_id)
    return msgspec.structs.replace(
        row,
        rating_confidence=round(row.rating_confidence, DIGITS),
        scores={code: round(score, DIGITS) for code, score in row.scores.items()},
    )
