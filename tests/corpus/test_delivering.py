"""Finished lines become an output in its form: input columns come back exactly, and nothing of a withheld row does."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from headnote.corpus import Job, joining, sweep
from headnote.corpus.delivering import deliver
from headnote.corpus.duplicates import Alike, Duplicate
from headnote.corpus.places import place
from headnote.corpus.swept import swept
from headnote.errors import DataError, HeadnoteError, OutputFailed, UsageError
from headnote.verdict import Policy
from headnote.verdict.condition import Condition
from headnote.verdict.policy import PolicyRule
from tests.corpus import tables, test_report
from tests.corpus.files import Write, convert, rows_of, unpacked

FORMS = [".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet"]
ACTIONS = ["list", "label", "gate", "review", "withhold", "error"]
TELLING = re.compile(r"telling\d{5}word")


def lines(ids: list[Any], actions: list[str], *, sketch: bool = False) -> list[dict[str, Any]]:
    """Rows of a sweep, one for each id."""
    found: list[dict[str, Any]] = []
    for number, (its_id, action) in enumerate(zip(ids, actions, strict=True)):
        if action == "error":
            found.append({"id": its_id, "error": f"row {number + 1}: expected a story, found none"})
        else:
            more = {"sketch": "c2tldGNo"} if sketch else {}
            found.append(
                test_report.row(number, "gore", action=action) | {"id": its_id, "sha256": f"{number:064x}"} | more
            )
    return found


def partial_of(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "out.partial"
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    return path


def plain(values: Any) -> list[Any]:
    """The values of a column, whatever it is packed in."""
    return [value.as_py() for value in values]


# Without the input


@pytest.mark.parametrize("suffix", FORMS)
def test_every_form_holds_the_same_rows(suffix: str, tmp_path: Path, job: Job) -> None:
    rows = lines(["a", 7, "c"], ["list", "withhold", "error"])
    partial, out = partial_of(tmp_path, rows), tmp_path / f"out{suffix}"
    deliver(partial, place(out), source=None, job=job, alike=None)
    given = [{k: v for k, v in row.items() if v is not None} for row in unpacked(out)]
    # A table has one type of ids.
    assert given == [row | {"id": str(row["id"])} if suffix == ".parquet" else row for row in rows]
    assert {path.name for path in tmp_path.iterdir()} - {"out.partial"} == {out.name}


@pytest.mark.parametrize("suffix", FORMS)
def test_what_a_row_is_like_is_told_and_its_sketch_is_not(suffix: str, tmp_path: Path, job: Job) -> None:
    both = msgspec.structs.replace(job, duplicates=True)
    rows = lines([1, 2, 3, 4], ["list", "label", "error", "withhold"], sketch=True)
    alike: Alike = {1: Duplicate("1", 0.91), 3: Duplicate("b.jsonl#9", 1.0)}
    partial, out = partial_of(tmp_path, rows), tmp_path / f"out{suffix}"
    deliver(partial, place(out), source=None, job=both, alike=alike)
    told = [(row["id"], row.get("duplicate_of"), row.get("likeness")) for row in unpacked(out)]
    assert told == [(1, None, None), (2, "1", 0.91), (3, None, None), (4, "b.jsonl#9", 1.0)]
    assert not any("sketch" in row for row in unpacked(out))
    # The ids of the others are read from it yet.
    assert partial.exists()


# With the input: JSON Lines


ODD = [
    b'{"id": "r0", "text": "A door.", "n": 1.10, "big": 123456789012345678901234567890}',
    b'  { "text" : "A \\u0064oor.", "id":"r1","id2":[NaN, -0.0, 1E400] }  \r',
    b'{"id":"r2","text":"Rain.","text":"Twice."\t}',
    '{"id": "r3", "text": "\U0001f56f é", "deep": {"headnote": 1}}'.encode(),
]


@pytest.mark.parametrize("suffix", FORMS[:3])
def test_a_line_comes_back_to_the_byte(suffix: str, write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = convert(write_rows(ODD), tmp_path / f"in{suffix}")
    rows = lines(["r0", "r1", "r2", "r3"], ["list", "error", "label", "review"])
    out = tmp_path / "out.jsonl"
    deliver(partial_of(tmp_path, rows), place(out), source=place(source), job=job, alike=None)
    for line, written, row in zip(ODD, out.read_bytes().splitlines(), rows, strict=True):
        before, mark, found = written.partition(b',"headnote":')
        assert mark
        assert before == line.strip()[:-1].rstrip()
        assert json.loads(found[:-1]) == {name: value for name, value in row.items() if name != "id"}
        assert json.loads(written)["id"] == row["id"]


def test_a_line_that_is_no_object_has_its_error(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = write_rows([{"post": 1, "text": "Rain."}, "no JSON", "[1]", {}])
    rows = lines([1, None, None, None], ["list", "error", "error", "error"])
    out = tmp_path / "out.jsonl"
    job = msgspec.structs.replace(job, id_column="post")
    deliver(partial_of(tmp_path, rows), place(out), source=place(source), job=job, alike=None)
    assert rows_of(out)[1:] == [{"post": None, "headnote": {"error": row["error"]}} for row in rows[1:]]


@given(actions=st.lists(st.sampled_from(ACTIONS), max_size=40), whole_numbers=st.booleans())
@settings(max_examples=40, deadline=None)
def test_lines_of_withheld_rows_are_not_in_the_output(
    actions: list[str], whole_numbers: bool, tmp_path_factory: pytest.TempPathFactory, job: Job
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    ids: list[Any] = [n if whole_numbers else f"r{n}" for n in range(len(actions))]
    given = [
        {"site": tables.telling(n), "id": i, "text": f"The {tables.telling(n)}.", "deep": [{"x": tables.telling(n)}]}
        for n, i in enumerate(ids)
    ]
    source, out = folder / "in.jsonl", folder / "out.jsonl"
    source.write_bytes(b"".join(msgspec.json.encode(fields) + b"\n" for fields in given))
    deliver(partial_of(folder, lines(ids, actions)), place(out), source=place(source), job=job, alike=None)
    assert_kept(given, actions, rows_of(out))
    assert set(TELLING.findall(out.read_text())) == {
        tables.telling(n) for n, a in enumerate(actions) if a != "withhold"
    }


def assert_kept(given: list[dict[str, Any]], actions: list[str], written: list[dict[str, Any]]) -> None:
    for number, (fields, action, row) in enumerate(zip(given, actions, written, strict=True)):
        found = row.pop("headnote")
        if action == "withhold":
            assert row == {"id": fields["id"]}
            assert list(found) == ["sha256", "action", "reasons"]
        else:
            assert row == fields
            assert found.get("action", "error") == action
            assert next(iter(found)) == ("error" if action == "error" else "sha256")
        assert found.get("sha256", f"{number:064x}") == f"{number:064x}"


# With the input: Parquet


@pytest.fixture
def unpacked_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parquet written without compression, which would hide words from a search in its bytes."""
    monkeypatch.setattr(parquet, "ParquetWriter", functools.partial(parquet.ParquetWriter, compression="none"))


IDS: dict[str, tuple[Any, Callable[[int], Any]]] = {
    "text": (pa.string(), lambda n: f"r{n}"),
    "large text": (pa.large_string(), lambda n: f"r{n}"),
    "a dictionary": (pa.dictionary(pa.int32(), pa.string()), lambda n: f"r{n}"),
    "whole numbers": (pa.int32(), lambda n: n),
}


@pytest.mark.usefixtures("unpacked_pages")
@pytest.mark.parametrize("kind", IDS)
@pytest.mark.parametrize(("optional", "sparse"), [(True, False), (True, True), (False, False)])
def test_columns_of_every_type_come_back_and_those_of_withheld_rows_do_not(
    kind: str, optional: bool, sparse: bool, tmp_path: Path, job: Job
) -> None:
    of_ids, its_id = IDS[kind]
    ids = [its_id(n) for n in range(200)]
    actions = [ACTIONS[(n * n + n // 7) % len(ACTIONS)] for n in range(200)]
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table = tables.write(source, ids, kind=of_ids, optional=optional, sparse=sparse)
    deliver(partial_of(tmp_path, lines(ids, actions)), place(out), source=place(source), job=job, alike=None)

    written = parquet.read_table(out)
    assert plain(written["id"]) == ids
    for name in tables.kinds(optional):
        expected = [v if a != "withhold" else None for v, a in zip(plain(table[name]), actions, strict=True)]
        assert plain(written[name]) == expected, name
    found = written["headnote"].to_pylist()
    assert [f["action"] or "error" for f in found] == actions
    assert all(f["scores"] is None for f in found if f["action"] in (None, "withhold"))
    assert set(TELLING.findall(out.read_bytes().decode("latin-1"))) == _telling(table, actions)


def _telling(table: Any, actions: list[str]) -> set[str]:
    """Words of the rows that are kept."""
    kept = [row for row, action in zip(table.to_pylist(), actions, strict=True) if action != "withhold"]
    return set(TELLING.findall(repr(kept)))


def test_the_schema_is_the_inputs_with_null_allowed(tmp_path: Path, job: Job) -> None:
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    ids = ["a", "b"]
    tables.write(source, ids, optional=False)
    partial = partial_of(tmp_path, lines(ids, ["list", "withhold"]))
    deliver(partial, place(out), source=place(source), job=job, alike=None)
    given, written = parquet.read_schema(source), parquet.read_schema(out)
    assert written.names == [*given.names, "headnote"]
    assert written.metadata[b"license"] == b"of the quay"
    for field in given:
        other = written.field(field.name)
        assert other.nullable
        assert other.metadata[b"about"] == field.name.encode() if field.metadata else True
        if not pa.types.is_nested(field.type):
            assert other.type == field.type


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_tables_of_any_length_and_any_actions(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, job: Job
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    actions = data.draw(st.lists(st.sampled_from(ACTIONS), max_size=150))
    ids = [f"r{n}" for n in range(len(actions))]
    source, out = folder / "in.parquet", folder / "out.parquet"
    table = tables.write(source, ids, group=data.draw(st.integers(1, 100)))
    deliver(partial_of(folder, lines(ids, actions)), place(out), source=place(source), job=job, alike=None)
    written = parquet.read_table(out)
    for name in ("text", "few", "tags", "part", "map"):
        expected = [v if a != "withhold" else None for v, a in zip(plain(table[name]), actions, strict=True)]
        assert plain(written[name]) == expected


def test_what_a_row_is_like_stands_with_what_was_found(tmp_path: Path, job: Job) -> None:
    both = msgspec.structs.replace(job, duplicates=True, with_input=True)
    ids, actions = ["a", "b", "c"], ["list", "list", "withhold"]
    alike: Alike = {1: Duplicate("a", 0.91), 2: Duplicate("a", 1.0)}
    rows = lines(ids, actions, sketch=True)
    source = tmp_path / "in.parquet"
    tables.write(source, ids)
    out = tmp_path / "out.parquet"
    deliver(partial_of(tmp_path, rows), place(out), source=place(source), job=both, alike=alike)
    told = [(row["headnote"]["duplicate_of"], row["headnote"]["likeness"]) for row in unpacked(out)]
    assert told == [(None, None), ("a", 0.91), (None, None)]


def test_the_same_rows_are_the_same_bytes(tmp_path: Path, job: Job) -> None:
    ids = [f"r{n}" for n in range(100)]
    source = tmp_path / "in.parquet"
    tables.write(source, ids)
    partial = partial_of(tmp_path, lines(ids, [ACTIONS[n % 6] for n in range(100)]))
    outs = [tmp_path / name for name in ("one.parquet", "two.parquet")]
    for out in outs:
        deliver(partial, place(out), source=place(source), job=job, alike=None)
    assert outs[0].read_bytes() == outs[1].read_bytes()


# What is refused


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_another_input_is_told_and_leaves_nothing(suffix: str, write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = convert(write_rows([{"id": i, "text": "Rain."} for i in ("a", "b", "x")]), tmp_path / f"in{suffix}")
    out = tmp_path / f"out{suffix}"
    partial = partial_of(tmp_path, lines(["a", "b", "c"], ["list"] * 3))
    with pytest.raises(DataError, match=r"part at row 3$"):
        deliver(partial, place(out), source=place(source), job=job, alike=None)
    assert not out.exists()
    assert not list(tmp_path.glob("*.new"))


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_a_column_of_our_name_is_refused(suffix: str, write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = convert(write_rows([{"id": "a", "text": "Rain.", "headnote": "a lantern"}]), tmp_path / f"in{suffix}")
    partial = partial_of(tmp_path, lines(["a"], ["list"]))
    with pytest.raises(UsageError, match="expected no column `headnote`") as told:
        deliver(partial, place(tmp_path / f"out{suffix}"), source=place(source), job=job, alike=None)
    assert "lantern" not in str(told.value)


@pytest.mark.parametrize(("given", "wanted"), [(".jsonl", ".parquet"), (".parquet", ".jsonl.gz")])
def test_an_output_of_another_kind_than_the_input_is_refused_before_the_first_row(
    given: str, wanted: str, write_rows: Write, tmp_path: Path
) -> None:
    source = convert(write_rows([{"id": "a", "text": "Rain."}]), tmp_path / f"in{given}")
    with pytest.raises(UsageError, match="same kind"):
        joining.check(source, tmp_path / f"out{wanted}")


@pytest.mark.parametrize("suffix", FORMS)
def test_a_column_of_our_name_is_refused_before_the_first_row(suffix: str, write_rows: Write, tmp_path: Path) -> None:
    good, bad = ({"id": "a", "text": "Rain.", **more} for more in ({}, {"headnote": None}))
    for rows, name in (([good, good], "good"), ([bad, good], "bad")):
        convert(write_rows(rows), tmp_path / f"{name}{suffix}")
    joining.check(tmp_path / f"good{suffix}", tmp_path / f"out{suffix}")
    with pytest.raises(UsageError, match="expected no column `headnote`"):
        joining.check(tmp_path / f"bad{suffix}", tmp_path / f"out{suffix}")


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_an_output_with_its_input_is_no_plain_one(suffix: str, write_rows: Write, tmp_path: Path, job: Job) -> None:
    source, out = convert(write_rows([{"id": "a", "text": "Rain."}]), tmp_path / f"in{suffix}"), tmp_path / f"o{suffix}"
    deliver(partial_of(tmp_path, lines(["a"], ["list"])), place(out), source=place(source), job=job, alike=None)
    with pytest.raises(HeadnoteError, match="expected a") as told:
        list(swept(out))
    assert "--with-input" in told.value.hint


def test_a_full_disk_is_said_and_the_lines_are_kept(tmp_path: Path, job: Job) -> None:
    partial = partial_of(tmp_path, lines(["a"], ["list"]))
    partial.with_name(partial.name + ".new").symlink_to("/dev/full")
    with pytest.raises(OutputFailed, match="No space left"):
        deliver(partial, place(tmp_path / "out.jsonl.gz"), source=None, job=job, alike=None)
    assert partial.exists()


# From end to end


@pytest.mark.parametrize("suffix", FORMS)
def test_a_sweep_with_its_input(suffix: str, write_rows: Write, tmp_path: Path, job: Job) -> None:
    rule = PolicyRule(id="wound", action="withhold", reason="None of it.", when=Condition(code=("gore",)))
    job = msgspec.structs.replace(job, policy=Policy(name="quay", rule=(rule,)), with_input=True)
    gore = "The telling00001word lay in a pool of blood, the flesh torn from the bone and the guts spilled out."
    rows = [{"id": "a", "text": "Rain came in under the door.", "site": "quay"}, {"id": "b", "text": gore, "site": "x"}]
    source, out = convert(write_rows(rows), tmp_path / f"in{suffix}"), tmp_path / f"out{suffix}"
    sweep(source, out, job, workers=0)
    one, other = unpacked(out)
    assert {k: v for k, v in one.items() if k != "headnote"} == rows[0]
    assert one["headnote"]["action"] == "list"
    assert {k: v for k, v in other.items() if v is not None and k != "headnote"} == {"id": "b"}
    assert {k for k, v in other["headnote"].items() if v is not None} == {"sha256", "action", "reasons"}
