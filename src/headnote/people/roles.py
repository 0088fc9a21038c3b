"""People without a name, whom a work knows by a noun: "the croupier", "the gentleman in the white waistcoat"; and the
newcomers whom a tag brings in for their one line ("said a sleepy carpenter")."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import NamedTuple

from headnote.people.aliases import Character
from headnote.people.definites import Definites
from headnote.people.evidence import Evidence, Name
from headnote.people.named import Named
from headnote.people.names import Parts
from headnote.people.tags import Tag
from headnote.people.turns import Turn
from headnote.people.vocabulary import vocabulary

#: A mention: start, end, person, quotation around it or -1, whether it addresses the person.
Entry = tuple[int, int, int, int, int]
#: Tags that a noun of several words needs.
TAGGED = 2
#: Tags from which a noun that is not among the words for people means no one with a name (22 of 22 on the novels).
SURE = 4
#: A noun that the narration says less often than this after "the" is nobody's.
SAID = 2
#: Turns after which a newcomer is no longer meant by his noun ("said the man").
STAYS = 20
#: Code points of a tag in which its noun is looked for, and words before the noun that a name keeps.
LOOKED, KEPT = 90, 5
#: Mentions that are objects at a time.
BLOCK = 1 << 14


_OF = re.compile(r"\s+of(?:\s+the)?\s+[\w’'-]+")


class Phrase(NamedTuple):
    """A noun phrase of a tag: its article, its other words, where it starts and ends, and whose or of what it is ("of
    the Anchor")."""

    article: str
    words: Name
    start: int
    end: int
    of: Name = ()

    @property
    def new(self) -> bool:
        """Whether it tells of someone new ("a tall man")."""
        return self.article != "the"

    @property
    def one_of(self) -> bool:
        """Whether it tells of one of several ("one of the guards")."""
        return self.words[0] == "of"


class Roles:
    """The roles of one work. `first` is the index of the first one's person, `of` the index by noun, `tags` how many
    tags have each noun, `sure` the nouns that mean no one else; `news` the newcomer of a turn; `heads` the noun of each
    role, `names` the phrases by which tags call it, the first one its name; `definites` tells where the text says its
    nouns."""

    __slots__ = ("definites", "first", "heads", "names", "news", "of", "sure", "tags")

    def __init__(self, first: int, definites: Definites) -> None:
        self.first, self.definites = first, definites
        self.of: dict[str, int] = {}
        self.news: dict[int, int] = {}
        self.tags: dict[str, int] = {}
        self.sure: set[str] = set()
        self.heads: list[str] = []
        self.names: list[list[Phrase]] = []

    def add(self, head: str, names: list[Phrase]) -> int:
        """A new role; the index of its person."""
        self.heads.append(head)
        self.names.append(names)
        return self.first + len(self.heads) - 1

    def people(self) -> range:
        """The indexes of the roles' people."""
        return range(self.first, self.first + len(self.heads))

    def genders(self) -> list[str]:
        """What each role's noun says of its person's gender."""
        heads = (re.split(" (?:in|with) ", head)[0].split()[-1] for head in self.heads)
        return [_known().get(head, "") for head in heads]

    def meant(self, t: int, tag: Tag) -> int:
        """The role that a turn's tag may mean, -1 where none: a newcomer, that of its noun, or a newcomer of that noun
        a few turns before."""
        if t in self.news or not tag.noun or tag.noun in self.of:
            return self.news.get(t, self.of.get(tag.noun, -1))
        for back in range(1, STAYS):
            who = self.news.get(t - back, -1)
            if who >= 0 and self.heads[who - self.first] == tag.noun:
                return who
        return -1

    def told(self, t: int, tag: Tag) -> int:
        """The role that a turn's tag can mean alone, -1 where none."""
        return self.news.get(t, self.of[tag.noun] if tag.noun in self.sure else -1)


def _known() -> Mapping[str, str]:
    return vocabulary().noun_gender


def find_roles(text: str, turns: Sequence[Turn], known: Container[str], first: int) -> Roles:
    """The nouns of tags that may be people of their own.

    Args:
        text: the work's text.
        turns: its turns, for their tags.
        known: nouns that someone with a name goes by, lower case.
        first: index of the person that the first role becomes.
    """
    none = vocabulary().no_roles
    phrases = {t: _phrase(text, turn.tag) for t, turn in enumerate(turns) if turn.tag.noun and turn.tag.rank < 3}
    tags = Counter(turns[t].tag.noun for t, phrase in phrases.items() if not (phrase and phrase.one_of))
    nouns = [
        noun
        for noun in sorted(tags, key=lambda n: (-tags[n], n))
        if noun not in known and noun not in none and _is_role(noun, tags[noun])
    ]
    roles = Roles(first, Definites(text, nouns))
    said = Counter(noun for _, _, noun in roles.definites.find(nouns))
    roles.tags = dict(tags)
    called: dict[str, list[Phrase]] = defaultdict(list)
    for t, phrase in phrases.items():
        if phrase and not phrase.one_of:
            called[turns[t].tag.noun].append(phrase)
    for noun in nouns:
        if said[noun] >= SAID or noun in _known() or noun in vocabulary().walk_ons:
            roles.of[noun] = roles.add(noun, [Phrase("the", tuple(noun.split()), -1, -1), *called[noun]])
            if _is_sure(text, noun, tags[noun], called[noun]):
                roles.sure.add(noun)
    _add_newcomers(roles, turns, phrases, known)
    return roles


def _is_sure(text: str, noun: str, tags: int, called: Sequence[Phrase]) -> bool:
    """Whether a role's noun means no one who has a name: it tells more than a noun alone, is one for people whom a
    story seldom names, has a capital ("the Eaglet"), or is no common word for people and has many tags or says what it
    is of ("the reader of the paper")."""
    if " " in noun or noun in vocabulary().walk_ons:
        return True
    if called and all(text[p.end - len(noun)].isupper() for p in called):
        return True
    return noun not in _known() and (tags >= SURE or (bool(called) and all(p.of for p in called)))


def _add_newcomers(
    roles: Roles, turns: Sequence[Turn], phrases: Mapping[int, Phrase | None], known: Container[str]
) -> None:
    none = vocabulary().no_people | vocabulary().pronoun_gender.keys()
    ones: dict[Name, int] = {}
    for t, phrase in phrases.items():
        noun = turns[t].tag.noun
        if not phrase or not phrase.new or noun in known or not none.isdisjoint(phrase.words):
            continue
        if phrase.one_of:
            if phrase.words not in ones:
                ones[phrase.words] = roles.add(noun, [phrase])
            roles.news[t] = ones[phrase.words]
        else:
            roles.news[t] = roles.of[noun] if noun in roles.of else roles.add(noun, [phrase])


def _phrase(text: str, tag: Tag) -> Phrase | None:
    """The noun phrase of a tag, null where it does not start with an article."""
    noun = r"\s+".join(map(re.escape, tag.noun.split()))
    m = re.compile(rf"(the|an?|one|some)\s+((?:[\w’'-]+,?\s+){{0,{KEPT}}}?{noun})\b", re.IGNORECASE).match(
        text, tag.at, tag.at + LOOKED
    )
    if not m:
        return None
    words = tuple(word.strip(",").lower() for word in m.group(2).split())
    if "and" in words and m.group(1).lower() == "the":  # "the cook and the maid"
        return None
    of = _OF.match(text, m.end())
    return Phrase(m.group(1).lower(), words, m.start(), m.end(), tuple(of.group().split()) if of else ())


def _is_role(noun: str, tags: int) -> bool:
    return len(noun) > 2 and (" " not in noun or tags >= TAGGED)


def role_people(roles: Roles, found: dict[Name, Evidence]) -> list[Character]:
    """A person for each role, named by its phrases; the evidence says before which of them "the" stands."""
    people = []
    for phrases in roles.names:
        names = dict.fromkeys((_capital(p.words), True) for p in phrases if not p.one_of)
        names |= dict.fromkeys((_capital((p.article, *p.words)), False) for p in phrases if p.new)
        names |= dict.fromkeys((_capital(("the", *p.words, *p.of)), False) for p in phrases if p.of)
        person = None
        for name, article in names:
            found[name] = Evidence()
            found[name].the, found[name].total = int(article), 1
            if person:
                person.add(name, Parts((), name), 0)
            else:
                person = Character(name, Parts((), name), 0)
        if person:
            people.append(person)
    return people


def _capital(words: Name) -> Name:
    return (words[0].capitalize(), *words[1:])


def with_roles(named: Named, roles: Roles, quoted: Sequence[tuple[int, int]]) -> Named:
    """All mentions in text order, those of roles in the narration among them."""
    if not roles.heads:
        return named
    found = []
    at = 0
    for start, end, who in merge(_of_nouns(roles), _of_newcomers(roles)):
        while at < len(quoted) and quoted[at][1] <= start:
            at += 1
        if not (at < len(quoted) and quoted[at][0] <= start) and named.at(start) is None:
            found.append((start, end, who, -1, 0))
    return _of(merge(_entries(named), found))


def _of_nouns(roles: Roles) -> Iterator[tuple[int, int, int]]:
    for start, end, noun in roles.definites.find(roles.of) if roles.of else ():
        yield start, end, roles.of[noun]


def _of_newcomers(roles: Roles) -> Iterator[tuple[int, int, int]]:
    for who in dict.fromkeys(roles.news.values()):  # one of the guards may speak again: he is new but once
        phrase = roles.names[who - roles.first][0]
        if phrase.new:
            yield phrase.start, phrase.end, who


def without(named: Named, silent: Collection[int]) -> Named:
    """The mentions without those of some people."""
    return _of(entry for entry in _entries(named) if entry[2] not in silent) if silent else named


def _entries(named: Named) -> Iterator[Entry]:
    return zip(named.starts, named.ends, named.who, named.quoted, named.hailed, strict=True)


def _of(entries: Iterable[Entry]) -> Named:
    result = Named()
    columns, rest = (result.starts, result.ends, result.who, result.quoted, result.hailed), iter(entries)
    while some := list(islice(rest, BLOCK)):
        for column, values in zip(columns, zip(*some, strict=True), strict=True):
            column.extend(values)
    return result
