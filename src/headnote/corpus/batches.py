"""An Arrow record batch in, a labelled one out: the one function that every engine runs.

It keeps no state but the rules and the model, which a process loads once, so that an engine may call it in any order,
anywhere, and again after a failure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from headnote.corpus import worker
from headnote.corpus.columns import columns
from headnote.corpus.job import Job
from headnote.corpus.rows import from_fields
from headnote.errors import UsageError


def label(batch: Any, job: Job) -> Any:
    """What is found in each row of a `pyarrow.RecordBatch`: a batch of as many rows, in order.

    Its columns are those of `columns`: ids are int64 where the batch's are whole numbers, text otherwise. A row that
    cannot be read has its place in the batch and its `error`. Ids that come twice are not told: only a sweep sees all.

    Raises:
        UsageError: the batch lacks the column of ids or of texts.
    """
    import pyarrow as pa

    for name in (job.id_column, job.text_column):
        if name not in batch.schema.names:
            raise UsageError(
                f"expected a column `{name}`, found {', '.join(batch.schema.names) or 'none'}",
                hint="Name the columns in Job(id_column=..., text_column=...).",
            )
    whole_numbers = pa.types.is_integer(batch.schema.field(job.id_column).type)
    found = [
        msgspec.to_builtins(worker.result(from_fields(fields, f"row {number}", job), job))
        for number, fields in enumerate(batch.select([job.id_column, job.text_column]).to_pylist(), 1)
    ]
    return pa.RecordBatch.from_pylist(found, schema=columns(whole_numbers=whole_numbers))


def labelled(batches: Iterable[Any], job: Job) -> Iterator[Any]:
    """Each batch labelled, one at a time: what Spark's ``mapInArrow`` and any reader of batches take."""
    for batch in batches:
        yield label(batch, job)
