"""The report on a sweep as one self-contained page."""

from __future__ import annotations

from headnote.records import Action, Drift, Group, Report, Sample, SweepRun
from headnote.render.charts import bar
from headnote.render.document import Section, document
from headnote.render.markup import Child, Markup, el, join
from headnote.render.page_tables import named, table
from headnote.render.wording import ACTIONS, count, percent
from headnote.taxonomy import title as code_title

#: Reasons that the page lists; the JSON has all.
REASONS = 25
RELIABILITY = (
    "“Expected right” is the mean confidence of the rows on which a code was raised. It is what a person would find "
    "right if this corpus is like the passages on which confidences were calibrated; on other texts it is a guess, "
    "and only a checked sample tells."
)


CLOSING = "What headnote did not find, it did not find: that a row is listed is no promise about it."


def report_page(report: Report) -> str:
    """An HTML document of a report's figures, without script or request."""
    parts: list[tuple[str, str, Markup | None]] = [
        ("actions", "What the policy did", _actions(report)),
        ("codes", "What was raised", _codes(report)),
        *[(f"by-{n}", f"By {column}", _groups(column, g)) for n, (column, g) in enumerate(report.columns.items(), 1)],
        ("checked", "Checked by a person", _checked(report)),
        ("earlier", "Against an earlier run", _earlier(report)),
        ("samples", "A sample to check", _samples(report.samples)),
        ("files", "Files", _files(report)),
    ]
    title = f"Sweep of {report.source.name if report.source else report.output.name}"
    sections = [Section(key, name, body) for key, name, body in parts if body is not None]
    return document(title, _heading(title, report), sections, _footer(report))


def _heading(title: str, report: Report) -> Markup:
    facts = [
        count(report.rows, "row"),
        count(report.words, "word"),
        f"{count(report.errors, 'row')} could not be read" if report.errors else "every row was read",
    ]
    return join([el("h1", title, dir="auto"), el("ul", *(el("li", fact) for fact in facts), class_="facts")])


def _actions(report: Report) -> Markup:
    read = max(1, report.rows - report.errors)
    actions = table(
        "Rows by what the policy says of them",
        ("Action", "Rows", "Share"),
        [(_action(a), f"{n:,}", _share(n / read, "speech")) for a, n in report.actions.items()],
        "figures",
    )
    ratings = table(
        "Rows by rating as found",
        ("Rating", "Rows", "Share"),
        [(rating, f"{n:,}", _share(n / read, "speech")) for rating, n in report.ratings.items()],
        "figures",
    )
    reasons = table(
        f"Why: the {min(REASONS, len(report.reasons))} most frequent of {count(len(report.reasons), 'reason')}",
        ("Rule of the policy", "In words", "Rows"),
        [(el("code", r.rule), r.words, f"{r.rows:,}") for r in report.reasons[:REASONS]],
        "reasons",
    )
    return join([actions, ratings, reasons])


def _action(action: Action) -> Markup:
    return join([el("span", action, class_=f"action {action}"), f" {ACTIONS[action]}"])


def _share(share: float, kind: str) -> Markup:
    return el("span", bar(share, kind), percent(share), class_="share")


def _codes(report: Report) -> Markup:
    if not report.codes:
        return el("p", "No code was raised on any row.")
    rows: list[tuple[Child, ...]] = [
        (code_title(c.code), f"{c.rows:,}", _share(c.share, "moderate"), percent(c.expected)) for c in report.codes
    ]
    heads = ("Code", "Rows", "Share", "Expected right")
    return join(
        [
            table("Codes by the rows on which they were raised", heads, rows, "figures"),
            el("p", RELIABILITY, class_="quiet"),
        ]
    )


def _groups(column: str, groups: list[Group]) -> Markup:
    rows: list[tuple[Child, ...]] = [
        (named(g.value), f"{g.rows:,}", _share(g.raised / max(1, g.rows), "moderate"), f"{g.actions['review']:,}",
         f"{g.actions['withhold']:,}")
        for g in groups
    ]  # fmt: skip
    heads = (column.capitalize(), "Rows", "Something raised", "To review", "Withheld")
    return table(f"Rows by {column}", heads, rows, "figures")


def _checked(report: Report) -> Markup | None:
    if not report.checked:
        return None
    rows: list[tuple[Child, ...]] = [
        (code_title(c.code), f"{c.right} of {c.rows}", percent(c.precision), f"{percent(c.low)} to {percent(c.high)}")
        for c in report.checked
    ]
    heads = ("Code", "Right", "Precision", "95 % interval")
    return table("Precision as a person found it on a sample", heads, rows, "figures")


def _earlier(report: Report) -> Markup | None:
    if report.earlier is None:
        return None
    rows: list[tuple[Child, ...]] = [
        (code_title(d.code), _fine(d.before), _fine(d.now), _moved(d)) for d in report.earlier.moved
    ]
    earlier = f"{report.earlier.output.name}, {count(report.earlier.rows, 'row')}"
    heads = ("Code", "Before", "Now", "Change")
    return table(f"Share of rows on which a code was raised, against {earlier}", heads, rows, "figures")


def _moved(drift: Drift) -> Markup:
    points = (drift.now - drift.before) * 100
    words = f"{points:+.2f} points"
    if not drift.beyond:
        return el("span", f"{words}, within chance", class_="quiet")
    return el("span", f"{words}, beyond chance", class_="state differ")


def _fine(share: float) -> str:
    return f"{share * 100:.2f}%"


def _samples(samples: list[Sample]) -> Markup | None:
    if not samples:
        return None
    rows: list[tuple[Child, ...]] = [
        (code_title(s.code), named(str(s.id)), percent(s.confidence),
         join(el("span", e, class_="excerpt", dir="auto") for e in s.excerpts) if s.excerpts else "not shown")
        for s in samples
    ]  # fmt: skip
    return table(
        "Rows drawn by chance for each code, evidence masked", ("Code", "Row", "Sure", "Evidence"), rows, "samples"
    )


def _files(report: Report) -> Markup:
    named_files = [("Output", report.output), ("Input", report.source)]
    if report.earlier:
        named_files.append(("Earlier output", report.earlier.output))
    rows: list[tuple[Child, ...]] = [
        (what, named(file.name), f"{file.bytes:,}", el("code", file.sha256)) for what, file in named_files if file
    ]
    return table("What this report was made from", ("File", "Name", "Bytes", "SHA-256"), rows, "digests")


def _footer(report: Report) -> Markup:
    made = f"Report by headnote {report.version}. {_swept_by(report.run)}"
    return join([el("p", CLOSING, class_="closing"), el("p", made, class_="quiet")])


def _swept_by(run: SweepRun | None) -> str:
    if run is None:
        return "No manifest lies beside the output: by what it was swept is not known."
    model = f", model {run.engine.model}" if run.engine.model else ""
    engine = f"headnote {run.engine.version}, {run.engine.tier} tier{model}"
    return f"Swept by {engine}, policy {run.policy.name} ({run.policy.sha256[:12]})."
