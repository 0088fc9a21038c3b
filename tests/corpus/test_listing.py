"""Which files of rows a source names, and where the output of each goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from headnote.corpus.listing import shards
from headnote.errors import HeadnoteError, MissingExtra, NotAFile, NotFound, NotPermitted, UsageError
from tests.corpus.stores import Shop

#: Files below the input folder, in no order.
FILES = [
    "b.jsonl",
    "a.jsonl",
    "a/z.parquet",
    "a/deep/c.jsonl.gz",
    "a/deep/c.jsonl",
    "a-b/c.JSONL.ZST",
    "odd[1]/x*.jsonl",
    "odd[1]/xy.jsonl",
    ".hidden.jsonl",
    "a/.cache/c.jsonl",
    "README.md",
    "a/jsonl",
]
#: What each pattern matches, in order; an empty one is the folder itself.
MATCHED = {
    "": [
        "a/deep/c.jsonl",
        "a/deep/c.jsonl.gz",
        "a/z.parquet",
        "a-b/c.JSONL.ZST",
        "a.jsonl",
        "b.jsonl",
        "odd[1]/x*.jsonl",
        "odd[1]/xy.jsonl",
    ],
    "*": ["a.jsonl", "b.jsonl"],
    "?.jsonl": ["a.jsonl", "b.jsonl"],
    "[b-z].jsonl": ["b.jsonl"],
    "**/*.jsonl.gz": ["a/deep/c.jsonl.gz"],
    "**/*.parquet": ["a/z.parquet"],
    "**/b.jsonl": ["b.jsonl"],
    "*/*/c.*": ["a/deep/c.jsonl", "a/deep/c.jsonl.gz"],
    "a/**": ["deep/c.jsonl", "deep/c.jsonl.gz", "z.parquet"],
    "a/deep/*.jsonl": ["c.jsonl"],
}


@pytest.fixture(params=["path", "file://", "shop://"])
def corpus(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a folder of these files, on the disk and in a store."""
    Shop.empty()
    for name in FILES:
        if request.param == "shop://":
            Shop().pipe_file(f"/bucket/corpus/{name}", b"{}\n")
        else:
            (tmp_path / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "corpus" / name).write_text("{}\n", encoding="utf-8")
    yield {
        "path": str(tmp_path / "corpus"),
        "file://": f"file://{tmp_path}/corpus",
        "shop://": "shop://key:sesame@bucket/corpus",
    }[request.param]
    Shop.empty()


@pytest.mark.parametrize("pattern", MATCHED)
def test_a_folder_or_a_pattern_names_files_in_order(pattern: str, corpus: str, tmp_path: Path) -> None:
    folder = f"{corpus}/a" if pattern == "a/**" else f"{corpus}/a/deep" if pattern.startswith("a/deep") else corpus
    for out in (str(tmp_path / "swept"), "shop://swept/", "memory://"):
        found = shards(f"{corpus}/{pattern}", out)
        assert [shard.name for shard in found] == MATCHED[pattern]
        assert [shard.source.address.removeprefix("file://") for shard in found] == [
            f"{folder.removeprefix('file://')}/{name}" for name in MATCHED[pattern]
        ]
        start = out if out.endswith("/") else out + "/"
        assert [shard.out.address for shard in found] == [start + name for name in MATCHED[pattern]]
        assert not any(shard.alone for shard in found)
    assert all(shard.source.read() == b"{}\n" for shard in found)


@pytest.mark.parametrize("name", ["a.jsonl", "odd[1]/x*.jsonl", "README.md", ".hidden.jsonl"])
def test_one_file_is_itself_whatever_its_name(name: str, corpus: str, tmp_path: Path) -> None:
    found = shards(f"{corpus}/{name}", tmp_path / "out.jsonl")
    assert [(s.name, s.out.local, s.alone) for s in found] == [(Path(name).name, tmp_path / "out.jsonl", True)]
    assert found[0].source.read() == b"{}\n"


def test_a_folder_whose_name_looks_like_a_pattern_is_itself(corpus: str, tmp_path: Path) -> None:
    found = shards(f"{corpus}/odd[1]", tmp_path / "swept")
    assert [shard.name for shard in found] == ["x*.jsonl", "xy.jsonl"]


def test_a_pattern_below_a_folder_whose_name_looks_like_one(tmp_path: Path) -> None:
    (tmp_path / "odd[1]").mkdir()
    (tmp_path / "odd[1]" / "rows.jsonl").touch()
    found = shards(tmp_path / "odd[1]" / "*.jsonl", tmp_path / "swept")
    assert [shard.name for shard in found] == ["rows.jsonl"]


def test_a_pattern_of_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.jsonl").touch()
    assert [(s.name, str(s.source), str(s.out)) for s in shards("*.jsonl", "swept")] == [
        ("rows.jsonl", "rows.jsonl", str(Path("swept/rows.jsonl")))
    ]


def test_a_chain_of_stores_is_listed(tmp_path: Path) -> None:
    from zipfile import ZipFile

    with ZipFile(tmp_path / "rows.zip", "w") as packed:
        for name in FILES:
            packed.writestr(name, "{}\n")
    found = shards(f"zip://**/*.gz::{tmp_path}/rows.zip", tmp_path / "swept")
    assert [(s.name, s.source.read()) for s in found] == [("a/deep/c.jsonl.gz", b"{}\n")]


#: What is named, below the folder where the input is `corpus`, and what is wrong with it.
REFUSED: list[tuple[str, str, type[HeadnoteError]]] = [
    ("corpus/a.jsonl", "corpus/a.jsonl", UsageError),
    ("corpus", "corpus", UsageError),
    ("corpus", "corpus/", UsageError),
    ("corpus", "corpus/swept", UsageError),
    ("corpus/**/*.jsonl", "corpus/swept", UsageError),
    ("corpus/*.jsonl", "corpus", UsageError),
    ("corpus/a/deep", "corpus/a/deep", UsageError),
    ("corpus/gone", "swept", NotFound),
    ("corpus/gone.jsonl", "swept.jsonl", NotFound),
    ("gone/*.jsonl", "swept", NotFound),
    ("corpus/*.md", "swept", NotFound),
    ("corpus/a/.cache", "https://host/swept", UsageError),
    ("corpus", "nosuch://swept", UsageError),
    ("corpus", "shelf://books/swept", MissingExtra),
]


@pytest.mark.parametrize(("source", "out", "error"), REFUSED)
def test_what_cannot_be_swept_is_told(
    source: str, out: str, error: type[HeadnoteError], corpus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fsspec.registry import known_implementations

    lacking = {"class": "no_such_package.Store", "err": "Install no_such_package to open shelves"}
    monkeypatch.setitem(known_implementations, "shelf", lacking)
    above = corpus.removesuffix("corpus")
    with pytest.raises(error) as told:
        shards(above + source, out if "://" in out else above + out)
    assert "sesame" not in str(told.value)
    assert "\n" not in str(told.value)
    assert told.value.hint


@pytest.mark.parametrize(("source", "out"), [("corpus/*.jsonl", "corpus/swept"), ("corpus/a", "corpus/swept")])
def test_an_output_that_is_never_read_again_may_lie_beside_its_input(source: str, out: str, corpus: str) -> None:
    above = corpus.removesuffix("corpus")
    assert shards(above + source, above + out)


def test_an_output_is_no_input(tmp_path: Path) -> None:
    for name in ("in/rows.jsonl", "in/in/rows.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    with pytest.raises(UsageError, match="got an input"):
        shards(tmp_path / "in", tmp_path)


def test_folders_and_files_are_not_taken_for_one_another(corpus: str, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there.jsonl").touch()
    with pytest.raises(NotAFile):
        shards(f"{corpus}/a.jsonl", tmp_path / "there")
    with pytest.raises(UsageError):
        shards(corpus, tmp_path / "there.jsonl")


def test_a_pattern_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(HeadnoteError) as told:
        shards(tmp_path / "a**b" / "*.jsonl", tmp_path / "swept")
    assert isinstance(told.value, UsageError | NotFound)


def test_a_store_that_lets_nobody_in_is_told(corpus: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("sesame opens it")

    for call in ("info", "find", "glob"):
        monkeypatch.setattr(Shop, call, refuse)
    for source in ("shop://bucket/corpus", "shop://bucket/corpus/*.jsonl", "shop://bucket/corpus/a.jsonl"):
        with pytest.raises(NotPermitted) as told:
            shards(source, tmp_path / "swept")
        assert "sesame" not in str(told.value)
