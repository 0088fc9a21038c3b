"""Words of other languages: rules flag and pass their examples, and none is looked for where it does not belong."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from headnote.errors import RuleFileError
from headnote.records import Cast, Declared, Language, Layout, Region, Source, Work
from headnote.signals import glance, languages, rules, scan
from headnote.signals.languages import FOLDER, Words, known, read_words
from headnote.signals.place import Places
from headnote.signals.rule import Rule
from headnote.taxonomy import codes
from tests.signals.conftest import Read, make_layout, make_work

FILES = sorted(FOLDER.glob("*.toml"))
#: A file of invented words, so that what the search does is told without anything explicit.
INVENTED = """
about = "Invented words."
languages = ["xx"]
everyday = ["blorpet", "zu blorp"]

[[rule]]
id = "xx.plain"
code = "sex-explicit"
group = "sex"
weight = 0.6
words = ["blorp(s|)", "zanzl*", "Øblorp"]
flags = ["Blorp."]
passes = ["Sun."]

[[rule]]
id = "xx.beside"
code = "sex-explicit"
weight = 0.3
company = ["sex"]
words = ["wump*"]
flags = ["Blorp wump."]
passes = ["Wump."]
"""


def in_language(text: str, code: str, confidence: float = 0.99) -> Work:
    return Work(
        text=text, source=Source(language=Language(code=code, confidence=confidence)), declared=Declared(), regions=()
    )


def told(words: Words, text: str) -> list[tuple[str, str]]:
    """Rule and the words that it found."""
    return [(s.rule, text[s.start : s.end]) for s in words.signals(text, Places(make_work(text), make_layout(text)))]


@pytest.fixture
def invented(tmp_path: Path) -> Words:
    path = tmp_path / "xx.toml"
    path.write_text(INVENTED, encoding="utf-8")
    return Words(read_words(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_flags_and_passes_its_examples(path: Path) -> None:
    words, given = Words(read_words(path)), read_words(path)
    for rule in given.rule:
        assert rule.flags, f"{rule.id}: a rule needs an example that flags"
        assert rule.passes, f"{rule.id}: a rule needs an example that passes"
        assert [text for text in rule.flags if rule.id not in dict(told(words, text))] == []
        assert [text for text in rule.passes if told(words, text)] == [], "what passes one rule passes them all"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_well_formed(path: Path) -> None:
    given = read_words(path)
    assert {code for code, name in known().items() if name == path.stem} == set(given.languages)
    assert {rule.id.split(".")[0] for rule in given.rule} == {path.stem}
    for rule in given.rule:
        assert rule.code in codes()
        assert rule.company in ([], ["sex"]), f"{rule.id}: the only company there is"
        unread = [*rule.near, *rule.unless, rule.veils, rule.case != "any"]
        assert not any(unread), f"{rule.id}: says something that is not read here"
        if not given.spaced:
            short = [word for word in rule.words if len(word) < 2 and not rule.company]
            assert short in ([], ["膣"], ["肏"]), "one character is part of many words, but for these two"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_everyday_word_spares_something(path: Path) -> None:
    given = read_words(path)
    bare = Words(msgspec.structs.replace(given, everyday=[]))
    anchor = given.rule[0].flags[0]
    spared = (word.split("(")[0].rstrip("*") for word in given.everyday)
    assert [word for word in spared if not told(bare, f"{anchor} {word} ")] == []


def test_rule_ids_are_unique() -> None:
    assert not set(languages.rules()) & set(rules())
    assert len(languages.rules()) == sum(len(read_words(path).rule) for path in FILES)


def test_words_end_where_they_end_and_stems_go_on(invented: Words) -> None:
    assert told(invented, "BLORPS, ablorp blorpa zanzling; ØBLORP") == [
        ("xx.plain", "BLORPS"), ("xx.plain", "zanzl"), ("xx.plain", "ØBLORP"),
    ]  # fmt: skip


def test_an_everyday_word_is_none(invented: Words) -> None:
    assert told(invented, "Zu blorp, blorpet.") == []


def test_a_word_with_an_everyday_sense_needs_company(invented: Words) -> None:
    assert told(invented, "Wumped.") == []
    assert told(invented, "Wumped blorp.") == [("xx.beside", "Wump"), ("xx.plain", "blorp")]
    assert told(invented, "Wumped." + " sun" * 200 + " blorp.") == [("xx.plain", "blorp")]


def test_spans_hold_where_lower_case_is_longer(invented: Words) -> None:
    text = "İİ blorp"
    assert told(invented, text) == [("xx.plain", "blorp")]


def test_notes_give_no_evidence() -> None:
    example = read_words(FOLDER / "de.toml").rule[0].flags[0]
    work = in_language(example, "de")
    assert glance(work, Layout())
    noted = msgspec.structs.replace(work, regions=(Region(start=0, end=len(example), kind="note"),))
    assert glance(noted, Layout()) == ()


@pytest.mark.parametrize("rule", languages.rules().values(), ids=lambda rule: rule.id)
def test_the_words_of_a_language_are_looked_for_in_it_alone(rule: Rule) -> None:
    own, text = rule.id.split(".")[0], rule.flags[0]
    assert rule.id in {s.rule for s in glance(in_language(text, own), Layout())}
    assert glance(in_language(text, own, confidence=0.6), Layout()) == ()
    for other in ("en", "eo", next(code for code in known() if known()[code] != own)):
        assert rule.id not in {s.rule for s in glance(in_language(text, other), Layout())}


def test_a_short_text_is_read_by_both(read: Read) -> None:
    """Too short to be left unread for its language."""
    text = "Auf dem Schild stand Sexshop."
    assert "de.trade" in {s.rule for s in scan(in_language(text, "de"), Layout(), Cast())}
    assert "de.trade" not in {s.rule for s in read(text)}


def test_a_wrong_file_says_where(tmp_path: Path) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(INVENTED + "loud = 1\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"xx\.toml.*unknown field `loud`"):
        read_words(path)
