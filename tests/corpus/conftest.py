"""Rows and jobs that the corpus tests share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from headnote import verdict
from headnote.corpus import Job

SENTENCES = (
    "The keeper climbed the stair with the lamp in his left hand.",
    "Nobody had told Mara that the boat was already gone.",
    '"You might have waited," she said, and sat down on the step.',
    "Rain came in under the door and found the letters.",
    "He counted the bells twice and got a different number each time.",
)


@pytest.fixture(scope="session")
def job() -> Job:
    return Job(tier="fast", policy=verdict.load_policy("archive"))


def story(number: int) -> str:
    """A short text that no other number has."""
    lines = [SENTENCES[(number * 7 + i * i) % len(SENTENCES)] for i in range(number % 4 + 1)]
    return f"Evening {number}.\n\n" + "\n\n".join(lines)


@pytest.fixture
def write_rows(tmp_path: Path) -> Callable[[Iterable[object]], Path]:
    """Writes objects as JSON Lines; strings and bytes go in as they are."""

    def write(rows: Iterable[object], name: str = "rows.jsonl") -> Path:
        path = tmp_path / name
        lines = [
            r if isinstance(r, bytes) else r.encode() if isinstance(r, str) else json.dumps(r).encode() for r in rows
        ]
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        return path

    return write
