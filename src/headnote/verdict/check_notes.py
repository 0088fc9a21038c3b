"""Audit rules that only advise: what the archive leaves to the creator."""

from __future__ import annotations

from collections.abc import Iterator

from headnote.records import AuditItem, Evidence, Finding
from headnote.taxonomy import NO_WARNINGS, RATINGS, codes, title
from headnote.verdict.case import Case, is_brief, item, listed, percent, rank
from headnote.verdict.thresholds import thresholds

#: Tags suggested at most, the surest first: more is noise.
SUGGESTED = 6
#: Confidence from which a tag is suggested: more likely than not.
LIKELY = 0.5


def over_labelled(case: Case) -> Iterator[AuditItem]:
    """A label that says more than was found."""
    if not case.was_read:
        return
    rating = case.advisory.rating
    found = rank(rating.value)
    if found is not None and found <= 1 and case.labels.rating == RATINGS[-1]:
        yield item(
            "note.over-labelled",
            "note",
            f"Rated {case.labels.rating}; what was read speaks for {rating.value} ({percent(rating.confidence)})."
            " Labelling more than the text shows is no violation: keep it if you mean it.",
        )
    for warning in case.labels.warnings or ():
        code = next((c for c in codes().values() if c.ao3_warning == warning), None)
        if code and max(_scores(case, code.id)) < thresholds().audit.absent:
            yield item(
                "note.over-labelled",
                "note",
                f"The warning {warning} is declared and {code.title.lower()} was not found, which does not mean that"
                " it is not there: keep the warning if you mean it.",
            )


def _scores(case: Case, code: str) -> list[float]:
    """Scores of a code and of what stands for it in an archive warning (gore for graphic violence)."""
    kin = {"violence-graphic": ["violence-graphic", "gore", "violence"], "major-death": ["major-death", "death"]}
    return [case.advisory.scores.get(c, 0.0) for c in kin.get(code, [code])]


def mild_mark(case: Case) -> Iterator[AuditItem]:
    """A title or header that says "mild" over a text that is not."""
    places = [w for w in case.labels.marks.get("mild", ()) if w in ("title", "chapter heading", "header", "tags")]
    if not places:
        return
    strong = [
        f
        for f in case.raised()
        if f.presence == "depicted"
        and (
            (f.intensity == "graphic" and f.code in ("sex-explicit", "violence-graphic", "gore")) or f.code == "noncon"
        )
    ]
    if strong:
        names = listed([f"{title(f.code).lower()} ({percent(f.confidence)})" for f in strong])
        yield item(
            "note.mild-mark",
            "note",
            f"The {listed(places)} says mild, and the text shows {names}: take the word out, or name what is there.",
            strong,
        )


def hidden_warning(case: Case) -> Iterator[AuditItem]:
    """A content that only an end note names."""
    hidden = [
        n
        for n in case.labels.named
        if n.where == "end notes" and not n.denied and not n.soft and not case.labels.names(n.code, labels_only=True)
    ]
    for code in dict.fromkeys(n.code for n in hidden):
        places = [n.place for n in hidden if n.code == code and n.place]
        evidence = [Evidence(start=p.start, end=p.end, score=1.0, detector="labels") for p in places]
        yield AuditItem(
            rule="note.hidden-warning",
            level="note",
            message=f"{title(code)} is named only in a note at the end: readers meet it first, so move the warning to"
            " the labels or the opening note.",
            codes=[code],
            evidence=evidence,
        )


def brief_reference(case: Case) -> Iterator[AuditItem]:
    """A warning's content that is only touched: the creator's discretion."""
    warnings = case.labels.warnings
    if not warnings or case.chose_not:
        return
    for finding, warning in case.warned():
        if warning not in warnings and is_brief(finding):
            yield item(
                "note.brief-reference",
                "note",
                f"{title(finding.code)} is touched briefly ({percent(finding.confidence)}); whether that calls for"
                f" {warning} is the creator's choice.",
                [finding],
            )


def chose_not(case: Case) -> Iterator[AuditItem]:
    """What a reader would meet under labels that are sufficient but say nothing."""
    rating = case.advisory.rating
    if case.not_rated and case.was_read and (rank(rating.value) or 0) >= 2:
        carriers = [f for f in case.raised() if f.code in rating.because]
        yield item(
            "note.not-rated",
            "note",
            f"Not Rated is always sufficient; what was read speaks for {rating.value} ({percent(rating.confidence)}),"
            " if you want to say so.",
            carriers,
        )
    if case.chose_not:
        warnings = case.labels.warnings or ()
        found = [(f, w) for f, w in case.warned() if w not in warnings and not is_brief(f)]
        if found:
            names = listed([f"{w} ({percent(f.confidence)})" for f, w in found])
            yield item(
                "note.chose-not-to-warn",
                "note",
                f"Choosing not to warn is always sufficient; what was read would call for {names}, if you want to say"
                " so.",
                [f for f, _ in found],
            )


def tag_suggestion(case: Case) -> Iterator[AuditItem]:
    """Additional tags that readers filter by and the labels do not name."""
    if case.work.declared.tags is None:
        return
    open_codes = [f for f in case.raised() if _could_tag(case, f)]
    best = sorted(open_codes, key=lambda f: (-f.confidence, f.code))[:SUGGESTED]
    if best:
        names = listed([f"{_tags_for(f)} ({percent(f.confidence)})" for f in best])
        yield item(
            "note.tag-suggestion", "note", f"Tags that readers may look for: {names}; add those you agree with.", best
        )


def _tags_for(finding: Finding) -> str:
    return " or ".join(codes()[finding.code].ao3_tags)


#: Codes whose naming makes the tag for the other one idle.
_COVERED = {"violence": "violence-graphic", "death": "major-death", "gore": "violence-graphic", "abuse": "child-abuse"}


def _could_tag(case: Case, finding: Finding) -> bool:
    labels = case.labels
    return (
        bool(codes()[finding.code].ao3_tags)
        and finding.confidence >= LIKELY
        and finding.code != "real-people"
        and not is_brief(finding)
        and not labels.names(finding.code)
        and labels.denies(finding.code) is None
        and not (finding.code in _COVERED and labels.names(_COVERED[finding.code]))
    )


def real_people(case: Case) -> Iterator[AuditItem]:
    """Real people as characters, and neither a fandom nor a tag that says so."""
    finding = case.finding("real-people")
    if finding is None or not finding.raised or case.labels.names("real-people"):
        return
    if case.work.declared.fandoms is None and case.work.declared.tags is None:
        return
    yield item(
        "note.real-people",
        "note",
        f"The people of this work look like real ones ({percent(finding.confidence)}), and neither a fandom nor a tag"
        " says RPF: add it, so that readers can choose.",
        [finding],
    )


def none_beside(case: Case) -> Iterator[AuditItem]:
    """ "No Archive Warnings Apply" beside another warning: legal, and the other one counts."""
    others = [w for w in case.labels.warnings or () if w != NO_WARNINGS]
    if others and NO_WARNINGS in (case.labels.warnings or ()):
        yield item(
            "note.none-beside-warning",
            "note",
            f"No Archive Warnings Apply stands beside {listed(others)}: this is allowed and the other counts; dropping"
            " it would be clearer.",
        )
