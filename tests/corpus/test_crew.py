"""Workers that die, and order that holds whatever they do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from headnote.corpus import Job, crew
from headnote.corpus.crew import AHEAD, Chunk, Crew
from headnote.corpus.rows import Row
from headnote.errors import HeadnoteError
from tests.corpus import deadly


def chunk(first: int, *texts: str) -> Chunk:
    return tuple(Row(place=f"line {first + i}", id=first + i, text=text) for i, text in enumerate(texts))


def test_results_come_in_the_order_of_the_chunks(job: Job) -> None:
    chunks = [chunk(10 * n, "a", "b", "c") for n in range(20)]
    with Crew(2, job, deadly.serve) as reading:
        answers = list(reading.read(chunks))
    assert answers == [[f"{row.id}\n".encode() for row in each] for each in chunks]


def test_a_row_that_kills_its_reader_costs_itself_only(job: Job) -> None:
    chunks = [chunk(0, "a", "die", "b"), chunk(10, "c"), chunk(20, "die"), chunk(30, "d")]
    with Crew(2, job, deadly.serve) as reading:
        answers = list(reading.read(chunks))
    dead = b'{"id":%d,"error":"line %d: the process that read this row died"}\n'
    assert answers == [[b"0\n", dead % (1, 1), b"2\n"], [b"10\n"], [dead % (20, 20)], [b"30\n"]]


def test_a_death_that_no_row_caused_costs_no_row(job: Job, tmp_path: Path) -> None:
    once = Job(tier="fast", policy=job.policy, text_column=str(tmp_path / "died"))
    with Crew(1, once, deadly.dies_once) as reading:
        assert list(reading.read([chunk(0, "fall"), chunk(1, "a")])) == [[b"0\n"], [b"1\n"]]
    assert (tmp_path / "died").exists()


def test_a_row_that_never_ends_costs_itself_only(job: Job) -> None:
    chunks = [chunk(0, "a", "hang", "b"), chunk(10, "c"), chunk(20, "hang"), chunk(30, "d")]
    with Crew(2, job, deadly.may_hang, limit=2.0) as reading:
        answers = list(reading.read(chunks))
    late = b'{"id":%d,"error":"line %d: reading took longer than 2 seconds"}\n'
    assert answers == [[b"0\n", late % (1, 1), b"2\n"], [b"10\n"], [late % (20, 20)], [b"30\n"]]


def test_a_worker_that_never_starts_is_an_error_and_not_a_wait(job: Job) -> None:
    with Crew(2, job, deadly.never_starts) as reading, pytest.raises(HeadnoteError, match="code 3"):
        list(reading.read([chunk(0, "a")]))


def test_no_chunks_start_no_worker(job: Job) -> None:
    with Crew(4, job) as reading:
        assert list(reading.read([])) == []
        assert reading.workers == []


def test_long_rows_are_not_all_held_at_once(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "AHEAD_CHARACTERS", 5)
    taken: list[int] = []

    def chunks() -> Iterator[Chunk]:
        for n in range(9):
            taken.append(n)
            yield chunk(n, "a long row")

    with Crew(2, job, deadly.serve) as reading:
        lines = reading.read(chunks())
        next(lines)
        assert len(taken) == 1
        assert len(list(lines)) == 8


def test_few_chunks_start_few_workers_and_reading_runs_ahead_only_so_far(job: Job) -> None:
    taken = 0

    def chunks() -> Iterator[Chunk]:
        nonlocal taken
        for n in range(50):
            taken += 1
            yield chunk(n, "a")

    with Crew(1, job, deadly.serve) as reading:
        lines = reading.read(chunks())
        next(lines)
        assert taken <= AHEAD + 1
        assert len(reading.workers) == 1
