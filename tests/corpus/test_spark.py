"""Spark hands its batches to the same function: a real local session, the rows of a sweep."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from headnote.corpus import Job, columns, labelled, sweep
from headnote.records.card import SweepError, SweepRow
from tests.corpus.conftest import story
from tests.corpus.files import Write, convert

pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java: apt-get install openjdk-17-jre-headless"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
PAGE = Path(__file__).parent.parent.parent / "docs" / "corpus.md"
BAD = ["", " \n", None]
#: Where a row stands: Spark's batches begin anywhere.
PLACE = re.compile(rb'"error":"row \d+: ')


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    folder = str(tmp_path_factory.mktemp("spark"))
    settings: dict[str, bool | float | int | str | None] = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": folder,
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.showConsoleProgress": "false",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
        yield session
        session.stop()


def rows(whole_numbers: bool) -> list[dict[str, Any]]:
    texts: list[str | None] = [story(n) for n in range(60)]
    texts[7], texts[31], texts[58] = BAD
    ids: list[Any] = [n if whole_numbers else f's{n}é "\u2028' for n in range(60)]
    ids[40] = None
    return [{"site": "quay", "text": text, "id": its_id} for text, its_id in zip(texts, ids, strict=True)]


def found(works: DataFrame, job: Job) -> list[bytes]:
    """Lines as a sweep writes them, sorted."""
    whole_numbers = dict(works.dtypes)["id"] == "bigint"
    schema = from_arrow_schema(columns(whole_numbers=whole_numbers))
    read = works.select("id", "text").mapInArrow(partial(labelled, job=job), schema=schema).collect()
    return sorted(line(row.asDict(recursive=True)) for row in read)


def line(row: dict[str, Any]) -> bytes:
    if row["error"] is not None:
        return msgspec.json.encode(SweepError(id=row["id"], error=row["error"]))
    return msgspec.json.encode(SweepRow(**{name: value for name, value in row.items() if name != "error"}))


@pytest.mark.parametrize("whole_numbers", [True, False])
def test_the_rows_are_those_of_a_sweep(
    whole_numbers: bool, spark: SparkSession, write_rows: Write, tmp_path: Path, job: Job
) -> None:
    source, out = convert(write_rows(rows(whole_numbers)), tmp_path / "in.parquet"), tmp_path / "out.jsonl"
    sweep(source, out, job, workers=0)
    wanted = sorted(out.read_bytes().splitlines())
    works = spark.read.parquet(str(source))
    assert found(works.coalesce(1), job) == wanted
    parts = found(works.repartition(3), job)
    assert sorted(PLACE.sub(b"", row) for row in parts) == sorted(PLACE.sub(b"", row) for row in wanted)


def test_the_example_of_the_page_runs(spark: SparkSession, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"^```python spark\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    exec(block)
    assert re.search(r"\blist *\| *1\b", capsys.readouterr().out)
