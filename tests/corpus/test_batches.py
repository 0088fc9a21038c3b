"""One Arrow batch at a time, by itself and inside engines that bring their own processes."""

from __future__ import annotations

import pickle
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow as pa
import pytest

from headnote.corpus import Job, columns, label, labelled, sweep
from headnote.errors import UsageError
from tests.corpus.files import Write, convert, stories, unpacked

ROWS: list[dict[str, Any]] = [*stories(9), {"id": "empty", "text": " "}, {"id": None, "text": "A lamp."}]


@pytest.fixture
def table() -> pa.Table:
    return pa.Table.from_pylist(ROWS)


@pytest.fixture
def swept(write_rows: Write, tmp_path: Path, job: Job) -> list[dict[str, Any]]:
    """The same rows through `sweep`, from Parquet to Parquet."""
    source, out = convert(write_rows(ROWS), tmp_path / "in.parquet"), tmp_path / "out.parquet"
    sweep(source, out, job, workers=0)
    return unpacked(out)


def test_a_batch_holds_what_a_sweep_writes(table: pa.Table, swept: list[dict[str, Any]], job: Job) -> None:
    (batch,) = table.to_batches()
    found = label(batch, job)
    assert found.schema == columns(whole_numbers=False)
    assert found.to_pylist() == swept
    assert [row["error"] is None for row in swept] == [True] * 9 + [False] * 2


def test_batches_of_any_size_hold_the_same_but_for_the_place_of_a_bad_row(table: pa.Table, job: Job) -> None:
    whole = label(table.to_batches()[0], job).to_pylist()
    parts = pa.Table.from_batches(labelled(table.to_batches(max_chunksize=2), job)).to_pylist()
    assert [{**row, "error": bool(row["error"])} for row in parts] == [
        {**row, "error": bool(row["error"])} for row in whole
    ]


def test_whole_numbers_stay_so_and_other_columns_are_left_behind(job: Job) -> None:
    batch = pa.RecordBatch.from_pylist([{"post": 7, "body": "A lamp burned.", "extra": "x"}])
    mine = Job(tier=job.tier, policy=job.policy, id_column="post", text_column="body")
    found = label(batch, mine)
    assert found.schema == columns(whole_numbers=True)
    assert found.column("id").to_pylist() == [7]


def test_an_empty_batch_is_an_empty_batch(table: pa.Table, job: Job) -> None:
    found = label(pa.RecordBatch.from_pylist([], schema=table.schema), job)
    assert (found.num_rows, found.schema) == (0, columns(whole_numbers=False))


def test_a_column_that_is_not_there_is_named(job: Job) -> None:
    batch = pa.RecordBatch.from_pylist([{"id": "a", "body": "A lamp."}])
    with pytest.raises(UsageError, match="expected a column `text`, found id, body"):
        label(batch, job)


def test_an_engine_can_send_it_to_another_process(table: pa.Table, job: Job) -> None:
    (batch,) = table.to_batches()
    assert pickle.loads(pickle.dumps(partial(label, job=job)))(batch).equals(label(batch, job))


def test_from_duckdb(table: pa.Table, swept: list[dict[str, Any]], job: Job) -> None:
    with duckdb.connect() as database:
        database.register("works", table)
        batches = database.sql("SELECT id, text FROM works").to_arrow_reader(4)
        found = pa.Table.from_batches(labelled(batches, job), columns(whole_numbers=False))
        database.register("found", found)
        counted = database.execute("SELECT count(*), count(error) FROM found WHERE action IS DISTINCT FROM 'x'")
        assert counted.fetchone() == (11, 2)
    assert found.column("rating").to_pylist() == [row["rating"] for row in swept]


def test_from_polars(table: pa.Table, swept: list[dict[str, Any]], job: Job) -> None:
    frame = polars.from_arrow(table)
    assert isinstance(frame, polars.DataFrame)
    found = polars.from_arrow(pa.Table.from_batches(labelled(frame.to_arrow().to_batches(), job)))
    assert isinstance(found, polars.DataFrame)
    assert found["action"].to_list() == [row["action"] for row in swept]
