"""Files of rows by path and by address: read, written, and what is said where that cannot be."""

from __future__ import annotations

import errno
import hashlib
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from headnote.corpus import places
from headnote.corpus.places import Place, place
from headnote.errors import (
    HeadnoteError,
    MissingExtra,
    NotAFile,
    NotFound,
    NotPermitted,
    OutputFailed,
    SourceError,
    UsageError,
)
from tests.corpus.stores import Shop
from tests.corpus.web import Site, served

SECRET = "sesame"


@pytest.fixture
def shop() -> Iterator[type[Shop]]:
    Shop.empty()
    yield Shop
    Shop.empty()


@pytest.fixture
def site() -> Iterator[Site]:
    pytest.importorskip("aiohttp", reason="fsspec reads the web by aiohttp")
    with served({"rows.jsonl": b'{"id": 1}\n'}) as site:
        yield site


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("corpus/rows.jsonl", "rows.jsonl"),
        ("/tmp/rows*.jsonl", "rows*.jsonl"),
        ("a::b.jsonl", "a::b.jsonl"),
        ("zip::rows.zip", "zip::rows.zip"),
        ("C://corpus/rows.jsonl", "rows.jsonl"),
        ("10:30://rows.jsonl", "rows.jsonl"),
        ("file:///tmp/rows.jsonl", "rows.jsonl"),
        ("local:///tmp/rows.jsonl", "rows.jsonl"),
    ],
)
def test_paths_of_this_machine(where: str, name: str) -> None:
    found = place(where)
    assert found.local is not None
    assert (found.local.name, found.name) == (name, name)
    assert "file:" not in str(found)


@pytest.mark.parametrize(
    ("where", "name", "beside", "under"),
    [
        ("s3://bucket/a/r.parquet", "r.parquet", "s3://bucket/a/r.parquet.run.json", "s3://bucket/a/r.parquet/d/x"),
        ("s3://bucket/a/", "a", "s3://bucket/a.run.json", "s3://bucket/a/d/x"),
        ("ftp://mara:sesame@host", "host", None, "ftp://mara:sesame@host/d/x"),
        ("memory://", "", None, "memory://d/x"),
        (
            "https://host/a/r.jsonl?v=2",
            "r.jsonl",
            "https://host/a/r.jsonl.run.json?v=2",
            "https://host/a/r.jsonl/d/x?v=2",
        ),
        ("zip://a/r.jsonl::/t/r.zip", "r.jsonl", "zip://a/r.jsonl.run.json::/t/r.zip", "zip://a/r.jsonl/d/x::/t/r.zip"),
        (
            "simplecache::s3://b/r.jsonl",
            "r.jsonl",
            "simplecache::s3://b/r.jsonl.run.json",
            "simplecache::s3://b/r.jsonl/d/x",
        ),
        ("s3://b/what?.jsonl", "what?.jsonl", "s3://b/what?.jsonl.run.json", "s3://b/what?.jsonl/d/x"),
    ],
)
def test_addresses_in_parts(where: str, name: str, beside: str | None, under: str) -> None:
    found = place(where)
    assert (found.local, found.name, found.under("d/x").address) == (None, name, under)
    assert beside is None or found.beside(".run.json").address == beside


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("s3://bucket/r.jsonl", "s3://bucket/r.jsonl"),
        ("s3://key:sesame@bucket/r.jsonl", "s3://***@bucket/r.jsonl"),
        ("s3://key:open/sesame@bucket/r.jsonl", "s3://***@bucket/r.jsonl"),
        ("ftp://mara:sesame@host/r.jsonl", "ftp://***@host/r.jsonl"),
        ("sftp://mara@host/r.jsonl", "sftp://mara@host/r.jsonl"),
        ("abfs://container@account/r.jsonl", "abfs://container@account/r.jsonl"),
        ("https://sesame@host/r.jsonl", "https://***@host/r.jsonl"),
        ("https://host/r.jsonl?v=1&sig=sesame", "https://host/r.jsonl?***"),
        ("simplecache::https://host/r.jsonl?sig=sesame", "simplecache::https://host/r.jsonl?***"),
        ("zip://r.jsonl::s3://key:sesame@bucket/r.zip", "zip://r.jsonl::s3://***@bucket/r.zip"),
    ],
)
def test_keys_in_an_address_are_not_shown(where: str, shown: str) -> None:
    assert (str(place(where)), repr(place(where))) == (shown, f"Place({shown!r})")
    assert place(where).address == where
    assert pickle.loads(pickle.dumps(place(where))) == place(where)


@pytest.mark.parametrize("where", ["memory://rows.jsonl", "s3://bucket/*.jsonl", "odd::memory://rows.jsonl"])
def test_a_path_that_exists_is_that_path(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert place(where).local is None
    Path(where).parent.mkdir(parents=True)
    Path(where).write_text("here", encoding="utf-8")
    assert place(where).local == Path(where)
    assert place(where).read() == b"here"


def test_a_store_is_read_as_a_disk_is(shop: type[Shop], tmp_path: Path) -> None:
    data = os.urandom(10_000)
    (tmp_path / "rows.jsonl").write_bytes(data)
    Shop().pipe_file("/c/rows.jsonl", data)
    for found in (
        place(tmp_path / "rows.jsonl"),
        place((tmp_path / "rows.jsonl").as_uri()),
        place("shop://c/rows.jsonl"),
    ):
        assert (found.read(), found.size(), found.exists(), found.is_folder()) == (data, len(data), True, False)
        assert found.digest() == hashlib.sha256(data).hexdigest()
        assert not found.beside(".gone").exists()
    assert place("shop://c").is_folder()


def test_a_file_of_a_zip_is_read(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "rows.zip", "w") as packed:
        packed.writestr("a/rows.jsonl", "{}\n")
    assert place(f"zip://a/rows.jsonl::{tmp_path}/rows.zip").read() == b"{}\n"


def test_a_file_in_memory_is_read_twice_at_a_time() -> None:
    """fsspec has one position for all who opened it."""
    import fsspec

    fsspec.filesystem("memory").pipe_file("/twice.jsonl", bytes(range(200)) * 50_000)
    with place("memory://twice.jsonl").opened() as one, place("memory://twice.jsonl").opened() as other:
        read = [(one.read(3_000_000), other.read(3_000_000)) for _ in range(3)]
    assert all(ours == theirs for ours, theirs in read)
    assert b"".join(ours for ours, _ in read) == (bytes(range(200)) * 50_000)[:9_000_000]


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("{tmp}/gone.jsonl", NotFound),
        ("{tmp}", NotAFile),
        ("{tmp}/" + "n" * 300 + ".jsonl", SourceError),
        ("{tmp}/null\0.jsonl", SourceError),
        ("{tmp}/file/rows.jsonl", SourceError),
        ("shop://gone.jsonl", NotFound),
        ("memory://folder", NotAFile),
        ("nosuch://rows.jsonl", UsageError),
    ],
)
def test_what_cannot_be_read_is_told(where: str, error: type[HeadnoteError], shop: type[Shop], tmp_path: Path) -> None:
    import fsspec

    (tmp_path / "file").touch()
    fsspec.filesystem("memory").makedirs("/folder", exist_ok=True)
    with pytest.raises(error) as told:
        place(where.format(tmp=tmp_path)).read()
    assert "\n" not in str(told.value)
    assert told.value.hint


def test_a_package_that_a_store_needs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from fsspec.registry import known_implementations

    lacking = {"class": "no_such_package.Store", "err": "Install no_such_package to open shelves"}
    monkeypatch.setitem(known_implementations, "shelf", lacking)
    for where in ("shelf://key:sesame@books/rows.jsonl", "simplecache::shelf://key:sesame@books/rows.jsonl"):
        with pytest.raises(MissingExtra) as told:
            place(where).read()
        assert told.value.hint == lacking["err"]
        assert SECRET not in str(told.value)


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (PermissionError("The key sesame is not known"), NotPermitted),
        (ConnectionResetError("sesame"), SourceError),
        (TimeoutError("sesame"), SourceError),
        (RuntimeError("sesame"), SourceError),
    ],
)
def test_what_a_store_says_is_told_without_its_words(
    raised: Exception, error: type[HeadnoteError], shop: type[Shop], monkeypatch: pytest.MonkeyPatch
) -> None:
    Shop().pipe_file("/rows.jsonl", b"{}\n" * 10)
    monkeypatch.setattr(Shop, "fails_at", 5)
    monkeypatch.setattr(Shop, "error", raised)
    with pytest.raises(error) as told:
        place("shop://key:sesame@rows.jsonl").read()
    assert type(told.value) is error
    assert SECRET not in f"{told.value} {told.value.hint}"
    assert (told.value.__cause__, told.value.__suppress_context__) == (None, True)


def test_a_finished_file_is_moved_to_its_place(tmp_path: Path) -> None:
    for data in (b"one", b"two"):
        (tmp_path / "done").write_bytes(data)
        place(tmp_path / "new" / "folder" / "rows.jsonl").deliver(tmp_path / "done")
        assert (tmp_path / "new" / "folder" / "rows.jsonl").read_bytes() == data
        assert not (tmp_path / "done").exists()


def test_a_finished_file_reaches_another_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    replace = Path.replace

    def between_disks(self: Path, target: Path) -> Path:
        moved.append(self.name)
        if self.name == "done":
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", between_disks)
    (tmp_path / "done").write_bytes(b"one")
    place(tmp_path / "rows.jsonl").deliver(tmp_path / "done")
    assert moved == ["done", "rows.jsonl.new"]
    assert [p.name for p in tmp_path.iterdir()] == ["rows.jsonl"]
    assert (tmp_path / "rows.jsonl").read_bytes() == b"one"


def test_a_place_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "done").write_bytes(b"one")
    (tmp_path / "file").touch()
    with pytest.raises(OutputFailed):
        place(tmp_path / "file" / "rows.jsonl").deliver(tmp_path / "done")
    assert (tmp_path / "done").read_bytes() == b"one"


def test_a_finished_file_is_seen_in_a_store_when_it_is_whole(
    shop: type[Shop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "done").write_bytes(b"first")
    place("shop://out/a/rows.jsonl").deliver(tmp_path / "done")
    assert place("shop://out/a/rows.jsonl").read() == b"first"
    assert not (tmp_path / "done").exists()

    (tmp_path / "done").write_bytes(b"second")
    monkeypatch.setattr(Shop, "fails_at", 3)
    with pytest.raises(SourceError):
        place("shop://out/a/rows.jsonl").deliver(tmp_path / "done")
    monkeypatch.setattr(Shop, "fails_at", None)
    assert place("shop://out/a/rows.jsonl").read() == b"first"
    assert set(Shop.store) == {"/out/a/rows.jsonl"}
    assert Shop.seen[0] == {"/out/a/.rows.jsonl.new"}
    assert (tmp_path / "done").exists()

    place("shop://out/a/rows.jsonl").deliver(tmp_path / "done")
    assert place("shop://out/a/rows.jsonl").read() == b"second"


@pytest.mark.parametrize("where", ["https://host/rows.jsonl", "zip://rows.jsonl::/tmp/rows.zip"])
def test_places_that_are_read_only_are_told(where: str, tmp_path: Path) -> None:
    (tmp_path / "done").write_bytes(b"one")
    with pytest.raises(UsageError, match="read only"):
        place(where).deliver(tmp_path / "done")


def test_the_web_is_read_in_parts(site: Site) -> None:
    data = os.urandom(places.PIECE + 1000)
    site.files["rows.jsonl"] = data
    assert place(site.address("rows.jsonl")).read() == data
    assert place(site.address("rows.jsonl")).size() == len(data)
    site.asked.clear()
    with place(site.address("rows.jsonl")).opened() as file:
        assert file.read(10) == data[:10]
    assert site.asked == [(0, places.PIECE)]


@pytest.mark.parametrize(
    ("key", "path", "error"),
    [(SECRET, "rows.jsonl", None), ("wrong", "rows.jsonl", NotPermitted), (SECRET, "gone.jsonl", NotFound)],
)
def test_the_web_refuses(key: str, path: str, error: type[HeadnoteError] | None, site: Site) -> None:
    site.key = SECRET
    found = place(site.address(path) + f"?key={key}")
    if error is None:
        assert found.read() == site.files[path]
        return
    with pytest.raises(error) as told:
        found.read()
    assert key not in f"{told.value}"


def test_a_server_that_is_gone_is_told(site: Site) -> None:
    with pytest.raises(SourceError, match="ClientConnectorError"):
        place("http://127.0.0.1:1/rows.jsonl").exists()
    site.breaks_at = 5
    with pytest.raises(SourceError, match="read on at byte 0"):
        Place(site.address("rows.jsonl")).read()
