"""Cards made by hand for the tests of this room: what a pipeline would hand over, without running one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from headnote.records import (
    Age,
    AuditItem,
    Card,
    Chapter,
    Damage,
    Decision,
    Declared,
    Engine,
    Evidence,
    Facet,
    Fandom,
    Finding,
    Intensity,
    Language,
    Mark,
    Pair,
    Person,
    Posted,
    Presence,
    Quote,
    Rating,
    Scene,
    Series,
    Shape,
    Source,
    Trope,
    World,
    WorldRule,
)

#: What a hostile file might carry in a title, a tag or a name.
HOSTILE = "<script>alert(1)</script> [bold red]x[/] \x1b[31m \x07 \u202eevil\u202c \"'&lt; {{7*7}} $title \r\n next"


def evidence(start: int, excerpt: str | None = None, score: float = 0.8) -> Evidence:
    return Evidence(start=start, end=start + 12, score=score, detector="lexicon", excerpt=excerpt)


def scenes(lengths: list[int], by_chapter: int) -> tuple[list[Chapter], list[Scene]]:
    """Scenes of so many characters, so many a chapter."""
    out, at = [], 0
    for number, length in enumerate(lengths, start=1):
        out.append(Scene(id=number, chapter=(number - 1) // by_chapter, start=at, end=at + length, words=length // 6))
        at += length + 5
    parts = [out[i : i + by_chapter] for i in range(0, len(out), by_chapter)]
    chapters = [Chapter(start=p[0].start, end=p[-1].end, title=f"Chapter {n}") for n, p in enumerate(parts, start=1)]
    return chapters, out


def finding(
    code: str, by_scene: dict[int, float], how: tuple[Presence, Intensity] = ("depicted", "moderate"), at: int = 4000
) -> Finding:
    confidence = max(by_scene.values())
    return Finding(
        code=code, presence=how[0], intensity=how[1], confidence=confidence, raised=confidence >= 0.5,
        scenes=list(by_scene), by_scene=list(by_scene.values()), signals=len(by_scene) + 2,
        evidence=[
            evidence(at, "… and the ▇▇▇▇▇ came over the wall before anyone could ▇▇▇▇ …"),
            evidence(at + 9000, "… nobody said ▇▇▇▇ at the table that night …", 0.6),
        ],
    )  # fmt: skip


def _quotes() -> list[Quote]:
    order = ["p1", "p2", "p1", "p2", "p3", "p1", None, "p3", "p2", "p4", "p1", "p2"] * 6
    return [
        Quote(start=100 + n * 300, end=150 + n * 300 + 7 * (n % 5), speaker=who, confidence=0.9)
        for n, who in enumerate(order)
    ]


PEOPLE = [
    Person(id="p1", name="Maren Holt", aliases=["Maren", "Mar", "the keeper"], mentions=312, quotes=24,
           pronouns=["she/her"], ages=[Age(start=40, end=52, low=34, high=34, basis="stated")]),
    Person(id="p2", name="Josse Abara", aliases=["Josse"], mentions=241, quotes=18, pronouns=["he/him"]),
    Person(id="p3", name="Ines", aliases=[], mentions=77, quotes=12, pronouns=["they/them"],
           ages=[Age(start=90, end=99, low=16, high=18, basis="school")]),
    Person(id="p4", name="Old Tamsin", aliases=["Gran"], mentions=20, quotes=6, pronouns=["she/her"],
           facets={"designation": [Facet(key="designation", value="beta", start=4, end=9, confidence=0.8)]}),
]  # fmt: skip


def rich() -> Card:
    """A long work with everything on it."""
    chapters, parts = scenes([5200, 800, 9400, 3100, 12000, 600, 7000, 4400, 2600, 8800, 1500, 6100], 3)
    return Card(
        engine=Engine(version="0.1.0", tier="fast"),
        source=Source(
            name="the-lamp-at-skerry-head.epub", format="ao3-epub", sha256="ab" * 32, bytes=120_000,
            language=Language(code="en", confidence=0.99), words=11_240, characters=61_700,
        ),
        declared=Declared(
            title="The Lamp at Skerry Head", authors=["Wren Alder", "saltmarsh"], rating="Teen And Up Audiences",
            warnings=["No Archive Warnings Apply"], categories=["F/M"], fandoms=["Original Work"],
            relationships=["Maren Holt/Josse Abara"], characters=["Maren Holt", "Josse Abara"],
            tags=["Lighthouses", "Found Family", "Slow Burn", "storms", "Hopeful Ending"], language="English",
            series=[Series(name="Skerry", part=2)], chapters=Posted(posted=4, planned=5), words=11_300,
            status="In progress", marks=[Mark(text="mild angst", meaning="distress")],
        ),
        layout=Shape(chapters=chapters, scenes=parts, damage=[
            Damage(kind="dropped-line", start=900, end=902, confidence=0.71),
            Damage(kind="dropped-line", start=20_900, end=20_902, confidence=0.64),
            Damage(kind="flattened-italics", start=31_000, end=31_004, confidence=0.9),
        ]),
        people=PEOPLE,
        pairs=[Pair(people=("p1", "p2"), kind="romantic", confidence=0.86),
               Pair(people=("p1", "p4"), kind="family", confidence=0.92)],
        fandoms=[],
        world=World(system="abo", rules=[WorldRule(key="bond", value="name mark", start=5, end=9)]),
        quotes=_quotes(),
        findings=[
            finding("violence-graphic", {5: 0.72, 7: 0.4}, ("depicted", "graphic"), 21_000),
            finding("violence", {3: 0.5, 4: 0.62, 5: 0.81, 7: 0.44}),
            finding("major-death", {9: 0.55, 10: 0.93, 11: 0.7}, ("depicted", "moderate"), 46_000),
            finding("death", {1: 0.35, 10: 0.88, 11: 0.9, 12: 0.66}, ("mentioned", "mild")),
            finding("war", {3: 0.22}, ("mentioned", "mild")),
            finding("substances", {2: 0.41}, ("mentioned", "mild")),
        ],
        tropes=[Trope(code="trope-found-family", confidence=0.78, evidence=[]),
                Trope(code="trope-slow-burn", confidence=0.52, evidence=[])],
        rating=Rating(value="Mature", confidence=0.71, because=["violence-graphic", "major-death"]),
        audit=[
            AuditItem(rule="warning.missing", level="error", codes=["major-death"], evidence=[evidence(46_000)],
                      message="The text shows the death of a main character; no warning says so."),
            AuditItem(rule="label.under-rated", level="warning", codes=["violence-graphic"],
                      message="What was read speaks for Mature; the work is rated Teen And Up Audiences.",
                      evidence=[evidence(21_000, "… the ▇▇▇▇▇ of it …"), evidence(22_000), evidence(23_500),
                                evidence(26_000)]),
            AuditItem(rule="note.tag-suggestion", level="note", codes=["death"],
                      message="Tags that readers may look for: Death (90%)."),
        ],
        decision=Decision(policy="archive", action="review",
                          reasons=["warning-missing: An archive warning is missing at high confidence."]),
        notices=["Read in the fast tier: no model is installed."],
    )  # fmt: skip


def changed(card: Card, **fields: Any) -> Card:
    return msgspec.structs.replace(card, **fields)


def sparse() -> Card:
    """A few lines of text without any label."""
    return Card(
        engine=Engine(version="0.1.0", tier="fast"), source=Source(words=41, characters=220, sha256="cd" * 32),
        declared=Declared(), layout=Shape(chapters=[], scenes=[], damage=[]), people=[], pairs=[], fandoms=[],
        world=None, quotes=[], findings=[], tropes=[],
        rating=Rating(value="General Audiences", confidence=0.4, because=[]), audit=[],
        decision=Decision(policy="archive", action="list", reasons=[]), notices=[],
    )  # fmt: skip


def unread() -> Card:
    """A language whose content headnote does not read."""
    base = rich()
    return changed(
        base,
        source=msgspec.structs.replace(base.source, language=Language(code="fr", confidence=0.98)),
        declared=Declared(title="La lampe", authors=["Wren Alder"], language="Français", rating="Mature"),
        people=[], pairs=[], quotes=[], findings=[], tropes=[], audit=[], world=None,
        rating=Rating(value=None, confidence=0.0, because=[]),
        notices=["The text is in French; its content was not read."],
    )  # fmt: skip


def crowded() -> Card:
    """Fifty people, some with very long names, in other scripts, or with none of a name's manners."""
    names = [
        "Bartholomew Aurelius Constantine Featherstonehaugh-Cholmondeley of Upper Wending the Younger",
        "李小龍之遠房表弟", "محمد بن عبد الله", "さくら", "Zoë Ångström-Nuñez", "🦊 fox 🦊", "नीलम", "x", "שרה", "Kit",
    ]  # fmt: skip
    people = [
        Person(id=f"p{n + 1}", name=names[n % 10] + (f" {n // 10}" if n > 9 else ""), aliases=names[:n % 7],
               mentions=500 - 9 * n, quotes=50 - n, pronouns=["she/her", "they/them", "xe/xem"][: n % 4])
        for n in range(50)
    ]  # fmt: skip
    quotes = [
        Quote(start=n * 90, end=n * 90 + 40, speaker=f"p{(n * 7 + n // 5) % 14 + 1}", confidence=0.8)
        for n in range(400)
    ]
    return changed(rich(), people=people, quotes=quotes, pairs=[])


def long() -> Card:
    """Three hundred scenes in a hundred chapters, and every code of the taxonomy raised."""
    from headnote.taxonomy import codes

    chapters, parts = scenes([400 + (n * 37) % 1900 for n in range(300)], 3)
    found = [
        finding(code, {s: 0.5 + (s * (n + 3)) % 50 / 100 for s in range(1 + n % 5, 300, 3 + n)})
        for n, code in enumerate(codes())
    ]
    return changed(rich(), layout=Shape(chapters=chapters, scenes=parts, damage=[]), findings=found)


def sceneless() -> Card:
    """Findings, but no scenes to lay them over."""
    return changed(rich(), layout=Shape(chapters=[], scenes=[], damage=[]))


def hostile() -> Card:
    """Markup, terminal commands and direction overrides wherever a file can put a string."""
    base, bad = rich(), HOSTILE
    declared = Declared(
        title=bad, authors=[bad], rating=bad, warnings=[bad], categories=[bad], fandoms=[bad], relationships=[bad],
        characters=[bad], tags=[bad, "a,b，c"], language=bad, series=[Series(name=bad)], status=bad,
        marks=[Mark(text=bad, meaning=bad)],
    )  # fmt: skip
    people = [msgspec.structs.replace(p, name=bad + p.id, aliases=[bad], pronouns=[bad]) for p in base.people]
    chapters = [msgspec.structs.replace(c, title=bad) for c in base.layout.chapters]
    findings = [msgspec.structs.replace(f, evidence=[evidence(9, bad)]) for f in base.findings]
    return changed(
        base, declared=declared, people=people, findings=findings, fandoms=[Fandom(name=bad, confidence=0.9)],
        source=msgspec.structs.replace(base.source, name=bad, format=bad),
        layout=msgspec.structs.replace(base.layout, chapters=chapters, damage=[
            Damage(kind=bad, start=3, end=4, confidence=0.5)]),
        world=World(system=bad, rules=[WorldRule(key=bad, value=bad, start=0, end=1)]),
        audit=[AuditItem(rule=bad, level="error", message=bad, codes=["death"])],
        decision=Decision(policy=bad, action="gate", reasons=[bad]), notices=[bad],
    )  # fmt: skip


CARDS: dict[str, Callable[[], Card]] = {
    "rich": rich,
    "sparse": sparse,
    "unread": unread,
    "crowded": crowded,
    "long": long,
    "sceneless": sceneless,
    "hostile": hostile,
}
