"""`headnote card`: forms, several paths, standard input, names that need escaping."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from headnote.records import Card
from tests.cli.conftest import EXAMPLES, STORY, Run, spawn


def cards(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_the_terminal_card_names_the_story(run: Run) -> None:
    done = run("card", STORY, "--fast")
    assert (done.code, done.err) == (0, "")
    assert "the-lamp-at-skerry-head" in done.out.casefold().replace(" ", "-")


def test_json_is_one_object_a_work_one_a_line_with_every_key(run: Run) -> None:
    done = run("card", *sorted(EXAMPLES.glob("*.txt")), "--json", "--fast")
    found = cards(done.out)
    assert len(found) == len(list(EXAMPLES.glob("*.txt"))) > 1
    assert all(list(card) == list(Card.__struct_fields__) for card in found)


def test_a_path_that_cannot_be_read_does_not_lose_the_others(run: Run, tmp_path: Path) -> None:
    done = run("card", tmp_path / "none.txt", STORY, tmp_path, "--json", "--fast")
    assert [card["source"]["name"] for card in cards(done.out)] == [STORY.name]  # type: ignore[index]
    assert done.code == 3
    complaints = [line for line in done.err.splitlines() if line.startswith("headnote: ")]
    assert len(complaints) == 2
    assert "none.txt" in complaints[0]


def test_an_archive_of_several_works_has_a_card_for_each(run: Run, tmp_path: Path) -> None:
    archive = tmp_path / "shelf.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(STORY, "a.txt")
        file.write(EXAMPLES / "the-greenhouse.txt", "b.txt")
    assert len(cards(run("card", archive, "--json", "--fast").out)) == 2
    folder = tmp_path / "pages"
    assert run("card", archive, "--html", f"{folder}/", "--fast").code == 0
    assert len(list(folder.glob("*.html"))) == 2


def test_a_dash_reads_standard_input() -> None:
    done = spawn("card", "-", "--json", "--fast", stdin=STORY.read_bytes())
    named = spawn("card", STORY, "--json", "--fast")
    assert done.returncode == 0
    ours, theirs = json.loads(done.stdout), json.loads(named.stdout)
    assert ours["source"].pop("name") is None
    assert theirs["source"].pop("name") == STORY.name
    assert ours == theirs


def test_an_archive_on_standard_input_says_what_to_do(tmp_path: Path) -> None:
    archive = tmp_path / "shelf.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(STORY, "a.txt")
        file.write(EXAMPLES / "the-greenhouse.txt", "b.txt")
    done = spawn("card", "-", "--fast", stdin=archive.read_bytes())
    assert done.returncode == 4
    assert b"Save it as a file" in done.stderr


def test_html_is_one_file_and_refuses_a_second_work(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "card.html"
    assert run("card", STORY, "--html", page, "--fast").code == 0
    assert page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    done = run("card", STORY, EXAMPLES / "the-greenhouse.txt", "--html", page, "--fast")
    assert done.code == 2
    assert "found more" in done.err
    assert "pages/" in done.err


def test_json_and_html_together_are_refused(run: Run, tmp_path: Path) -> None:
    done = run("card", STORY, "--json", "--html", tmp_path / "x.html")
    assert done.code == 2
    assert not (tmp_path / "x.html").exists()


def test_a_page_that_cannot_be_written_is_one_line(run: Run, tmp_path: Path) -> None:
    done = run("card", STORY, "--fast", "--html", tmp_path / "no" / "folder.html")
    assert done.code == 3
    assert done.err.startswith("headnote: ")
    assert "Traceback" not in done.err


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_name_with_a_newline_stays_on_its_line(run: Run, tmp_path: Path, form: list[str]) -> None:
    path = tmp_path / "two\nlines\x1b[31m.txt"
    path.write_bytes(STORY.read_bytes())
    out = run("card", path, "--fast", *form).out
    assert "two\nlines" not in out
    assert "\x1b[31m" not in out
    missing = run("card", tmp_path / "gone\nnow.txt").err
    assert "gone\\nnow.txt" in missing


def test_output_is_utf8_whatever_the_locale() -> None:
    for environment in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}):
        done = spawn("card", STORY, "--fast", environment=environment)
        assert done.returncode == 0, done.stderr
        assert not done.stdout.decode("utf-8").isascii()
