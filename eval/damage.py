"""How much of the damage done to sound texts on purpose is found, and how much is seen where none is.

    python -m eval.damage [--data ../shared/data]

Texts are the examples and, where they are present, the annotated novels. Only figures are printed.
"""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from headnote.layout import lay_out
from headnote.records import Damage, Declared, Source, Work

EXAMPLES = Path(__file__).parent.parent / "examples"
#: Words of a novel that are read: enough for about fifty places of each damage, few enough for seconds.
CUTTING = 60_000
#: A hit counts when it lies within so many characters of the place: kinds join hits near each other.
NEAR = 120
SEED = 20261121
_QUOTED = re.compile(r'["“][^"“”]{8,400}["”]')
_EMPHASIS = re.compile(r"(?<= )([a-z]{4,9})(?=\.\s)")

Span = tuple[int, int]


class Hurt(NamedTuple):
    """A text after damage, and the places where it was done."""

    text: str
    places: list[Span]


def sound_texts(data: Path) -> list[str]:
    """Undamaged texts: paragraphs parted by one blank line, one line each."""
    files = [path for path in sorted(EXAMPLES.iterdir()) if path.suffix in (".txt", ".md")]
    files += sorted((data / "novels").glob("*/text.txt")) if (data / "novels").exists() else []
    return [_reset(path.read_text(encoding="utf-8")[: 6 * CUTTING]) for path in files]


def _reset(text: str) -> str:
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return "\n\n".join(paragraphs[:-1] if len(paragraphs) > 30 else paragraphs)


def _edited(text: str, edits: Sequence[tuple[int, int, str]]) -> Hurt:
    """Replace spans, which are in order and apart; places are where the replacements came to stand."""
    out, places, at, size = [], [], 0, 0
    for start, end, new in edits:
        out += [text[at:start], new]
        size += start - at
        places.append((size, size + len(new)))
        size += len(new)
        at = end
    return Hurt("".join(out) + text[at:], places)


def _paragraphs(text: str) -> list[Span]:
    return [m.span() for m in re.finditer(r"\S[^\n]*", text)]


def _some(found: Sequence[Span], random: Random) -> list[Span]:
    """One in thirty, at least one, in order, never two side by side."""
    usable = list(found)[1:-1:2]
    return sorted(random.sample(usable, min(len(usable), max(1, len(found) // 30))))


def drop_dialogue(text: str, random: Random) -> Hurt:
    """Take out whole paragraphs that begin with speech."""
    spoken = [(s, e + 2) for s, e in _paragraphs(text) if text[s] in '"“']
    return _edited(text, [(s, e, "") for s, e in _some(spoken, random)])


def blank_lines(text: str, random: Random) -> Hurt:
    """Leave blank lines where paragraphs that begin with speech stood."""
    spoken = [(s, e) for s, e in _paragraphs(text) if text[s] in '"“']
    return _edited(text, [(s, e, "") for s, e in _some(spoken, random)])


def blank_quotations(text: str, random: Random) -> Hurt:
    """Empty quotations, their marks left."""
    return _edited(text, [(s, e, '""') for s, e in _some([m.span() for m in _QUOTED.finditer(text)], random)])


def lose_speech(text: str, random: Random) -> Hurt:
    """Take quotations away from the head of their paragraphs, the rest left."""
    heads = [
        m.span()
        for m in _QUOTED.finditer(text)
        if text[max(0, m.start() - 1)] == "\n" and text.startswith(" ", m.end())
    ]
    return _edited(text, [(s, e + 1, "") for s, e in _some(heads, random)])


def flatten_italics(text: str, random: Random) -> Hurt:
    """Leave a blank between a word and the stop after it."""
    words = [m.span() for m in _EMPHASIS.finditer(text)]
    return _edited(text, [(s, e, text[s:e] + " ") for s, e in _some(words, random)])


def repeat_blocks(text: str, random: Random) -> Hurt:
    """Let long paragraphs stand twice."""
    long = [(s, e) for s, e in _paragraphs(text) if e - s > 200]
    return _edited(text, [(e, e, "\n\n" + text[s:e]) for s, e in _some(long, random)])


def cut_end(text: str, random: Random) -> Hurt:
    """Stop between two words of a long paragraph."""
    long = [(s, e) for s, e in _paragraphs(text) if e - s > 200]
    if not long:
        return Hurt(text, [])
    start, end = random.choice(long[len(long) // 2 :])
    cut = text.rindex(" ", start, start + (end - start) * 2 // 3)
    return Hurt(text[:cut], [(cut - 1, cut)])


def collapse(text: str, _: Random) -> Hurt:
    """Run stretches of speech together into one paragraph."""
    spans = _paragraphs(text)
    runs = [
        (spans[i][0], spans[i + 5][1])
        for i in range(0, len(spans) - 6, 6)
        if all(text[s] in '"“' for s, _ in spans[i : i + 6])
    ]
    return _edited(text, [(s, e, " ".join(text[s:e].split())) for s, e in runs])


def hard_wrap(text: str, _: Random) -> Hurt:
    """Break lines at 72 columns."""
    broken = "\n\n".join(textwrap.fill(part, 72, break_on_hyphens=False) for part in text.split("\n\n"))
    return Hurt(broken, [(0, len(broken))])


def garble(text: str, random: Random) -> Hurt:
    """Curly marks and accents as UTF-8 read in Windows-1252."""
    marks = [(m.start(), m.start() + 1) for m in re.finditer(r"['’](?=[a-z])", text)]
    return _edited(text, [(s, e, "â€™") for s, e in _some(marks, random)])


DAMAGES: dict[str, tuple[Callable[[str, Random], Hurt], frozenset[str]]] = {
    "dialogue lines dropped": (drop_dialogue, frozenset({"dropped-line"})),
    "dialogue lines left blank": (blank_lines, frozenset({"dropped-line"})),
    "quotations emptied": (blank_quotations, frozenset({"dropped-line"})),
    "speech lost before its tag": (lose_speech, frozenset({"dropped-line"})),
    "italics flattened": (flatten_italics, frozenset({"flattened-italics"})),
    "blocks repeated": (repeat_blocks, frozenset({"repeated-block"})),
    "end cut": (cut_end, frozenset({"missing-end"})),
    "paragraphs collapsed": (collapse, frozenset({"collapsed-paragraphs"})),
    "hard wrap": (hard_wrap, frozenset({"hard-wrap"})),
    "mojibake": (garble, frozenset({"mojibake"})),
}


def _found(text: str, kinds: frozenset[str]) -> list[Damage]:
    work = Work(text=text, source=Source(characters=len(text)), declared=Declared())
    return [damage for damage in lay_out(work).damage if damage.kind in kinds]


def _near(one: Span, other: Span) -> bool:
    return one[0] <= other[1] + NEAR and other[0] <= one[1] + NEAR


def _scores(texts: Sequence[str], name: str) -> Iterator[tuple[str, float]]:
    hurt, kinds = DAMAGES[name]
    done = seen = true = claimed = 0
    for number, text in enumerate(texts):
        after = hurt(text, Random(SEED + number))
        hits = [(damage.start, damage.end) for damage in _found(after.text, kinds)]
        done += len(after.places)
        seen += sum(any(_near(hit, place) for hit in hits) for place in after.places)
        claimed += len(hits)
        true += sum(any(_near(hit, place) for place in after.places) for hit in hits)
    yield f"{name}.places", float(done)
    yield f"{name}.recall", seen / done if done else 0.0
    yield f"{name}.precision", true / claimed if claimed else 0.0


def figures(data: Path) -> dict[str, float]:
    """Of each damage: places, recall and precision in 0..1; of each kind, claims in 10,000 words of sound text."""
    texts = sound_texts(data)
    out = dict(pair for name in DAMAGES for pair in _scores(texts, name))
    words = sum(len(text.split()) for text in texts)
    for kind in sorted({kind for _, kinds in DAMAGES.values() for kind in kinds}):
        claims = sum(len(_found(text, frozenset({kind}))) for text in texts)
        out[f"{kind}.false_per_10k"] = 10_000 * claims / words
    return out


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m eval.damage", description="Damage found in texts damaged on purpose."
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    got = figures(parser.parse_args().data)
    print(f"{'damage':28}{'places':>8}{'recall':>8}{'precision':>11}")
    for name in DAMAGES:
        places, recall, precision = (got[f"{name}.{key}"] for key in ("places", "recall", "precision"))
        print(f"{name:28}{places:8.0f}{recall:8.2f}{precision:11.2f}")
    print("\nclaims in 10,000 words of sound text")
    for key, value in got.items():
        if key.endswith(".false_per_10k"):
            print(f"{key.removesuffix('.false_per_10k'):28}{value:8.2f}")


if __name__ == "__main__":
    main()
