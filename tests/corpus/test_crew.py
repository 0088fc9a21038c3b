"""Workers that die, and order that holds whatever they do."""

from __future__ import annotations

import pytest

from headnote.corpus import Job
from headnote.corpus.crew import Chunk, Crew
from headnote.corpus.rows import Row
from headnote.errors import HeadnoteError
from tests.corpus import deadly


def chunk(first: int, *texts: str) -> Chunk:
    return tuple(Row(place=f"line {first + i}", id=first + i, text=text) for i, text in enumerate(texts))


def test_results_come_in_the_order_of_the_chunks(job: Job) -> None:
    chunks = [chunk(10 * n, "a", "b", "c") for n in range(20)]
    with Crew(2, job, deadly.serve) as crew:
        answers = list(crew.read(chunks))
    assert answers == [[f"{row.id}\n".encode() for row in each] for each in chunks]


def test_a_row_that_kills_its_reader_costs_itself_only(job: Job) -> None:
    chunks = [chunk(0, "a", "die", "b"), chunk(10, "c"), chunk(20, "die"), chunk(30, "d")]
    with Crew(2, job, deadly.serve) as crew:
        answers = list(crew.read(chunks))
    dead = b'{"id":%d,"error":"line %d: the process that read this row died"}\n'
    assert answers == [[b"0\n", dead % (1, 1), b"2\n"], [b"10\n"], [dead % (20, 20)], [b"30\n"]]


def test_a_worker_that_never_starts_is_an_error_and_not_a_wait(job: Job) -> None:
    with Crew(2, job, deadly.never_starts) as crew, pytest.raises(HeadnoteError, match="code 3"):
        list(crew.read([chunk(0, "a")]))


def test_no_chunks_start_no_worker(job: Job) -> None:
    with Crew(4, job) as crew:
        assert list(crew.read([])) == []
        assert crew.workers == []


def test_few_chunks_start_few_workers_and_reading_runs_ahead_only_so_far(job: Job) -> None:
    taken = 0

    def chunks() -> object:
        nonlocal taken
        for n in range(50):
            taken += 1
            yield chunk(n, "a")

    with Crew(1, job, deadly.serve) as crew:
        lines = crew.read(chunks())  # type: ignore[arg-type]
        next(lines)
        assert taken <= 4
        assert len(crew.workers) == 1
