"""First lines that are titles, and first lines that are the story's own, beside each other."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from headnote import intake
from headnote.layout import lay_out

CASES: dict[str, list[dict[str, str]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "titles.toml").read_text(encoding="utf-8")
)
PASSAGE = "Mara waited on the quay for the night boat, which was late. It rained, and the lamp had gone out."
BELOW = {"passage": PASSAGE, "story": "\n\n".join([PASSAGE] * 12)}


def text_of(case: dict[str, str], newline: str = "\n") -> str:
    parts = [case["first"], *([case["byline"]] if "byline" in case else []), BELOW[case["below"]]]
    return "\n\n".join(parts).replace("\n", newline)


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("case", CASES["hit"], ids=lambda c: c["first"])
def test_a_first_line_that_is_a_title(case: dict[str, str], newline: str) -> None:
    work = intake.read_text(text_of(case, newline))
    assert work.declared.title == case.get("title", case["first"])
    assert work.text == text_of(case, newline)


@pytest.mark.parametrize("case", CASES["miss"], ids=lambda c: c["first"])
def test_a_first_line_that_is_the_story_s_own(case: dict[str, str]) -> None:
    assert intake.read_text(text_of(case)).declared.title is None


@pytest.mark.parametrize("case", [c for c in CASES["miss"] if c["below"] == "passage"], ids=lambda c: c["first"])
def test_the_first_line_of_a_short_text_is_story_in_its_layout(case: dict[str, str]) -> None:
    assert lay_out(intake.read_text(text_of(case))).paragraphs[0].kind == "narration"
