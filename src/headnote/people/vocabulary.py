"""The words that people reads by: data files beside the room, loaded once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Vocabulary(NamedTuple):
    """Word sets of ``data/words.toml`` and given names of ``data/names.toml``, all lower case."""

    title_gender: dict[str, str]
    adjectives: frozenset[str]
    forms_of_address: frozenset[str]
    married: frozenset[str]
    unmarried: frozenset[str]
    kin: frozenset[str]
    abbreviations: frozenset[str]
    suffixes: frozenset[str]
    speech: frozenset[str]
    human: frozenset[str]
    weak: frozenset[str]
    pronoun_gender: dict[str, str]
    noun_gender: dict[str, str]
    no_roles: frozenset[str]
    no_people: frozenset[str]
    walk_ons: frozenset[str]
    endearments: frozenset[str]
    not_names: frozenset[str]
    parts: frozenset[str]
    places: frozenset[str]
    place_words: frozenset[str]
    function: frozenset[str]
    starters: frozenset[str]
    given: dict[str, str]
    plain: frozenset[str]
    diminutives: dict[str, frozenset[str]]


def _read(name: str) -> dict[str, object]:
    return tomllib.loads((files("headnote.people") / "data" / name).read_text(encoding="utf-8"))


def _words(table: object) -> dict[str, frozenset[str]]:
    assert isinstance(table, dict)
    return {key: frozenset(value.split()) for key, value in table.items()}


def _by_gender(table: dict[str, frozenset[str]], codes: dict[str, str]) -> dict[str, str]:
    return {word: code for key, code in codes.items() for word in table[key]}


def _diminutives(table: dict[str, object]) -> dict[str, frozenset[str]]:
    """For each name the names that the same person may go by."""
    related: dict[str, set[str]] = {}
    for name, short in _words(table["nicknames"]).items():
        for nick in short:
            related.setdefault(name, set()).add(nick)
            related.setdefault(nick, set()).add(name)
    return {name: frozenset(others) for name, others in related.items()}


@cache
def vocabulary() -> Vocabulary:
    """The bundled word lists."""
    words = {key: _words(table) for key, table in _read("words.toml").items()}
    titles, verbs, nouns, no = words["titles"], words["verbs"], words["nouns"], words["notnames"]
    names = _words(_read("names.toml"))
    starters = no["starters"] | no["interjections"]
    both = (names["female"] & names["male"]) | names["either"]
    given = dict.fromkeys(names["female"], "f") | dict.fromkeys(names["male"], "m") | dict.fromkeys(both, "")
    genders = {"male": "m", "female": "f", "neutral": ""}
    return Vocabulary(
        title_gender=_by_gender(titles, {"neutral": "", "male": "m", "female": "f"}),
        adjectives=titles["adjectives"],
        forms_of_address=titles["address"] | titles["adjectives"] | titles["kin"],
        married=titles["married"],
        unmarried=titles["unmarried"],
        kin=titles["kin"],
        abbreviations=titles["abbreviations"],
        suffixes=words["honorifics"]["suffixes"],
        speech=verbs["speech"],
        human=verbs["human"],
        weak=verbs["weak"],
        pronoun_gender=_by_gender(
            words["pronouns"], {"he": "m", "she": "f", "they": "t", "neo": "n", "first": "i", "second": "y"}
        ),
        noun_gender=_by_gender(nouns, genders),
        no_roles=words["roles"]["none"] | words["roles"]["things"],
        no_people=words["roles"]["things"],
        walk_ons=words["roles"]["walkon"],
        endearments=words["endearments"]["words"],
        not_names=no["days"] | no["months"] | no["feasts"] | no["peoples"] | no["interjections"],
        parts=no["parts"],
        places=no["places"],
        place_words=no["placewords"],
        function=no["function"],
        starters=starters,
        given=given,
        plain=frozenset(w.capitalize() for w in no["function"]) | {"I"},
        diminutives=_diminutives(_read("nicknames.toml")),
    )
