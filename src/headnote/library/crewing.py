"""What a worker process does for the library: works in, what is stored of them out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from headnote.corpus import Job, worker
from headnote.corpus.readers import Task
from headnote.corpus.rows import Row
from headnote.errors import HeadnoteError, internal
from headnote.intake.box import Box, open_box
from headnote.intake.open_file import read_path, shown
from headnote.library.documents import unpack_work
from headnote.library.preparing import Prepared, policy_mark, prepare
from headnote.records import Record, Work

#: The first byte of an answer. One without is a line of `corpus.worker`, for a row that killed its reader.
_WORK, _UNREAD = b"W", b"U"


class Unread(Record, frozen=True, kw_only=True):
    """A file that could not be read: where it is, why, and what to do."""

    place: str
    message: str
    hint: str = ""


class StoredRow(Row, frozen=True, kw_only=True):
    """What a worker is sent for a stored version: its text and document as they lie there."""

    packed: tuple[bytes, bytes]


def row(path: Path, member: str | None) -> Row:
    """What a worker is sent for a file, or for one story of a .zip."""
    name = shown(f"{path}/{member}" if member else str(path))
    return Row(place=name, id=str(path), text=member or "")


def serve(pipe: Connection, job: Job) -> None:
    """What a worker process runs."""
    worker.attend(pipe, job, answers)


def answers(rows: Sequence[Row], job: Job) -> list[bytes]:
    """One answer for each row."""
    return [answer(row, job) for row in rows]


#: Reading works for the library, in a worker or here.
TASK = Task(serve, answers)


def answer(row: Row, job: Job) -> bytes:
    """The answer to one row; it never raises for what a file holds."""
    try:
        return _WORK + msgspec.msgpack.encode(_read(row, job))
    except HeadnoteError as error:
        return _unread(row, str(error), error.hint)
    except MemoryError:
        return _unread(row, "not enough memory for this work", "Split the file, or sweep it as rows.")
    except Exception as error:
        return _unread(row, internal(error))


def decoded(answer: bytes) -> Prepared | Unread:
    """What an answer says."""
    if answer.startswith(_WORK):
        return msgspec.msgpack.decode(memoryview(answer)[1:], type=Prepared)
    if answer.startswith(_UNREAD):
        return msgspec.msgpack.decode(memoryview(answer)[1:], type=Unread)
    place, _, message = msgspec.json.decode(answer)["error"].partition(": ")
    return Unread(place=place, message=message)


def _unread(row: Row, message: str, hint: str = "") -> bytes:
    return _UNREAD + msgspec.msgpack.encode(Unread(place=row.place, message=message, hint=hint))


def _read(row: Row, job: Job) -> Prepared:
    from headnote.card import read

    reading = read(_work(row), tier=job.tier, policy=job.policy)
    return prepare(reading, policy=policy_mark(job.policy))


def _work(row: Row) -> Work:
    from headnote import intake

    if isinstance(row, StoredRow):
        return unpack_work(*row.packed)
    path = Path(str(row.id))
    return _box(path).work(row.text) if row.text else intake.read_file(path)


@lru_cache(maxsize=1)
def _box(path: Path) -> Box:
    """The archive that the last row was of: its stories come one after another."""
    box = open_box(read_path(path), path.name)
    if box is None:
        raise HeadnoteError(f"expected an archive, found another file: {shown(str(path))}")
    return box
