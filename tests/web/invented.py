"""Works whose contents are the stand-in lexicon's invented words, read as any work is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from headnote import intake, layout, signals, verdict
from headnote.card import Reading, read
from headnote.library.documents import Document
from headnote.records import Cast, Finding, Signal
from headnote.signals import Lexicon
from headnote.signals.lexicon import rule_files

STAND_IN = Path(__file__).parent.parent / "signals" / "stand_in.toml"
#: Bundled cues that detectors read; none of them names anything sexual.
CUES = ("ages.toml", "consent.toml", "kin.toml")
#: A word of the stand-in lexicon that stands for what a person may want to avoid, and the code that it has.
WORD, CODE = "blorped", "sex-explicit"


@cache
def lexicon() -> Lexicon:
    files = {path.name: path for path in rule_files()}
    return Lexicon.load([STAND_IN, *(files[name] for name in CUES)])


def sealed_at(text: str, mark: str, scene: int = 0) -> Signal:
    """Evidence for what is sealed at a word that means nothing."""
    start = text.index(mark)
    return Signal(
        start=start, end=start + len(mark), code="underage-sex", detector="test", rule="test.sealed",
        raw=0.9, score=0.9, scene=scene,
    )  # fmt: skip


def reading_of(text: str, *, sealed: str = "", name: str = "story.txt") -> Reading:
    """A work read by the stand-in lexicon alone; `sealed` is a word of it that counts as evidence to be sealed."""
    plain = read(intake.read_bytes(text.encode("utf-8"), name=name), tier="fast")
    work, shape = plain.work, layout.lay_out(plain.work)
    found = signals.scan(work, shape, Cast(), lexicon=lexicon())
    if sealed:
        at = work.text.index(sealed)
        scene = next((s.id for s in shape.scenes if s.start <= at < s.end), 0)
        found = (*found, sealed_at(work.text, sealed, scene))
    return msgspec.structs.replace(
        plain, layout=shape, cast=Cast(), signals=found, advisory=verdict.advise(work, shape, Cast(), found)
    )


def document_of(reading: Reading) -> tuple[Document, tuple[Finding, ...]]:
    """What the library would keep of a reading, and its findings."""
    document = Document(
        work=reading.work,
        layout=reading.layout,
        cast=reading.cast,
        signals=reading.signals,
        masks=reading.advisory.masks,
        sealed=reading.advisory.sealed,
    )
    return document, reading.advisory.findings


def made(text: str, *, sealed: str = "") -> tuple[Document, tuple[Finding, ...]]:
    return document_of(reading_of(text, sealed=sealed))
