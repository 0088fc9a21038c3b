"""Nothing that a command prints shows evidence in clear: invented words stand for what is masked."""

from __future__ import annotations

from pathlib import Path

import pytest

from headnote import signals
from tests.cli.conftest import Run
from tests.web.invented import lexicon

#: Words of the stand-in lexicon; of their scene only words beside them; and words that only sealed places hold.
TELLING, BESIDE, SEALED = ("blorp", "zanzl", "wump"), "gorvale", ("quellifer", "brindelow")
STORY = """The Long Cut

Rating: G
Warnings: No Archive Warnings Apply

Chapter 1: Salt

Wren and Odalys were thirty and married. "Come here," Wren said. They blorped gorvale until noon. Odalys zanzled
tarquel. They wumped and blorped and zanzled. Wren blorped again.

Chapter 2: quellifer

Author's note: quellifer

Tolk was fifteen years old. "I am fifteen," Tolk said, quellifer. Then Tolk blorped with Joss brindelow, and Tolk
zanzled and Joss zanzled. Tolk, who was fifteen, blorped quellifer and quellifer.

Chapter 3: Rope

Merrit went home. The rain fell on the quay.
"""
PRINTED = (("card",), ("card", "--json"), ("check",), ("check", "--format", "json"), ("check", "--format", "sarif"))


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(signals, "bundled", lexicon)
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def printed(run: Run, story: Path, *arguments: str) -> str:
    command, *options = arguments
    ran = run(command, story, "--fast", *options)
    assert ran.code in (0, 1)
    return f"{ran.out}{ran.err}".casefold()


@pytest.mark.parametrize("arguments", [*PRINTED, ("tags",)], ids=" ".join)
def test_evidence_is_masked_in_every_form(run: Run, story: Path, arguments: tuple[str, ...]) -> None:
    out = printed(run, story, *arguments)
    assert not [word for word in (*TELLING, *SEALED) if word in out]


@pytest.mark.parametrize("arguments", [("card", "--reveal"), ("card", "--reveal", "--json")], ids=" ".join)
def test_reveal_shows_evidence_but_nothing_near_a_minor(run: Run, story: Path, arguments: tuple[str, ...]) -> None:
    out = printed(run, story, *arguments)
    assert "blorped" in out
    assert BESIDE in out
    assert not [word for word in SEALED if word in out]


@pytest.mark.parametrize("reveal", [False, True])
def test_a_page_shows_no_more(run: Run, story: Path, tmp_path: Path, reveal: bool) -> None:
    page = tmp_path / "page.html"
    printed(run, story, "card", "--html", str(page), *(["--reveal"] if reveal else []))
    out = page.read_text(encoding="utf-8").casefold()
    assert not [word for word in SEALED if word in out]
    assert ("blorped" in out) == reveal


def test_the_card_says_what_it_withholds(run: Run, story: Path) -> None:
    out = printed(run, story, "card")
    assert "underage sex" in out
    assert "withhold" in out


@pytest.mark.parametrize("name", ["archive", "teen-library", "dataset"])
def test_no_policy_lists_it(run: Run, story: Path, name: str) -> None:
    assert "withhold it until a person has looked" in printed(run, story, "card", "--policy", name)


def test_errors_hold_no_story(run: Run, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY, encoding="utf-8")
    for arguments in (("card", story, "--policy", story), ("sweep", story, tmp_path / "out.jsonl"), ("report", story)):
        ran = run(*arguments)
        assert ran.code not in (0, 1)
        assert not [word for word in (*TELLING, *SEALED, BESIDE) if word in f"{ran.out}{ran.err}".casefold()]
