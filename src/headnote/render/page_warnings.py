"""Findings on the page: confidence, strip over the scenes, places, and the same as a table scene by scene."""

from __future__ import annotations

from headnote.records import Card, Finding, Scene
from headnote.render.charts import bar, strip
from headnote.render.markup import Markup, el, join
from headnote.render.page_tables import named, placed, table
from headnote.render.places import Places, SceneLink
from headnote.render.wording import certainty, count, entry_title, manner, percent, ranked


def findings(card: Card, reader: SceneLink | None = None) -> Markup:
    if card.rating.value is None and not card.findings:
        return el("p", "The content was not read: nothing can be said here.", class_="notice")
    raised, weaker = ranked(card)
    places = Places(card, reader)
    body: list[Markup | None] = [el("ul", *(_finding(card, f, places) for f in raised), class_="findings")]
    if not raised:
        body = [el("p", "Nothing was raised.")]
    elif len(card.layout.scenes) > 1:
        note = (
            "Each strip runs from the first scene to the last; a bar's width is a scene's length, its height how sure."
        )
        body.insert(0, el("p", note, class_="quiet"))
    if weaker:
        hints = ", ".join(f"{entry_title(f.code)} {percent(f.confidence)}" for f in weaker)
        body.append(el("p", f"Weaker hints, not raised: {hints}.", class_="quiet"))
    return join(body)


def _finding(card: Card, finding: Finding, places: Places) -> Markup:
    sure = f"{percent(finding.confidence)} {certainty(finding.confidence)}"
    return el(
        "li",
        el("h3", entry_title(finding.code)),
        el("p", el("span", sure, class_="sure"), el("span", manner(finding), class_="quiet"), class_="how"),
        bar(finding.confidence, finding.intensity),
        strip(card, finding, places),
        _places(finding, places),
    )


def _places(finding: Finding, places: Places) -> Markup | None:
    if not finding.evidence:
        return None
    items = [
        el(
            "li",
            el("span", placed(places, e.start), class_="place"),
            el("span", e.excerpt, class_="excerpt", dir="auto") if e.excerpt else None,
        )
        for e in finding.evidence
    ]
    title = f"Strongest places ({len(finding.evidence)} of {count(finding.signals, 'sign')})"
    if finding.signals <= len(finding.evidence):
        title = count(len(finding.evidence), "place")
    return el(
        "details",
        el("summary", title, el("span", f" of {entry_title(finding.code)}", class_="unseen")),
        el("ol", *items),
    )


def scenes(card: Card, reader: SceneLink | None = None) -> Markup | None:
    """The text alternative of the strips: every scene in which something was raised, and where strips lead to."""
    raised, _ = ranked(card)
    by_scene: dict[int, list[str]] = {}
    for f in raised:
        for number, confidence in zip(f.scenes, f.by_scene, strict=False):
            by_scene.setdefault(number, []).append(f"{entry_title(f.code)} {percent(confidence)}")
    if not by_scene:
        return None
    places, titles = Places(card, reader), [c.title for c in card.layout.chapters]
    rows = []
    for scene in card.layout.scenes:
        if scene.id in by_scene:
            title = titles[scene.chapter] if scene.chapter < len(titles) else None
            start, end = places.find(scene.start).through, places.find(scene.end).through
            name = _scene_name(scene, reader)
            span = f"{round(start * 100)}–{round(end * 100)}%"
            rows.append((name, named(title or f"Chapter {scene.chapter + 1}"), span, ", ".join(by_scene[scene.id])))
    quiet = len(card.layout.scenes) - len(rows)
    after = el("p", f"In the other {count(quiet, 'scene')} nothing was raised.", class_="quiet") if quiet else None
    return join(
        [table("Scenes in which something was raised", ("Scene", "Chapter", "Where", "Raised"), rows, "scenes"), after]
    )


def _scene_name(scene: Scene, reader: SceneLink | None) -> Markup:
    """A scene's name: a link to where it can be read, else what the strips lead to."""
    if reader:
        return el("a", f"Scene {scene.id}", href=reader(scene))
    return el("span", f"Scene {scene.id}", id=f"scene-{scene.id}", tabindex="-1")
