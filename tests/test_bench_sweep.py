"""The bench of sweeps: its corpus is the same bytes each time and has the lengths it says; a run prints its tables."""

from __future__ import annotations

import hashlib
import json
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from bench import sweep_corpus, sweep_order, watching
from bench.sweep_corpus import Corpus, Texts, make, rows
from pyarrow import parquet

ROOT = Path(__file__).parent.parent
STORIES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ../shared/data is, made of the examples."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "novels" / "Lamp").mkdir(parents=True)
    (folder / "novels" / "Lamp" / "text.txt").write_text("\nChapter 1\n".join(STORIES * 3), encoding="utf-8")
    lines = [json.dumps({"text": part}) for story in STORIES for part in story.split("\n\n") if len(part.split()) > 9]
    for name in ("passages.jsonl", "moderation.jsonl"):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def texts(data: Path) -> Texts:
    return sweep_corpus.texts_of(data)


def digests(folder: Path) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "rows").iterdir())]


def test_the_same_seed_gives_the_same_bytes(texts: Texts, tmp_path: Path) -> None:
    made = [make(tmp_path / name, texts, 1, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    assert made[0] == made[1]
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert digests(tmp_path / "a") != digests(tmp_path / "c")


def test_what_is_there_is_found_and_another_size_is_made_anew(texts: Texts, tmp_path: Path) -> None:
    first = make(tmp_path, texts, 1)
    times = [path.stat().st_mtime_ns for path in (tmp_path / "rows").iterdir()]
    assert make(tmp_path, texts, 1) == first
    assert [path.stat().st_mtime_ns for path in (tmp_path / "rows").iterdir()] == times
    assert sum(shard.characters for shard in make(tmp_path, texts, 2).shards) >= 2_000_000


def test_it_says_what_it_holds(texts: Texts, tmp_path: Path) -> None:
    made = make(tmp_path, texts, 1)
    assert 1_000_000 <= size(made) < 1_500_000  # a shard ends with the row that fills it
    for shard in made.shards:
        found = parquet.read_table(tmp_path / "rows" / shard.name).to_pylist()
        assert len({row["id"] for row in found}) == len(found) == shard.rows
        assert sum(len(row["text"]) for row in found) == shard.characters == sum(shard.kinds.values())
        assert all(row["text"].strip() for row in found)


def size(corpus: Corpus) -> int:
    return sum(shard.characters for shard in corpus.shards)


@pytest.mark.parametrize(("number", "giants"), [(0, 0), (1, 1), (2, 0), (17, 1)])
def test_a_shard_has_the_lengths_that_it_should(texts: Texts, number: int, giants: int) -> None:
    drawn = list(rows(texts, number, 12_000_000, 1))
    by_kind = {kind: [text for found, text in drawn if found == kind] for kind in sweep_corpus.KINDS}
    for kind, share in sweep_corpus.KINDS.items():
        assert len(by_kind[kind]) / len(drawn) == pytest.approx(share, rel=0.25, abs=0.01)
    assert {len(text.split()) for text in by_kind["word"]} == {3}
    assert set(by_kind["short"]) <= set(texts.passages)
    assert [len(text) for kind, text in drawn if kind == "giant"] == [9_600_000] * giants
    assert statistics.pstdev(len(text.split()) for text in by_kind["middling"]) > 0


def test_middling_rows_lie_between_passages_and_chapters(texts: Texts) -> None:
    words = [len(text.split()) for kind, text in rows(texts, 0, 8_000_000, 1) if kind == "middling"]
    passage, chapter = (statistics.median(len(t.split()) for t in each) for each in (texts.passages, texts.chapters))
    assert passage < statistics.median(words) < chapter
    assert sum(passage < count < chapter for count in words) / len(words) == pytest.approx(0.68, abs=0.1)


def test_a_command_is_watched_with_all_that_it_starts() -> None:
    child = "import time; held = bytearray(90_000_000); time.sleep(3)"
    command = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    seen = watching.watch([sys.executable, "-c", command])
    assert (seen.code, seen.error) == (0, "")
    if Path("/proc/self/smaps_rollup").exists():
        assert seen.peak() > 90_000_000
        assert seen.busy > 0


def test_growth_is_the_last_tenth_beside_the_second() -> None:
    looks = [watching.Look(n / 10, 100 + n) for n in range(100)]
    seen = watching.Watched(10.0, 0, "", 1.0, 1.0, True, looks)
    assert seen.growth() == pytest.approx(194.5 / 114.5)
    assert seen._replace(looks=looks[:50]).growth() is None


def test_a_command_that_fails_says_so() -> None:
    seen = watching.watch([sys.executable, "-c", "raise SystemExit('no such rows')"])
    assert (seen.code, seen.error) == (1, "no such rows")


def test_a_long_row_first_keeps_the_others_waiting() -> None:
    short = [1] * 120
    assert sweep_order.share_of_ideal(short, 2) == 1
    # Six chunks are read beside the long one, and no more.
    assert sweep_order.share_of_ideal([60, *short], 2, ahead=3) < 0.8
    assert sweep_order.share_of_ideal([60, *short], 2, ahead=100) == 1


def test_a_run_prints_its_tables(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.sweep", "--data", str(data), "--folder", str(tmp_path), "--quick"]
    command += ["--megabytes", "0.1", "--engines", "local", "--tiers", "fast", "--peers", "no-such-python"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("local fast: share of an ideal doubling")]
    assert next(line for line in lines if line.startswith("fast, share: 2 runs wrote the same")).endswith("held")
    figures = [line for line in lines if line.startswith("local fast  ")]
    assert len(figures) == 4  # the corpus by two, its share by two and by one, the terabyte
    assert "local fast with-input" in done.stdout
    assert done.stdout.count("not installed here: make bench-peers") == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.json", "rows"]


def test_without_data_it_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.sweep", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("nothing to measure on")
