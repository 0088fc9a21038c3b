"""A short run of the fuzzer; longer ones are `make fuzz`."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import WRAPPERS, read, seeds


def test_every_seed_is_read() -> None:
    seen = set()
    for seed in seeds():
        read(seed)
        seen.add(seed[0])
    assert seen >= set(range(len(WRAPPERS))), "every wrapper has a seed"


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed for this Python")
def test_ten_seconds_of_fuzzing_find_nothing(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--seconds", "10", "--crashes", str(tmp_path)],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    assert "DONE" in run.stderr
    assert list(tmp_path.iterdir()) == []
