"""The report on a sweep: counted, sampled, checked, held against an earlier run."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from headnote.corpus import Asked, Job, report, sweep, write_sheet
from headnote.corpus.intervals import beyond_chance, wilson
from headnote.errors import DataError, HeadnoteError, NotFound, UsageError
from headnote.taxonomy import codes
from tests.corpus.files import Write, convert, stories


def row(number: int, *raised: str, action: str = "list", **fields: Any) -> dict[str, Any]:
    """A row of a sweep with some codes raised at .75."""
    scores = dict.fromkeys(codes(), 0.0) | dict.fromkeys(raised, 0.75)
    reasons = ["default: Nothing was found."] if not raised else [f"found: It was found. ({raised[0]} 75%)"]
    plain = {"id": f"r{number}", "sha256": "0" * 64, "language": "en", "words": 100, "rating": "Mature"}
    found = {"rating_confidence": 0.5, "scores": scores, "warnings": list(raised), "action": action}
    return plain | found | {"reasons": reasons} | fields


ROWS: list[dict[str, Any]] = [
    *(row(n) for n in range(6)),
    row(6, "gore", action="label"),
    row(7, "gore", "death", action="review", language=None, rating=None),
    row(8, "underage-sex", "gore", action="withhold"),
    row(9, "underage-sex", action="review", language="de"),
    {"id": None, "error": "line 11: expected one JSON object, found no JSON"},
]


def inputs(**fields: Any) -> list[object]:
    """The input of which `ROWS` were written."""
    return [*({"id": r["id"], "text": "The lamp burned.", **fields} for r in ROWS[:-1]), "no JSON"]


@pytest.fixture
def swept(write_rows: Write) -> Path:
    return write_rows(ROWS, "swept.jsonl")


def test_rows_are_counted_by_all_that_the_page_shows(swept: Path, job: Job) -> None:
    made = report(swept, Asked(), job)
    assert (made.rows, made.errors, made.words) == (11, 1, 1000)
    assert made.actions == {"list": 6, "label": 1, "gate": 0, "review": 2, "withhold": 1}
    assert made.ratings == {"Mature": 9, "unknown": 1}
    assert {(c.code, c.rows, c.share, c.expected) for c in made.codes} == {
        ("gore", 3, 0.3, 0.75),
        ("death", 1, 0.1, 0.75),
        ("underage-sex", 2, 0.2, 0.75),
    }
    assert [(r.rule, r.words, r.rows) for r in made.reasons] == [
        ("default", "Nothing was found.", 6),
        ("found", "It was found.", 4),
    ]
    assert [(g.value, g.rows, g.raised) for g in made.columns["language"]] == [
        ("en", 8, 2),
        ("de", 1, 1),
        ("unknown", 1, 1),
    ]


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".jsonl.zst", ".parquet"])
def test_every_form_of_output_gives_the_same_figures(suffix: str, write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = write_rows([*stories(9), {"id": "empty", "text": ""}])
    plain, packed = tmp_path / "out.jsonl", tmp_path / f"out{suffix}"
    sweep(source, plain, job, workers=0)
    sweep(source, packed, job, workers=0)
    ask = Asked(source=source, size=2)
    one, two = report(plain, ask, job), report(packed, ask, job)
    assert one.run is not None
    assert one.run.actions["list"] == one.actions["list"] == 9
    assert msgspec.structs.replace(one, output=two.output, run=two.run) == two


def test_report_and_manifest_are_as_their_schemas_say(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source, out = write_rows([*stories(3), {"id": "empty", "text": ""}]), tmp_path / "out.jsonl"
    sweep(source, out, job, workers=0)
    made = json.loads(msgspec.json.encode(report(out, Asked(source=source, size=1, earlier=out), job)))
    docs = Path(__file__).parent.parent.parent / "docs"
    for name, value in (("report", made), ("sweep-run", json.loads((tmp_path / "out.jsonl.run.json").read_bytes()))):
        schema = json.loads((docs / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(value)


def test_a_manifest_of_other_bytes_is_not_believed(write_rows: Write, tmp_path: Path, job: Job) -> None:
    out = tmp_path / "out.jsonl"
    sweep(write_rows(stories(2)), out, job, workers=0)
    assert report(out, Asked(), job).run is not None
    out.write_bytes(out.read_bytes().splitlines(keepends=True)[0])
    assert report(out, Asked(), job).run is None


def test_groups_by_a_column_of_the_input(swept: Path, write_rows: Write, job: Job) -> None:
    lines = [{"id": r["id"], "text": "x", "site": "quay" if n % 2 else "loft"} for n, r in enumerate(ROWS[:-1])]
    made = report(swept, Asked(source=write_rows([*lines, "no JSON"]), columns=("site",)), job)
    assert [(g.value, g.rows, g.raised) for g in made.columns["site"]] == [("loft", 5, 2), ("quay", 5, 2)]


def test_a_column_that_no_row_has_is_unknown(swept: Path, write_rows: Write, job: Job) -> None:
    made = report(swept, Asked(source=write_rows(inputs()), columns=("site",)), job)
    assert [(g.value, g.rows) for g in made.columns["site"]] == [("unknown", 10)]


@pytest.mark.parametrize(
    ("ids", "at"),
    [([f"r{n}" for n in range(9)], 10), ([*(f"r{n}" for n in range(10)), None, "more"], 12), (["r0", "r2"], 2)],
    ids=["fewer", "more", "others"],
)
def test_another_input_is_told(ids: list[str | None], at: int, swept: Path, write_rows: Write, job: Job) -> None:
    source = write_rows([{"id": i, "text": "x"} for i in ids])
    with pytest.raises(DataError, match=f"part at row {at}$"):
        report(swept, Asked(source=source), job)


def test_a_sample_is_the_same_twice_and_shows_nothing_of_what_is_withheld(
    swept: Path, write_rows: Write, job: Job
) -> None:
    ask = Asked(source=write_rows(inputs()), size=2)
    made = report(swept, ask, job)
    drawn = sorted((s.code, s.id) for s in made.samples)
    assert drawn == [("death", "r7"), ("gore", "r6"), ("gore", "r7"), ("underage-sex", "r9")]
    assert made == report(swept, ask, job)
    assert all(s.excerpts == [] for s in made.samples if s.code == "underage-sex")


def test_every_row_is_as_likely_to_be_drawn(write_rows: Write, job: Job) -> None:
    """Of 400 rows, a sample of 200 has about as many of the first half as of the second."""
    swept = write_rows([row(n, "gore") for n in range(400)], "swept.jsonl")
    ids = [int(str(s.id)[1:]) for s in report(swept, Asked(size=200), job).samples]
    assert len(ids) == 200
    assert 75 < sum(n < 200 for n in ids) < 125


def test_a_sheet_is_filled_in_and_given_back(swept: Path, tmp_path: Path, job: Job) -> None:
    sheet = tmp_path / "check.csv"
    write_sheet(sheet, report(swept, Asked(size=5), job).samples)
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["id"], r["right"]) for r in rows if r["code"] == "gore"] == [("r6", ""), ("r7", "")]
    answers = {("gore", "r6"): "yes", ("gore", "r7"): "No"}
    with sheet.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(r | {"right": answers.get((r["code"], r["id"]), "")} for r in rows)
    (checked,) = report(swept, Asked(checked=sheet), job).checked
    assert (checked.code, checked.right, checked.rows, checked.precision) == ("gore", 1, 2, 0.5)
    assert (checked.low, checked.high) == wilson(1, 2)


def test_an_id_that_a_spreadsheet_would_run_is_inert(write_rows: Write, tmp_path: Path, job: Job) -> None:
    swept = write_rows([row(1, "gore", id="=1+1")], "swept.jsonl")
    write_sheet(tmp_path / "check.csv", report(swept, Asked(size=1), job).samples)
    assert "'=1+1" in (tmp_path / "check.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("code,right\ngore,perhaps\n", "line 2: expected yes, no or nothing"),
        ("code,right\nlanterns,yes\n", "line 2: expected a code"),
        ("a,b\n1,2\n", "line 2: expected a code"),
        ("code,right\ngore\n", "line 2: expected a code"),
    ],
)
def test_a_sheet_that_cannot_be_used_names_its_line(
    sheet: str, message: str, swept: Path, tmp_path: Path, job: Job
) -> None:
    path = tmp_path / "check.csv"
    path.write_text(sheet, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        report(swept, Asked(checked=path), job)


def test_an_earlier_run_says_what_moved_and_whether_chance_could(write_rows: Write, job: Job) -> None:
    before = write_rows([row(n, *["gore"] * (n < 10), *["death"] * (n < 10)) for n in range(1000)], "before.jsonl")
    now = write_rows([row(n, *["gore"] * (n < 60), *["death"] * (n < 14)) for n in range(1000)], "now.jsonl")
    earlier = report(now, Asked(earlier=before), job).earlier
    assert earlier is not None
    assert earlier.rows == 1000
    assert [(d.code, d.before, d.now, d.beyond) for d in earlier.moved] == [
        ("gore", 0.01, 0.06, True),
        ("death", 0.01, 0.014, False),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a", "text": "The lamp."}', "row 1: expected a row of a sweep: found neither"),
        ('{"id": "a", "action": "burn"}', "row 1: expected a row of a sweep: Invalid enum value"),
        ("no JSON", "row 1: expected a row of a sweep"),
    ],
)
def test_what_is_no_sweep_is_told(line: str, message: str, write_rows: Write, job: Job) -> None:
    with pytest.raises(DataError, match=message) as raised:
        report(write_rows([line], "out.jsonl"), Asked(), job)
    assert "lamp" not in str(raised.value)
    assert "burn" not in str(raised.value)


def test_a_table_without_the_columns_of_a_sweep_is_told(write_rows: Write, tmp_path: Path, job: Job) -> None:
    table = convert(write_rows(stories(2)), tmp_path / "in.parquet")
    with pytest.raises(UsageError, match="expected a column `sha256`"):
        report(table, Asked(), job)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (Asked(columns=("site",)), UsageError),
        (Asked(checked=Path("nowhere.csv")), NotFound),
        (Asked(earlier=Path("nowhere.jsonl")), NotFound),
    ],
)
def test_what_is_asked_and_not_there_is_told(asked: Asked, error: type[HeadnoteError], swept: Path, job: Job) -> None:
    with pytest.raises(error):
        report(swept, asked, job)


def test_an_empty_sweep_is_a_report_of_nothing(write_rows: Write, job: Job) -> None:
    made = report(write_rows([], "swept.jsonl"), Asked(), job)
    assert (made.rows, made.codes, made.columns) == (0, [], {})
    assert json.loads(msgspec.json.encode(made))["earlier"] is None


def test_bounds_of_a_proportion_are_those_of_the_tables() -> None:
    """Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3."""
    for right, rows, low, high in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]:
        assert wilson(right, rows) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("before", "now", "beyond"), [((0, 10), (10, 10), True), ((5, 10), (5, 10), False), ((0, 0), (5, 10), False)]
)
def test_two_proportions(before: tuple[int, int], now: tuple[int, int], beyond: bool) -> None:
    assert beyond_chance(*before, *now, 0.01) == beyond
