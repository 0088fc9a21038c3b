"""JSON and its schema, SARIF, tag lists, explain pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from headnote import taxonomy, verdict
from headnote.records import Card, Declared, Pair, Person, SweepError, SweepRow
from headnote.render.as_json import encode
from headnote.render.explain import code_page, rule_page
from headnote.render.sarif import report
from headnote.render.schema import schemas
from headnote.render.tags import LONGEST, MOST, categories, tag_list
from tests.render.cards import CARDS, changed, rich

SARIF = json.loads((Path(__file__).parent / "fixtures" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
EVERY = sorted(CARDS)


@pytest.mark.parametrize("name", EVERY)
def test_json_is_one_line_that_fits_its_schema_and_comes_back(name: str) -> None:
    card = CARDS[name]()
    raw = encode(card)
    assert raw.endswith(b"\n")
    assert raw.count(b"\n") == 1
    Draft202012Validator(schemas()["card.schema.json"]).validate(json.loads(raw))
    assert msgspec.json.decode(raw, type=Card) == card


def test_every_key_is_there() -> None:
    written = json.loads(encode(CARDS["sparse"]()))
    assert list(written) == list(Card.__struct_fields__)
    assert written["declared"]["warnings"] is None


@pytest.mark.parametrize("missing", ["schema", "declared", "world"])
def test_the_schema_asks_for_every_key(missing: str) -> None:
    written = json.loads(encode(rich()))
    del written[missing]
    assert not Draft202012Validator(schemas()["card.schema.json"]).is_valid(written)


def test_rows_of_a_sweep_fit_their_schema() -> None:
    check = Draft202012Validator(schemas()["sweep.schema.json"])
    row = SweepRow(
        id=7, sha256="0" * 64, language="en", words=3, rating=None, rating_confidence=0.0, scores={"war": 0.1},
        warnings=[], action="list", reasons=[],
    )  # fmt: skip
    check.validate(json.loads(msgspec.json.encode(row)))
    check.validate(json.loads(msgspec.json.encode(SweepError(id=None, error="no text"))))
    assert not check.is_valid({"id": 7})


@pytest.mark.parametrize("schema", [*schemas().values(), SARIF], ids=[*schemas(), "sarif"])
def test_schemas_are_schemas(schema: dict[str, Any]) -> None:
    validator_for(schema).check_schema(schema)


def sarif(*cards: Card) -> dict[str, Any]:
    log = report(cards, verdict.rules())
    validator_for(SARIF)(SARIF).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


@pytest.mark.parametrize("name", EVERY)
def test_sarif_validates(name: str) -> None:
    assert len(sarif(CARDS[name]())["results"]) == len(CARDS[name]().audit)


def test_sarif_of_several_works_and_of_none() -> None:
    run = sarif(rich(), CARDS["unread"](), rich())
    assert [a["location"]["uri"] for a in run["artifacts"]][:2] == [
        "the-lamp-at-skerry-head.epub", "the-lamp-at-skerry-head.epub/text",
    ]  # fmt: skip
    assert sarif()["results"] == []


def test_sarif_counts_code_points_of_the_text_that_was_read() -> None:
    run = sarif(rich())
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert place["region"] == {"charOffset": 46_000, "charLength": 12}
    assert run["artifacts"][place["artifactLocation"]["index"]]["parentIndex"] == 0


def test_sarif_of_a_text_file_points_into_the_file_itself() -> None:
    card = changed(rich(), source=msgspec.structs.replace(rich().source, format="text", name="a b.txt"))
    run = sarif(card)
    assert run["artifacts"] == [
        {
            "location": {"uri": "a%20b.txt"},
            "roles": ["analysisTarget"],
            "length": 120_000,
            "hashes": {"sha-256": "ab" * 32},
        }
    ]


def test_sarif_fingerprints_outlive_edits_and_tell_results_apart() -> None:
    card = rich()
    moved = [msgspec.structs.replace(i, evidence=[], message="other words") for i in card.audit]
    one, two = sarif(card)["results"], sarif(changed(card, audit=moved))["results"]
    assert [r["partialFingerprints"] for r in one] == [r["partialFingerprints"] for r in two]
    twice = sarif(changed(card, audit=[*card.audit, card.audit[0]]))["results"]
    prints = [r["partialFingerprints"]["workRuleCodes/v1"] for r in twice]
    assert len(set(prints)) == len(prints)


def fields(card: Card) -> dict[str, str]:
    lines = [line for line in tag_list(card).splitlines() if not line.startswith("#")]
    return {name: value.strip() for name, value in (line.split(":", 1) for line in lines)}


def test_tags_keep_what_is_declared_and_mark_what_is_suggested() -> None:
    got = fields(rich())
    assert got["Rating"] == "Teen And Up Audiences"
    assert got["Rating (suggested)"] == "Mature"
    assert got["Archive Warnings (suggested)"] == "Graphic Depictions Of Violence, Major Character Death"
    assert got["Relationships (suggested)"] == "Maren Holt & Old Tamsin"
    assert got["Characters (suggested)"] == "Ines, Old Tamsin"
    assert got["Additional Tags (suggested)"] == "Violence, Death"


@pytest.mark.parametrize("name", EVERY)
def test_tags_fit_the_archives_form(name: str) -> None:
    got = fields(CARDS[name]())
    counted = [f for f in got if f.split(" (")[0] in {"Fandoms", "Relationships", "Characters", "Additional Tags"}]
    tags = [tag for f in counted for tag in got[f].split(", ") if tag]
    assert len(tags) <= MOST
    assert all(len(tag) <= LONGEST and not set(tag) & set(",，、\n\x1b") for tag in tags)


def test_more_tags_than_the_archive_takes() -> None:
    card = changed(rich(), declared=Declared(tags=[f"tag {n}" for n in range(74)] + ["x" * 300, "more"]))
    got = fields(card)
    assert sum(len(got[f].split(", ")) for f in got if f.split(" (")[0] not in {"Rating", "Archive Warnings"} and got[f]
               and f.split(" (")[0] != "Categories") <= MOST  # fmt: skip


@pytest.mark.parametrize(
    ("one", "two", "category"),
    [
        (["she/her"], ["he/him"], ["F/M"]),
        (["he/him"], ["he/him"], ["M/M"]),
        (["she/her", "they/them"], ["he/him"], []),
        ([], ["she/her"], []),
    ],
)
def test_categories_only_where_pronouns_leave_no_doubt(one: list[str], two: list[str], category: list[str]) -> None:
    people = [Person(id=i, name=i, aliases=[], mentions=1, quotes=0, pronouns=p) for i, p in (("p1", one), ("p2", two))]
    pairs = [Pair(people=("p1", "p2"), kind="romantic", confidence=0.9)]
    assert categories(changed(rich(), people=people, pairs=pairs)) == category


def test_friends_are_no_category() -> None:
    assert categories(changed(rich(), pairs=[Pair(people=("p1", "p2"), kind="friends", confidence=0.9)])) == []


@pytest.mark.parametrize("code", [*taxonomy.codes().values(), *taxonomy.tropes().values()], ids=lambda c: c.id)
def test_every_code_has_a_page_that_shows_no_spelling(code: taxonomy.Code | taxonomy.TropeCode) -> None:
    class Lexical(msgspec.Struct):
        id: str = "some.rule"
        code: str | None = None
        words: tuple[str, ...] = ("unsaid-word", "other")
        weight: float = 0.4
        known_problems: str = "Reads jokes in earnest."

    text = code_page(code, [Lexical(code=code.id), Lexical(id="foreign.rule", code="elsewhere")])
    assert text.startswith(f"{code.id}: {code.title}\n")
    assert "some.rule: 2 spellings" in text
    assert "Reads jokes in earnest." in text
    assert "unsaid-word" not in text
    assert "foreign.rule" not in text


@pytest.mark.parametrize("rule", sorted(verdict.rules()))
def test_every_rule_has_a_page(rule: str) -> None:
    text = rule_page(verdict.rules()[rule])
    assert text.startswith(f"{rule}: ")
    for heading in ("Level", "What it does", "Why it matters", "Known problems"):
        assert f"\n{heading}\n" in text
