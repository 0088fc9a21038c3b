"""Every bundled rule flags its flagging examples and passes its passing ones; the compiled file is up to date."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from train.rules import TARGET, compiled

from headnote.errors import RuleFileError
from headnote.records import Cast
from headnote.signals import Lexicon, Rule, rules
from headnote.signals.folding import fold
from headnote.signals.lexicon import COMPILED, bundled, rule_files
from headnote.signals.persons import Persons
from headnote.signals.place import Places
from headnote.signals.rule import read_rules
from headnote.signals.scanning import Found, Reader
from headnote.taxonomy import codes, tropes
from tests.signals.conftest import make_layout, make_work

#: An example flags when at least this share of the rule's weight is left.
LEFT = 0.5


def fires(rule: Rule, text: str) -> bool:
    places, lexicon = Places(make_work(text), make_layout(text)), bundled()
    found = Found(fold(text), lexicon, places)
    if rule.veils:
        return any(name == rule.veils for _, _, name in found.veils)
    if rule.code is None:
        return any(lexicon.rules[hit[2]].id == rule.id and found.counts(*hit) for hit in found.hits)
    signals = Reader(text, found, places, Persons(Cast())).signals()
    return any(s.rule == rule.id and s.score >= LEFT * s.raw for s in signals)


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_a_rule_flags_and_passes_its_examples(rule: Rule) -> None:
    assert rule.flags, f"{rule.id}: a rule needs an example that flags"
    assert rule.passes, f"{rule.id}: a rule needs an example that passes"
    if rule.detector != "lexicon":
        return  # its examples say what the detector's own tests hold
    assert [text for text in rule.flags if not fires(rule, text)] == []
    assert [text for text in rule.passes if fires(rule, text)] == []


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_a_rule_is_well_formed(rule: Rule) -> None:
    assert bool(rule.words) == (rule.detector == "lexicon")
    assert 0.0 < rule.weight <= 1.0
    assert rule.code is None or rule.code in {**codes(), **tropes()}
    assert sum(map(bool, (rule.code, rule.veils, rule.group))) >= 1
    anchors = {r.group for r in rules().values() if not r.company and not r.veils}
    assert set(rule.company) <= anchors, f"{rule.id}: company that no rule gives"


def test_every_code_and_trope_that_words_can_show_has_a_rule() -> None:
    with_rules = {rule.code for rule in rules().values()}
    assert {*codes(), *tropes()} - with_rules == {"major-death"}, "major-death rests on the rules of death"


def test_the_compiled_rules_are_those_of_the_files() -> None:
    assert TARGET.name == COMPILED
    assert TARGET.read_bytes() == compiled(), "run `python -m train.rules`"


def test_rules_do_not_need_the_search() -> None:
    bundled.cache_clear()
    rules.cache_clear()
    assert rules()["violence.blow"].code == "violence"
    assert bundled.cache_info().currsize == 0


def test_rule_ids_name_their_place() -> None:
    for path in rule_files():
        for rule in read_rules(path):
            assert "." in rule.id, f"{path.name}: {rule.id}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("about = 1", "Expected `str`"),
        ('about = "a"\n[[rule]]\nid = "a.b"\nwords = ["x"]\nflags = []', "missing required field `passes`"),
        ('about = "a"\n[[rule]]\nid = "a.b"\nwords = ["{no}"]\nflags = []\npasses = []', "sets"),
        ('about = "a"\n[[rule]]\nid = "a.b"\nwords = ["x"]\nflags = []\npasses = []\nloud = 1', "unknown field `loud`"),
        ('about = "a"\nwrong here', "line 2"),
    ],
)
def test_a_wrong_rule_file_says_where(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"mine\.toml") as caught:
        Lexicon.load([path])
    assert message in str(caught.value)


def test_an_id_may_not_come_twice(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    rule = '[[rule]]\nid = "a.b"\nwords = ["x"]\nflags = []\npasses = []\n'
    path.write_text('about = "a"\n' + rule + rule, encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"a\.b twice"):
        Lexicon.load([path])


def test_rules_are_records() -> None:
    rule = rules()["violence.blow"]
    assert msgspec.json.decode(msgspec.json.encode(rule), type=Rule) == rule
