"""Charts as inline SVG. Each has a text alternative beside it on the page; nothing in them needs a script or an
inline style, so the page's content security policy can forbid both."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin, sqrt

from headnote.records import Card, Finding
from headnote.render.clean import shorten
from headnote.render.markup import Markup, el
from headnote.render.places import Places
from headnote.render.strip import Run, extent, runs
from headnote.render.talk import Talk
from headnote.render.wording import certainty, count, percent, scene_list

#: Links in one strip: more would make a reader with a keyboard walk for minutes; near runs share a link.
LINKS = 24
#: People in the speech network.
NODES = 10

STRIP_HEIGHT, TIP_HEIGHT = 28, 18


def bar(share: float, kind: str) -> Markup:
    """A share of 0..1 as a bar. The number stands beside it, so that the bar is hidden from screen readers."""
    track = el("rect", class_="track", width="100%", height=10, rx=5)
    fill = el("rect", class_=f"fill {kind}", width=f"{max(share * 100, 1.5 if share else 0):.1f}%", height=10, rx=5)
    return el("svg", track, fill, class_="bar", width="100%", height=10, aria_hidden="true", focusable="false")


def strip(card: Card, finding: Finding, places: Places) -> Markup | None:
    """Where a finding lies: one bar a run of scenes, as high as its confidence; runs, or groups of near ones, are
    links to their first scene."""
    scenes = card.layout.scenes
    found = _groups(runs(scenes, finding))
    if not found:
        return None
    rest = scene_list(finding.scenes, len(scenes))
    base = el("line", class_="base", x1=0, x2="100%", y1=STRIP_HEIGHT, y2=STRIP_HEIGHT)
    text = el("text", rest, class_="rest", x=0, y=STRIP_HEIGHT + 14, aria_hidden="true")
    return el(
        "svg", _bounds(card), base, *(_link(g, card, places, finding.intensity) for g in found), text,
        class_="strip", width="100%", height=STRIP_HEIGHT + TIP_HEIGHT, role="group",
        aria_label=f"Scenes, {rest}",
    )  # fmt: skip


def _bounds(card: Card) -> Markup | None:
    """Thin lines where chapters begin."""
    origin, length = extent(card.layout.scenes)
    at = [(c.start - origin) / length * 100 for c in card.layout.chapters[1:]]
    lines = [el("line", class_="bound", x1=f"{x:.2f}%", x2=f"{x:.2f}%", y1=0, y2=STRIP_HEIGHT) for x in at]
    return el("g", *lines, aria_hidden="true") if lines else None


def _link(group: list[Run], card: Card, places: Places, intensity: str) -> Markup:
    one, two, most = group[0], group[-1], max(r.confidence for r in group)
    start = next(s.start for s in card.layout.scenes if s.id == one.first)
    chapter = f", chapter {number}" if (number := places.find(start).chapter) else ""
    scene = f"scene {one.first}" if one.first == two.last else f"scenes {one.first}–{two.last}"
    if len(group) > 1:
        scene = f"{sum(r.last - r.first + 1 for r in group)} of {scene}"
    says = f"{scene}{chapter}: {'up to ' if len(group) > 1 else ''}{certainty(most)}, {percent(most)}"
    reach = el("rect", class_="reach", y=0, height=STRIP_HEIGHT, **_extent(one.start, two.end))
    marks = [_mark(r, intensity) for r in group]
    short = says if len(group) == 1 else f"{scene}{chapter}: up to {percent(most)}"
    tip = el("text", short, class_="tip", x=0, y=STRIP_HEIGHT + 14, aria_hidden="true")
    return el("a", el("title", says), reach, *marks, tip, href=places.link(one.first), aria_label=says)


def _mark(run: Run, intensity: str) -> Markup:
    height = max(run.confidence * STRIP_HEIGHT, 3)
    size = _extent(run.start, run.end)
    return el("rect", class_=f"fill {intensity}", y=STRIP_HEIGHT - height, height=height, **size)


def _extent(start: float, end: float) -> dict[str, str]:
    return {"x": f"{start * 100:.2f}%", "width": f"{max((end - start) * 100, 0.3):.2f}%"}


def _groups(found: list[Run]) -> list[list[Run]]:
    """At most `LINKS` groups of runs, parted at the widest gaps."""
    gaps = sorted(range(1, len(found)), key=lambda i: found[i - 1].end - found[i].start)[: LINKS - 1]
    cuts = [0, *sorted(gaps), len(found)]
    return [found[a:b] for a, b in pairwise(cuts)] if found else []


def network(card: Card, speech: Talk) -> Markup | None:
    """Who speaks with whom: people on a circle in card order, discs by share of speech, lines by exchanges."""
    people = [p for p in card.people if p.id in speech.shares][:NODES]
    shown = {p.id for p in people}
    edges = [(pair, n) for pair, n in speech.exchanges.items() if set(pair) <= shown]
    if len(people) < 2 or not edges:
        return None
    place = {p.id: _on_circle(n, len(people)) for n, p in enumerate(people)}
    most = max(n for _, n in edges)
    lines = [
        el("line", el("title", f"{a.name} and {b.name}: {count(n, 'exchange')}"), class_="edge",
           x1=place[a.id][0], y1=place[a.id][1], x2=place[b.id][0], y2=place[b.id][1],
           stroke_width=1 + 7 * n / most)
        for (x, y), n in edges
        for a in people if a.id == x
        for b in people if b.id == y
    ]  # fmt: skip
    nodes = [_node(p.name, speech.shares[p.id], *place[p.id]) for p in people]
    label = "Who speaks with whom; the table below says the same."
    return el("svg", *lines, *nodes, class_="network", viewBox="-50 0 500 300", role="img", aria_label=label)


def _on_circle(n: int, of: int) -> tuple[float, float]:
    angle = 2 * pi * n / of - pi / 2 + (0.3 if of == 2 else 0)
    return 200 + 105 * cos(angle), 148 + 105 * sin(angle)


def _node(name: str, share: float, x: float, y: float) -> Markup:
    radius = 7 + 20 * sqrt(share)
    side = "start" if x > 205 else "end" if x < 195 else "middle"
    gap = radius + 5
    at = (x + gap, y + 4) if side == "start" else (x - gap, y + 4) if side == "end" else (x, y + gap + 9)
    if side == "middle" and y < 150:
        at = (x, y - gap)
    disc = el("circle", el("title", f"{name}: {percent(share)} of the speech"), class_="node", cx=x, cy=y, r=radius)
    label = el("text", shorten(name, 14), class_="name", x=at[0], y=at[1], text_anchor=side)
    return el("g", disc, label)
