"""Context: hits that are not, and quiet ones that are. The cases are data, in ``cases/``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import pytest

from headnote.signals import Lexicon
from tests.signals.conftest import Read

#: A case flags from this score on and passes up to that one, unless it says otherwise.
FLAGS, PASSES = 0.3, 0.15


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    expect: Literal["flag", "pass"]
    code: str
    text: str
    context: str | None = None
    least: float = FLAGS
    most: float = PASSES
    lexicon: Literal["bundled", "stand-in"] = "bundled"
    fails: str | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: list[Case]


def cases() -> list[object]:
    found: list[object] = []
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml")):
        for i, case in enumerate(msgspec.toml.decode(path.read_bytes(), type=_File).case):
            marks = [pytest.mark.xfail(strict=True, reason=case.fails)] if case.fails else []
            found.append(pytest.param(case, id=f"{path.stem}-{i + 1}-{case.code}", marks=marks))
    return found


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 150


@pytest.mark.parametrize("case", cases())
def test_context(case: Case, read: Read, stand_in: Lexicon) -> None:
    signals = [
        s for s in read(case.text, lexicon=stand_in if case.lexicon == "stand-in" else None) if s.code == case.code
    ]
    top = max((s.score for s in signals), default=0.0)
    if case.expect == "flag":
        assert top >= case.least
    else:
        assert top <= case.most
    if case.context:
        assert any(case.context in s.context for s in signals), [s.context for s in signals]
    assert all(0.0 < s.score <= s.raw <= 1.0 for s in signals)
