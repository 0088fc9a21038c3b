"""Records for tests from the short tables of the case files."""

from __future__ import annotations

from typing import Any

import msgspec

from headnote.records import (
    Advisory,
    Cast,
    Declared,
    Engine,
    Finding,
    Language,
    Layout,
    Rating,
    Region,
    Scene,
    Signal,
    Source,
    Work,
)
from headnote.taxonomy import codes
from headnote.verdict import unread
from headnote.verdict.declared import labelled_ratings, read_labels
from headnote.verdict.fuse import rounded
from headnote.verdict.rating import rate
from headnote.verdict.thresholds import thresholds

ENGINE = Engine(version="0", tier="fast")


def a_finding(code: str, confidence: float, **fields: Any) -> Finding:
    """Depicted, moderate, five signals, no shown evidence, raised from its threshold on, unless said otherwise."""
    given: dict[str, Any] = {
        "presence": "depicted",
        "intensity": "moderate",
        "raised": rounded(confidence) >= thresholds().curve(code).threshold,
        "scenes": [],
        "by_scene": [],
        "signals": 5,
        "evidence": [],
        **fields,
    }
    return Finding(code=code, confidence=confidence, **given)


def an_advisory(work: Work, found: list[dict[str, Any]]) -> Advisory:
    """The advisory that holds these findings; the rating is the program's own."""
    by_code = {f["code"]: a_finding(**f) for f in found}
    findings = tuple(by_code[code] for code in codes() if code in by_code)
    scores = dict.fromkeys(codes(), 0.0)
    scores.update((f.code, f.confidence) for f in findings)
    return Advisory(
        rating=rate(findings, labelled_ratings(read_labels(work))), findings=findings, tropes=(), scores=scores
    )


def a_work(declared: dict[str, Any], text: str = "", *, language: str = "en", header: str = "") -> Work:
    """A work whose text is `header`, as a region of that kind, and `text`."""
    regions = (Region(kind="header", start=0, end=len(header)),) if header else ()
    return Work(
        text=header + text,
        source=Source(language=Language(code=language, confidence=0.99)),
        declared=msgspec.convert(declared, Declared),
        regions=regions,
    )


def a_cast(fields: dict[str, Any]) -> Cast:
    return msgspec.convert(fields, Cast)


def read_or_not(work: Work, found: list[dict[str, Any]], read: bool) -> Advisory:
    return an_advisory(work, found) if read else unread()


def a_rating(value: str, confidence: float = 0.9) -> Rating:
    return Rating(value=value, confidence=confidence, because=[])


def a_signal(code: str, start: int, score: float, **fields: Any) -> Signal:
    """Four code points of evidence by a stand-in rule."""
    given: dict[str, Any] = {"detector": "stand-in", "rule": "stand-in", "raw": score, "end": start + 4, **fields}
    return Signal(code=code, start=start, score=score, **given)


def a_layout(*bounds: tuple[int, int]) -> Layout:
    """Scenes at these bounds, counted from 1."""
    scenes = (Scene(id=i, chapter=0, words=(e - s) // 5, start=s, end=e) for i, (s, e) in enumerate(bounds, 1))
    return Layout(scenes=tuple(scenes))
