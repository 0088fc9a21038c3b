"""The page of a report: whole, inert, everything escaped."""

from __future__ import annotations

import msgspec

from headnote.records import (
    Checked,
    CodeCount,
    Drift,
    Earlier,
    Engine,
    File,
    Group,
    PolicyUsed,
    Reason,
    Report,
    Sample,
    SweepRun,
)
from headnote.render.report_page import CLOSING, report_page
from tests.render.cards import HOSTILE
from tests.render.test_page import Outline

ACTIONS = {"list": 6, "label": 1, "gate": 0, "review": 2, "withhold": 1}


def made(words: str = "quay") -> Report:
    """A report with something in every part; `words` are what the user's own data may hold."""
    file = File(name=words, bytes=10, sha256="0" * 64)
    return Report(
        version="0",
        run=SweepRun(
            engine=Engine(version="0", tier="fast"),
            policy=PolicyUsed(name=words, sha256="1" * 64),
            job="2" * 64,
            input=file,
            output=file,
            rows=11,
            errors=1,
            actions={},
            codes={},
        ),
        output=file,
        source=file,
        rows=11,
        errors=1,
        words=1000,
        actions=ACTIONS,  # type: ignore[arg-type]  # the keys are actions
        ratings={"Mature": 10},
        columns={words: [Group(value=words, rows=10, raised=4, actions=ACTIONS)]},  # type: ignore[arg-type]
        codes=[CodeCount(code="gore", rows=3, share=0.3, expected=0.75)],
        reasons=[Reason(rule="found", words=words, rows=4)],
        samples=[Sample(code="gore", id=words, confidence=0.75, excerpts=[words, "… ▇▇▇ …"])],
        checked=[Checked(code="gore", rows=4, right=3, precision=0.75, low=0.3, high=0.95)],
        earlier=Earlier(output=file, rows=20, moved=[Drift(code="gore", before=0.01, now=0.3, beyond=True)]),
    )


def test_a_report_is_well_formed_and_asks_nothing_of_the_network() -> None:
    outline = Outline(report_page(made()))
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)
    assert all(link.startswith("#") and link[1:] in outline.ids for link in outline.links)
    assert not {"script", "img", "link", "iframe", "form", "object", "base"} & set(outline.names)


def test_a_report_says_what_it_counted() -> None:
    page = report_page(made())
    for words in (CLOSING, "1 row could not be read", "30% to 95%", "+29.00 points, beyond chance", "3 of 4"):
        assert words in page


def test_words_of_the_users_data_are_inert() -> None:
    page = report_page(made(HOSTILE))
    assert Outline(page).open == []
    assert HOSTILE not in page


def test_parts_without_figures_are_left_out() -> None:
    bare = msgspec.structs.replace(made(), codes=[], samples=[], checked=[], earlier=None, source=None, run=None)
    page = report_page(bare)
    assert "No code was raised on any row." in page
    assert "No manifest lies beside the output" in page
    assert not any(f'id="{part}"' in page for part in ("samples", "checked", "earlier"))
