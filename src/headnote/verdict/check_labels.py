"""Audit rules on the rating and the archive warnings."""

from __future__ import annotations

from collections.abc import Iterator

from headnote.records import AuditItem, Finding, Level
from headnote.taxonomy import NO_WARNINGS, RATINGS, title
from headnote.verdict.case import Case, is_brief, is_high, item, listed, percent, quoted, rank
from headnote.verdict.rating import is_graphic


def malformed(case: Case) -> Iterator[AuditItem]:
    """Labels that are none of the archive's, and labels that a file carries but leaves empty."""
    rule, labels, declared = "label.malformed", case.labels, case.work.declared
    if labels.unknown_rating is not None and labels.unknown_rating.strip():
        yield item(
            rule,
            "warning",
            f"The rating {quoted(labels.unknown_rating)} is none of the archive's: choose one of"
            f" {listed([*RATINGS, 'Not Rated'])}.",
        )
    elif declared.rating is not None and not declared.rating.strip():
        yield item(rule, "error", "The rating is left empty: a work must carry one; Not Rated is always sufficient.")
    if labels.unknown_warnings:
        names = listed([quoted(w) for w in labels.unknown_warnings[:5]])
        yield item(rule, "warning", f"{names} is no archive warning: use the archive's own names, or make it a tag.")
    elif declared.warnings is not None and not declared.warnings:
        archive = any(o.startswith("preface") for o in declared.origins.get("warnings", ()))
        yield item(
            rule,
            "error" if archive else "note",
            "The archive warnings are left empty: a work must carry at least one; Creator Chose Not To Use Archive"
            " Warnings is always sufficient.",
        )


def unknown(case: Case) -> Iterator[AuditItem]:
    """Labels that the file does not carry: nothing can be held against them."""
    declared = case.work.declared
    no_rating = case.labels.rating is None and declared.rating is None
    missing = [n for n, none in (("rating", no_rating), ("archive warnings", declared.warnings is None)) if none]
    if not missing:
        return
    found = [f for f, _ in case.warned() if not is_brief(f)] if declared.warnings is None else []
    message = f"The file carries no {' and no '.join(missing)}; missing is unknown, not none."
    if case.was_read:
        if no_rating:
            message += f" What was read speaks for {case.advisory.rating.value} ({_sure(case)})."
        if found:
            message += f" Found: {listed([f'{title(f.code).lower()} ({percent(f.confidence)})' for f in found])}."
    if told := list(dict.fromkeys(n.code for n in case.labels.named if not n.denied and not n.soft)):
        message += f" The author's own words name {listed([title(code).lower() for code in told])}."
    yield item("label.unknown", "note", message, found)


def under_rated(case: Case) -> Iterator[AuditItem]:
    """A rating that is milder than what was read."""
    rating = case.advisory.rating
    declared, found = case.rated, rank(rating.value)
    if declared is None or found is None or declared >= found:
        return
    carriers = [f for f in case.raised() if f.code in rating.because]
    barred = declared <= 1 and found >= 2 and any(is_graphic(c) for c in rating.because)
    level: Level = "note"
    if barred and not (carriers and all(is_brief(f) for f in carriers)):
        sure = any(is_graphic(f.code) and is_high(f.confidence) and not is_brief(f) for f in carriers)
        level = "error" if sure else "warning"
    why = listed([title(c).lower() for c in rating.because])
    where = "" if carriers else " in its own tags or summary, which the rating covers"
    advice = (
        f"raise the rating to {rating.value}, or Not Rated"
        if level != "note"
        else "the choice between the two is the creator's; look at the places"
    )
    yield item(
        "label.under-rated",
        level,
        f"Rated {case.labels.rating}, but {why}{where} speaks for {rating.value} ({_sure(case)}): {advice}.",
        carriers,
    )


def missing_warning(case: Case) -> Iterator[AuditItem]:
    """An archive warning that the labels do not carry and the text calls for."""
    warnings = case.labels.warnings
    if warnings is None or case.chose_not:
        return
    free = not warnings and bool(case.work.declared.warnings)
    if not warnings and not free:
        return
    for finding, warning in case.warned():
        if warning in warnings or is_brief(finding) or (free and case.labels.names(finding.code)):
            continue
        high = is_high(finding.confidence) and finding.presence == "depicted" and not free
        yield item("label.missing-warning", "error" if high else "warning", _missing(case, finding, warning), [finding])


def _missing(case: Case, finding: Finding, warning: str) -> str:
    shown = f"{title(finding.code).lower()} is {finding.presence} ({percent(finding.confidence)})"
    if not case.labels.warnings:
        return f"The author's own list of warnings does not name it, but {shown}: add it to the list."
    says = "declares No Archive Warnings Apply" if case.labels.warnings == (NO_WARNINGS,) else f"lacks {warning}"
    return f"The work {says}, but {shown}: add {warning}, or Creator Chose Not To Use Archive Warnings."


def contradiction(case: Case) -> Iterator[AuditItem]:
    """Labels that contradict each other, or content that a label rules out."""
    yield from _rating_against_labels(case)
    yield from _none_against_labels(case)
    for finding in case.raised():
        denial = case.labels.denies(finding.code)
        if denial and not is_brief(finding):
            yield item(
                "label.contradiction",
                "warning",
                f"The {denial.where} rule out {title(finding.code).lower()}, which was found"
                f" ({percent(finding.confidence)}): take that promise back, or check the places.",
                [finding],
            )


def _rating_against_labels(case: Case) -> Iterator[AuditItem]:
    if case.rated is None or case.rated > 1:
        return
    if _WARNED["violence-graphic"] in (case.labels.warnings or ()):
        yield item(
            "label.contradiction",
            "warning",
            f"Rated {case.labels.rating} beside the warning Graphic Depictions Of Violence: graphic violence bars this"
            " rating, choose Mature, Explicit or Not Rated.",
        )
    places = [w for w in ("title", "chapter heading", "header") if w in case.labels.marks.get("adult", ())]
    if places:
        yield item(
            "label.contradiction",
            "warning",
            f"Rated {case.labels.rating}, but a sign for adults stands in the {listed(places)}: choose which holds.",
        )


def _none_against_labels(case: Case) -> Iterator[AuditItem]:
    if case.labels.warnings != (NO_WARNINGS,):
        return
    named = [n for n in case.labels.named if not n.denied and not n.soft and n.where in ("tags", "header", "title")]
    raised = {f.code for f in case.raised()}
    warned = dict.fromkeys((n.code, n.where) for n in named if n.code in _WARNED and n.code not in raised)
    for code, where in warned:
        yield item(
            "label.contradiction",
            "warning",
            f"No Archive Warnings Apply stands beside {title(code).lower()} in the {where}: if it is in the story, add"
            f" the warning {_WARNED[code]}.",
        )


#: Codes that an archive warning says in so many words: a tag for one contradicts "No Archive Warnings Apply".
_WARNED = {
    "noncon": "Rape/Non-Con",
    "underage-sex": "Underage Sex",
    "major-death": "Major Character Death",
    "violence-graphic": "Graphic Depictions Of Violence",
}


def _sure(case: Case) -> str:
    return percent(case.advisory.rating.confidence)
