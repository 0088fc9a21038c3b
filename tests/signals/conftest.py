"""Works, layouts and casts for tests of signals, and the stand-in lexicon of invented words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from headnote.records import Cast, Declared, Layout, Paragraph, Quotation, Scene, Signal, Source, Work
from headnote.signals import Lexicon, rules, scan
from headnote.signals.lexicon import rule_files

#: Bundled files of cues that detectors read, and of figures of speech.
CUES = ("ages.toml", "consent.toml", "kin.toml", "figures.toml")


def make_work(text: str) -> Work:
    return Work(text=text, source=Source(language=None), declared=Declared())


def make_layout(text: str) -> Layout:
    """Scenes split at lines of three asterisks; straight double quotes are speech."""
    scenes, at = [], 0
    for i, part in enumerate(text.split("\n***\n")):
        scenes.append(Scene(id=i + 1, chapter=0, start=at, end=at + len(part), words=len(part.split())))
        at += len(part) + len("\n***\n")
    marks = [i for i, char in enumerate(text) if char == '"']
    quotations = tuple(
        Quotation(start=a, end=b + 1, paragraph=0, style="double")
        for a, b in zip(marks[::2], marks[1::2], strict=False)
    )
    paragraph = Paragraph(start=0, end=len(text), kind="narration", scene=1)
    return Layout(scenes=tuple(scenes), quotations=quotations, paragraphs=(paragraph,))


@pytest.fixture(scope="session")
def stand_in() -> Lexicon:
    files = {path.name: path for path in rule_files()}
    return Lexicon.load([Path(__file__).parent / "stand_in.toml", *(files[name] for name in CUES)])


Read = Callable[..., tuple[Signal, ...]]


@pytest.fixture
def read() -> Read:
    """Scan a plain text with the bundled rules, or with `lexicon`; `cast` may be given."""

    def reading(text: str, *, cast: Cast | None = None, lexicon: Lexicon | None = None) -> tuple[Signal, ...]:
        signals = scan(make_work(text), make_layout(text), cast or Cast(), lexicon=lexicon)
        known = {*rules(), *(rule.id for rule in (lexicon.rules if lexicon else ()))}
        assert {s.rule for s in signals} <= known, "every signal names a rule that can be explained"
        return signals

    return reading
