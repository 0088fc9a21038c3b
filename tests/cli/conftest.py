"""Running `headnote` in this process and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from headnote.cli import failure
from headnote.cli.app import headnote

EXAMPLES = Path(__file__).parents[2] / "examples"
STORY = EXAMPLES / "the-lamp-at-skerry-head.txt"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def call(*arguments: object) -> Ran:
        capsys.readouterr()
        code = failure.guard(headnote, [str(a) for a in arguments])
        return Ran(code, *capsys.readouterr())

    return call


def spawn(
    *arguments: object, stdin: bytes = b"", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a process of its own."""
    command = [sys.executable, "-m", "headnote", *map(str, arguments)]
    env = os.environ | dict(environment or {})
    return subprocess.run(command, input=stdin, capture_output=True, env=env, timeout=120, check=False)
