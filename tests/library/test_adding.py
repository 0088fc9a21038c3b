"""`add`: files, folders and archives; what is known is not read again; one bad file does not lose the others."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import select

from headnote import verdict
from headnote.corpus import Job
from headnote.corpus.crew import Crew
from headnote.corpus.rows import Row
from headnote.errors import LibraryError
from headnote.library import adding, crewing, schema
from headnote.library.adding import AddTally
from headnote.library.crewing import Unread
from headnote.library.database import Library, open_library
from headnote.library.preparing import Prepared
from headnote.library.storing import Stored, store_prepared
from tests.library.stories import story
from tests.library.wholeness import Totals, check


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder for stories, apart from the library's own files."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def add(
    library: Library, *paths: Path, workers: int = 0, told: list[Stored | Unread] | None = None, policy: str = "archive"
) -> AddTally:
    return adding.add(
        library,
        paths,
        tier="fast",
        policy=verdict.load_policy(policy),
        workers=workers,
        tell=told.append if told is not None else None,
    )


def write(folder: Path, count: int = 3) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(story(number, title=f"Evening {number}", author="N. Example"), encoding="utf-8")
    return paths


def titles(library: Library) -> list[str]:
    with library.reading() as connection:
        return list(connection.scalars(select(schema.works.c.title).order_by(schema.works.c.id)))


@pytest.mark.parametrize("workers", [0, 2])
def test_a_folder_is_added_once(library: Library, shelf: Path, workers: int) -> None:
    write(shelf, 5)
    assert add(library, shelf, workers=workers) == AddTally(added=5)
    assert check(library, shelf) == Totals(5, 5)
    assert add(library, shelf, workers=workers) == AddTally(known=5)
    assert titles(library) == [f"Evening {number}" for number in range(5)]


def test_what_is_known_is_not_read(library: Library, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = write(shelf)
    add(library, first, third)
    asked: list[str] = []
    answer = crewing.answer

    def ask(row: Row, job: Job) -> bytes:
        asked.append(row.place)
        return answer(row, job)

    monkeypatch.setattr(crewing, "answer", ask)
    assert add(library, shelf) == AddTally(added=1, known=2)
    assert asked == [str(second)]


def test_folders_are_walked_in_order_without_what_is_no_story(library: Library, shelf: Path) -> None:
    write(shelf / "b", 1)
    deep = shelf / "a" / "deep"
    deep.parent.mkdir()
    write(deep, 2)
    write(shelf / ".hidden", 3)
    (deep / ".hidden.txt").write_text(story(7), encoding="utf-8")
    (deep / "cover.jpg").write_bytes(b"\xff\xd8\xff")
    (deep / "1.txt").rename(deep / "z.txt")
    (deep / "round").symlink_to(shelf)
    os.mkfifo(deep / "pipe.txt")
    assert add(library, shelf) == AddTally(added=2, known=1)
    with library.reading() as connection:
        assert list(connection.scalars(select(schema.versions.c.source_name))) == ["0.txt", "z.txt"]


def test_a_path_named_twice_is_added_once(library: Library, shelf: Path) -> None:
    (first,) = write(shelf, 1)
    assert add(library, first, first.parent, first) == AddTally(added=1)


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


@pytest.mark.parametrize("workers", [0, 2])
def test_the_stories_of_an_archive_are_works_of_their_own(library: Library, shelf: Path, workers: int) -> None:
    one, two = story(1).encode(), story(2).encode()
    box = archive(shelf / "box.zip", {"one.txt": one, "deep/two.txt": two, "cover.png": b"\x89PNG", "bad.txt": b""})
    told: list[Stored | Unread] = []
    assert add(library, box, workers=workers, told=told) == AddTally(added=2, failed=1)
    assert [each.place for each in told if isinstance(each, Unread)] == [f"{box}/bad.txt"]
    (shelf / "two.txt").write_bytes(two)
    assert add(library, box, shelf / "two.txt", workers=workers) == AddTally(known=3, failed=1)


def test_files_that_cannot_be_read_are_told_and_lose_nothing(library: Library, shelf: Path) -> None:
    write(shelf, 2)
    (shelf / "0a.txt").write_bytes(b"")
    (shelf / "0b.pdf").write_bytes(b"%PDF-1.7 something")
    (shelf / "0c.zip").write_bytes(b"PK\x03\x04 cut off")
    (shelf / "0d\n.epub").write_bytes(b"PK\x03\x04")
    archive(shelf / "0e.zip", {})
    told: list[Stored | Unread] = []
    tally = add(library, shelf, shelf / "missing.txt", told=told)
    assert tally == AddTally(added=2, failed=6)
    assert tally.files == 8
    unread = [each for each in told if isinstance(each, Unread)]
    assert sorted(Path(each.place).name for each in unread) == [
        "0a.txt", "0b.pdf", "0c.zip", "0d\\n.epub", "0e.zip", "missing.txt",
    ]  # fmt: skip
    assert all(each.message.startswith(("expected", str(shelf))) for each in unread)
    assert titles(library) == ["Evening 0", "Evening 1"]


def test_a_reader_that_fails_by_our_mistake_says_no_word_of_the_story(
    library: Library, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise ValueError("the keeper climbed")

    first, _, _ = write(shelf)
    monkeypatch.setattr(crewing, "prepare", stop)
    told: list[Stored | Unread] = []
    assert add(library, first, told=told) == AddTally(failed=1)
    (unread,) = told
    assert isinstance(unread, Unread)
    assert unread.message.startswith("internal error: ValueError at ")
    assert "keeper" not in unread.message


def test_a_file_that_kills_its_reader_is_told(shelf: Path) -> None:
    job = Job(tier="fast", policy=verdict.load_policy("archive"))
    good, bad = write(shelf, 2)
    rows = [(crewing.row(path, None),) for path in (good, bad)]
    with Crew(1, job, deadly) as crew:
        answers = [crewing.decoded(answer) for (answer,) in crew.read(rows)]
    assert isinstance(answers[1], Unread)
    assert (answers[1].place, answers[1].message) == (str(bad), "the process that read this row died")
    assert not isinstance(answers[0], Unread)


def deadly(pipe: Connection, job: Job) -> None:
    """A worker that dies of files named ``1.txt``."""
    answer = crewing.answer

    def die(row: Row, job: Job) -> bytes:
        return os._exit(9) if row.place.endswith("1.txt") else answer(row, job)

    crewing.answer = die
    crewing.serve(pipe, job)


def test_near_duplicates_are_told_and_counted(library: Library, shelf: Path) -> None:
    (shelf / "one.txt").write_text(story(1, lines=40), encoding="utf-8")
    (shelf / "two.txt").write_text(story(1, lines=41), encoding="utf-8")
    told: list[Stored | Unread] = []
    assert add(library, shelf, told=told) == AddTally(added=2, near=1)
    assert [[near.title for near in each.near] for each in told if isinstance(each, Stored)] == [[], ["one"]]


def test_progress_goes_from_nothing_to_all(library: Library, shelf: Path) -> None:
    write(shelf, 3)
    (shelf / "bad.txt").write_bytes(b"")
    shown: list[tuple[int, float]] = []
    adding.add(
        library,
        [shelf],
        tier="fast",
        policy=verdict.load_policy("archive"),
        workers=0,
        progress=lambda done, share: shown.append((done, share)),
    )
    assert shown[-1] == (4, 1.0)
    assert shown == sorted(shown)


def test_a_library_that_cannot_be_written_ends_the_run(
    library: Library, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Iterator[None]:
        raise LibraryError("expected room on the disk, found none")

    write(shelf)
    monkeypatch.setattr(adding, "store_prepared", full)
    with pytest.raises(LibraryError):
        add(library, shelf)


def test_a_run_that_stops_between_two_works_is_gone_on_with(
    library: Library, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(shelf, 4)
    with monkeypatch.context() as patched:
        left = [1, 2]

        def stop_after_two(library: Library, work: Prepared) -> Stored:
            left.pop()
            return store_prepared(library, work)

        patched.setattr(adding, "store_prepared", stop_after_two)
        with pytest.raises(IndexError):
            add(library, shelf)
    assert add(library, shelf) == AddTally(added=2, known=2)
    assert check(library, shelf) == Totals(4, 4)


def test_programs_that_add_the_same_at_once_store_it_once(empty_url: str, shelf: Path) -> None:
    """They also make the library at once, each finding none."""
    write(shelf, 12)
    command = [sys.executable, "-m", "headnote", "add", str(shelf), "--fast", "--library", empty_url, "--workers", "0"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    ended = [process.communicate(timeout=120) for process in running]
    assert [(process.returncode, err) for process, (_, err) in zip(running, ended, strict=True)] == [(0, b"")] * 2
    with open_library(empty_url) as library:
        assert check(library, shelf) == Totals(12, 12)
