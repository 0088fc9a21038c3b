"""Every case of cases/*.toml: a text, and what its layout holds, as substrings of the text.

Keys of a case: `name`, `text`, then any of `quotes` (all quotations in order), `kinds` (of all paragraphs in order),
`paragraphs` (their texts), `scenes` (the first words of each), `chapters` (titles), `messages` ([sender or "", body]),
`damage` ([kind, substring that its span holds], all of them but those in `besides`), `continued` (quotations that go
on), `depths`, `passages` (how many). `fails` marks a known failure and says why.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from headnote.layout import lay_out
from headnote.layout.damage_kinds import DAMAGE_KINDS
from headnote.records import Layout
from tests.layout.making import work_of

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
Case = dict[str, Any]


def load() -> list[Any]:
    out = []
    for path in FILES:
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            marks = [pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else []
            out.append(pytest.param(case, id=f"{path.stem}: {case['name']}", marks=marks))
    return out


def seen(case: Case, layout: Layout) -> dict[str, Any]:
    """What a layout holds, in the form of a case's keys."""
    text = case["text"]
    besides = set(case.get("besides", []))
    return {
        "quotes": [text[q.start : q.end] for q in layout.quotations],
        "styles": [q.style for q in layout.quotations],
        "depths": [q.depth for q in layout.quotations],
        "continued": [text[q.start : q.end] for q in layout.quotations if q.continued],
        "kinds": [p.kind for p in layout.paragraphs],
        "paragraphs": [text[p.start : p.end] for p in layout.paragraphs],
        "chapters": [c.title or "" for c in layout.chapters],
        "messages": [[m.sender or "", text[m.start : m.end]] for m in layout.messages],
        "exchanges": [m.exchange for m in layout.messages],
        "damage": [d.kind for d in layout.damage if d.kind not in besides],
        "passages": len(layout.passages),
    }


@pytest.mark.parametrize("case", load())
def test_case(case: Case) -> None:
    text = case["text"] if case.get("keep_ends") else case["text"].strip("\n")
    case = {**case, "text": text}
    layout = lay_out(work_of(text, title=case.get("title")))
    found = seen(case, layout)
    checked = 0
    for key, value in found.items():
        if key in case and key != "damage":
            assert value == case[key], key
            checked += 1
    if "scenes" in case:
        starts = [text[s.start : s.end] for s in layout.scenes]
        assert len(starts) == len(case["scenes"]), starts
        assert all(got.startswith(want) for got, want in zip(starts, case["scenes"], strict=True)), starts
        checked += 1
    if "damage" in case:
        assert found["damage"] == [kind for kind, _ in case["damage"]]
        spans = [text[d.start : d.end] for d in layout.damage if d.kind not in set(case.get("besides", []))]
        assert all(part in span for (_, part), span in zip(case["damage"], spans, strict=True)), spans
        checked += 1
    assert checked, "the case checks nothing"


def test_cases_are_many_and_their_names_differ() -> None:
    names = [p.id for p in load()]
    assert len(names) >= 100
    assert len(names) == len(set(names))


def test_every_kind_of_damage_has_a_case() -> None:
    shown = {kind for param in load() for kind, _ in param.values[0].get("damage", [])}
    assert shown == set(DAMAGE_KINDS)
