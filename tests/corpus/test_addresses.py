"""A sweep from a store to a store: the same bytes as on the disk, also where the connection breaks on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from headnote.corpus import Asked, Job, report, split, sweep
from headnote.corpus.places import place
from headnote.errors import OutputExists, SourceError
from tests.corpus.files import Write, convert, stories
from tests.corpus.stores import Shop

NAMES = ["a.jsonl", "deep/b.jsonl.gz", "deep/c.jsonl.zst", "deep/d.parquet"]
OUT = "shop://key:sesame@out"


@pytest.fixture
def corpus(write_rows: Write, tmp_path: Path) -> Iterator[Path]:
    """A folder of files of 90 rows, on the disk and as ``shop://corpus``."""
    Shop.empty()
    for name in NAMES:
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        convert(write_rows(stories(90)), path)
        Shop().pipe_file(f"/corpus/{name}", path.read_bytes())
    yield tmp_path / "corpus"
    Shop.empty()


def there(folder: str = "/out/") -> dict[str, bytes]:
    """Files of the store by name below a folder."""
    return {n.removeprefix(folder): f.getvalue() for n, f in Shop.store.items() if n.startswith(folder)}


def here(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def swept_here(corpus: Path, job: Job) -> dict[str, bytes]:
    sweep(corpus, corpus.parent / "swept", job, workers=0)
    return here(corpus.parent / "swept")


@pytest.mark.parametrize("source", ["shop://corpus", "shop://corpus/**/*.*"])
def test_a_sweep_of_a_store_writes_the_bytes_of_one_of_a_disk(
    source: str, corpus: Path, tmp_path: Path, job: Job
) -> None:
    state = tmp_path / "state"
    tally = sweep(source, OUT, job, workers=0, state=state)
    assert (tally.rows, tally.errors, tally.failed) == (360, 0, [])
    assert there() == swept_here(corpus, job)
    assert not here(state)


def test_what_is_done_in_a_store_is_not_read_again(corpus: Path, tmp_path: Path, job: Job) -> None:
    sweep("shop://corpus", OUT, job, workers=0, state=tmp_path)
    before = there()
    Shop().rm_file("/out/a.jsonl")
    Shop.seen.clear()
    assert sweep("shop://corpus", OUT, job, workers=0, state=tmp_path).known == 3
    assert there() == before
    assert len(Shop.seen) == 2  # the output and its manifest


@pytest.mark.parametrize("name", NAMES)
def test_a_connection_that_breaks_leaves_the_other_files_done(
    name: str, corpus: Path, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = swept_here(corpus, job)
    read = Shop._open

    def breaks(self: Shop, path: str, *args: object, **options: object) -> object:
        if path == f"/corpus/{name}":
            raise ConnectionResetError("sesame")
        return read(self, path, *args, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as while_broken:
        while_broken.setattr(Shop, "_open", breaks)
        tally = sweep("shop://corpus", OUT, job, workers=0, state=tmp_path)
    assert [(failed, type(error)) for failed, error in tally.failed] == [(name, SourceError)]
    assert "sesame" not in str(tally.failed[0][1])
    assert there() == {n: data for n, data in expected.items() if not n.startswith(name)}
    assert not sweep("shop://corpus", OUT, job, workers=0, state=tmp_path).failed
    assert there() == expected


def test_an_upload_that_breaks_is_made_again(
    corpus: Path, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = swept_here(corpus, job)
    with monkeypatch.context() as while_broken:
        while_broken.setattr(Shop, "put_file", _refuse)
        with pytest.raises(SourceError):
            sweep("shop://corpus/a.jsonl", OUT + "/a.jsonl", job, workers=0, state=tmp_path)
    assert not there()
    sweep("shop://corpus/a.jsonl", OUT + "/a.jsonl", job, workers=0, state=tmp_path)
    assert there() == {n: data for n, data in expected.items() if n.startswith("a.")}


def _refuse(*_: object, **__: object) -> None:
    raise ConnectionResetError("sesame")


def test_an_output_in_a_store_is_not_replaced_unless_asked(corpus: Path, tmp_path: Path, job: Job) -> None:
    Shop().pipe_file("/out/rows.jsonl", b"{}\n")
    with pytest.raises(OutputExists) as told:
        sweep("shop://corpus/a.jsonl", "shop://key:sesame@out/rows.jsonl", job, workers=0, state=tmp_path)
    assert "sesame" not in str(told.value)
    sweep("shop://corpus/a.jsonl", "shop://out/rows.jsonl", job, workers=0, state=tmp_path, force=True)
    assert place("shop://out/rows.jsonl").read() == swept_here(corpus, job)["a.jsonl"]


def test_a_split_and_a_report_read_stores(corpus: Path, tmp_path: Path, job: Job) -> None:
    sweep("shop://corpus", OUT, job, workers=0, state=tmp_path)
    for name in NAMES:
        source, out = f"shop://corpus/{name}", f"{OUT}/{name}"
        assert sum(split(source, out, tmp_path / "parts", force=True).values()) == 90
        made = report(out, Asked(source=source, size=2, earlier=out), job)
        assert made.rows == 90
        assert made.run is not None
        assert made.output.name == Path(name).name
    assert "sesame" not in json.dumps([str(place(OUT)), made.output.name])
