"""headnote in a datatrove pipeline: `Annotator` writes beside each document what is found in it, `Filter` also decides
which documents go on.

What is found is what a sweep writes, under ``metadata["headnote"]``:

    JsonlReader(adapter=EveryRow(job)) -> Annotator(job) -> JsonlWriter(adapter=as_swept)

A task reads its documents in a process of its own by default, so that a document that crashes its reader or never ends
costs an error and not the task: datatrove's pool waits for ever for a task whose process died.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, get_args

import msgspec

from headnote.corpus import worker
from headnote.corpus.crew import LIMIT
from headnote.corpus.engines import CHUNK_ROWS, chunked
from headnote.corpus.job import Job
from headnote.corpus.joining import FOUND
from headnote.corpus.readers import Readers
from headnote.corpus.rows import Row, RowId, from_fields
from headnote.corpus.splitting import BARE, ERRORS
from headnote.errors import HeadnoteError, MissingExtra, UsageError
from headnote.records.finding import Action

try:
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.filters.base_filter import BaseFilter
    from datatrove.utils.batching import batched
except ImportError as error:
    raise MissingExtra(
        f"expected datatrove and what its readers and filters need, found no `{error.name}`: "
        "pip install 'headnote[datatrove]'",
        hint="pip install 'headnote[datatrove]'",
    ) from error

Documents = Iterator[Document]
#: Beside an error while a process reads for a task: what may be wrong with its start, in a script most of all.
GUARDED = (
    "Documents are read in a process of their own, which imports the script that runs: it needs "
    '`if __name__ == "__main__":` before the pipeline. guard=False reads without that process.'
)


@dataclass(frozen=True)
class _Read:
    """What `EveryRow` saw of a row. A type of its own: what an input says under our name is not believed."""

    place: str
    id: RowId | None
    error: str | None


class EveryRow:
    """An `adapter` for datatrove's readers that hands on every row that they can decode, as a sweep would see it.

    By itself a reader leaves out rows without a text, makes up an id where there is none, and does not say where a row
    stood. Here such a row has a blank for its text, and the blocks say what is wrong with it. Columns are the job's.
    """

    def __init__(self, job: Job) -> None:
        self.job = job

    def __call__(self, _reader: object, data: dict[str, Any], path: str, number: int) -> dict[str, Any]:
        row = from_fields(data, f"{'row' if path.endswith('.parquet') else 'line'} {number + 1}", self.job)
        text = data.get(self.job.text_column)
        columns = (self.job.id_column, self.job.text_column, "media", "metadata")
        others = {name: value for name, value in data.items() if name not in columns}
        nested = data.get("metadata") or {}
        metadata = nested if isinstance(nested, dict) else {"metadata": nested}
        return {
            "id": f"{path}/{number}" if row.id is None else row.id,
            "text": text if text and isinstance(text, str) else " ",
            "media": data.get("media") or [],
            "metadata": metadata | others | {FOUND: _Read(place=row.place, id=row.id, error=row.error)},
        }


def as_swept(_writer: object, document: Document) -> dict[str, Any]:
    """An `adapter` for datatrove's `JsonlWriter` that writes the lines of a sweep: what is found, and no text."""
    found: dict[str, Any] = document.metadata[FOUND]
    return found


class _Block(PipelineStep):
    """What both blocks do. `guard` and `limit` are as in `Annotator`; `others` are of the block's other base."""

    def __init__(self, job: Job, guard: bool, limit: float, **others: object) -> None:
        if job.duplicates:
            raise UsageError(
                "expected a job that does not ask for duplicates: a block sees only the documents of its task",
                hint="datatrove has blocks of its own that find them.",
            )
        super().__init__(**others)
        self.job, self.guard, self.limit = job, guard, limit
        self._readers: Readers | None = None
        self._number = 0

    def _reading(self, run: Documents) -> Documents:
        """`run` with the process that reads for it. Our own errors leave the frames that hold documents behind, since
        datatrove's log shows their variables."""
        with Readers(self.job, 1, self.limit) if self.guard else nullcontext() as readers:
            self._readers = readers
            try:
                if not readers:
                    worker.warm(self.job)
                yield from run
            except HeadnoteError as error:
                if readers:
                    error.add_note(GUARDED)
                raise error.with_traceback(None) from None
            finally:
                self._readers = None

    def _annotate(self, batch: list[Document]) -> None:
        """Write what is found into each document, in place of whatever stands there."""
        lines = self._lines([self._row(document) for document in batch])
        for document, line in zip(batch, lines, strict=True):
            found = msgspec.json.decode(line)
            document.metadata[FOUND] = found
            self._count(found)

    def _lines(self, rows: list[Row]) -> list[bytes]:
        if not self._readers:
            return worker.lines(rows, self.job)
        chunks = (chunk for chunk, _ in chunked((row, 0.0) for row in rows))
        return [line for lines in self._readers.read(chunks) for line in lines]

    def _row(self, document: Document) -> Row:
        self._number += 1
        seen = document.metadata.get(FOUND)
        if not isinstance(seen, _Read):
            seen = _Read(place=f"document {self._number}", id=None, error=None)
        if seen.error is not None:
            return Row(place=seen.place, id=seen.id, error=seen.error)
        fields = {self.job.id_column: document.id, self.job.text_column: document.text}
        return from_fields(fields, seen.place, self.job)

    def _count(self, found: Mapping[str, Any]) -> None:
        """Actions, codes and errors into datatrove's statistics."""
        self.stat_update(f"action_{found['action']}" if "action" in found else ERRORS)
        self.stat_update(*(f"code_{code}" for code in found.get("warnings", ())))


class Annotator(_Block):
    """Writes what a sweep would write of each document under ``metadata["headnote"]``, in place of what stands there.

    Texts stay as they are, also of documents that the policy withholds: `Filter` takes those out.

    Args:
        guard: read in a process beside the task's own, which may die without it.
        limit: seconds after which a document that is still being read is given up; only with `guard`.
    """

    type = "ANNOTATOR"
    name = "headnote"

    def __init__(self, job: Job, *, guard: bool = True, limit: float = LIMIT) -> None:
        super().__init__(job, guard, limit)

    def run(self, data: Documents, rank: int = 0, world_size: int = 1) -> Documents:  # noqa: ARG002  # as datatrove calls
        """Each document of `data`, annotated, in order."""
        yield from self._reading(self._annotated(data))

    def _annotated(self, data: Documents) -> Documents:
        for batch in batched(data, CHUNK_ROWS):
            with self.track_time("batch"):
                self._annotate(batch)
            yield from batch


class Filter(_Block, BaseFilter):
    """Annotates as `Annotator` does and lets documents go on by what the policy says of them.

    What does not go on reaches `exclusion_writer` with the action as its ``filter_reason``, ``error`` for a document
    that could not be read. Of a withheld document only its id, digest, action and reasons are left by then, of one that
    could not be read its id and error, so a name of the writer's files may use ``${rank}``, ``${id}`` and
    ``${filter_reason}``.

    Args:
        keep: actions of documents that go on.
        guard, limit: as `Annotator` takes them.

    Raises:
        UsageError: `keep` holds ``withhold``, which never goes on, or what is no action.
    """

    name = "headnote"

    def __init__(
        self,
        job: Job,
        keep: Collection[Action] = ("list", "label"),
        exclusion_writer: Any = None,
        *,
        guard: bool = True,
        limit: float = LIMIT,
    ) -> None:
        actions = [action for action in get_args(Action) if action not in BARE]
        if wrong := [action for action in keep if action not in actions]:
            raise UsageError(f"expected actions to keep among {', '.join(actions)}, got {wrong[0]!r}")
        super().__init__(job, guard, limit, exclusion_writer=exclusion_writer, batch_size=CHUNK_ROWS)
        self.keep = tuple(keep)

    def run(self, data: Documents, rank: int = 0, world_size: int = 1) -> Documents:
        """The documents of `data` that go on, annotated, in order."""
        yield from self._reading(super().run(data, rank, world_size))

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Whether one document goes on, or the action that stops it."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[Document]) -> list[bool | tuple[bool, str]]:
        """As `filter`, of many."""
        self._annotate(batch)
        return [self._goes_on(document) for document in batch]

    def _goes_on(self, document: Document) -> bool | tuple[bool, str]:
        found = document.metadata[FOUND]
        action = found.get("action", ERRORS)
        if action in self.keep:
            return True
        if action in BARE:
            document.text, document.media = "", []
            document.metadata = {FOUND: {name: found[name] for name in BARE[action]}}
        return False, action
