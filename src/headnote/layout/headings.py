"""Headings in the text itself: "CHAPTER IV.", "Chapter One: The Lamp", "3.", "Prologue", lines in capitals."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from headnote.layout.wordlists import words

HeadingKind = Literal["chapter", "container", "alone", "number", "roman", "capitals"]

#: A heading with its subtitle is no longer than this; bounds the slice that is matched.
LONGEST = 320
_ROMAN = r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Head(NamedTuple):
    """What a line is as a heading: its kind, its number (0 where it has none), and the length of the matched head."""

    kind: HeadingKind
    number: int
    length: int


class _Patterns(NamedTuple):
    numbered: re.Pattern[str]
    alone: re.Pattern[str]
    contents: re.Pattern[str]
    container: frozenset[str]


@cache
def _patterns() -> _Patterns:
    lists = words("headings")
    any_of = {key: "|".join(sorted(map(re.escape, lists[key]), key=len, reverse=True)) for key in lists}
    number = rf"(?:\d{{1,4}}|{_ROMAN}|(?:{any_of['numbers']})(?:[ -](?:{any_of['numbers']}))?)"
    numbered = (
        rf"[\s_*#=~\[(<-]*(?:the\s+)?(?:(?P<word>{any_of['chapter']}|{any_of['container']})\.?\s*#?\s*(?P<number>{number})"
        rf"|(?P<first>{any_of['numbers']})\s+(?P<after>chapter|part|book|volume)"
        rf"|第\s*(?P<cjk>[\d一二三四五六七八九十百]+)\s*[章話回节節])(?![\w'’])(?:\s*/\s*[\d?]+)?"
    )
    flags = re.IGNORECASE
    return _Patterns(
        re.compile(numbered, flags),
        re.compile(rf"[\s_*#=~\[(<-]*(?:{any_of['alone']})\b(?:\s+(?:[IVX]{{1,4}}|\d{{1,2}}))?", flags),
        re.compile(rf"[\s_*#=~-]*(?:{any_of['contents']})[\s_*#=~:.-]*", flags),
        frozenset(lists["container"]),
    )


_LONE_NUMBER = re.compile(r"[\s_*#=~\[(<-]*(?:(?P<digits>\d{1,3})|(?P<roman>" + _ROMAN + r"))[\s_*=~\])>.:-]*")
_TITLED_NUMBER = re.compile(r"(?:(?P<digits>\d{1,3})|(?P<roman>" + _ROMAN + r"))[.:)]\s+(?=[^\W\d_])")
_REST = re.compile(r"\s*(?:[.:,|\])>_*~=-]|[—–]|--)*\s*")


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral."""
    total = 0
    for sign, following in zip(numeral, [*numeral[1:], ""], strict=True):
        value = _VALUES[sign]
        total += -value if _VALUES.get(following, 0) > value else value
    return total


def number_value(written: str) -> int:
    """The value of a chapter number as written, 0 where it cannot be told."""
    if written.isdecimal():
        return int(written)
    upper = written.upper()
    if re.fullmatch(_ROMAN, upper):
        return roman_value(upper)
    spelled = words("headings")["numbers"][:20]
    low = written.lower()
    return spelled.index(low) + 1 if low in spelled else 0


def worded_head(line: str) -> Head | None:
    """A heading by its word: "Chapter Four", "PART II", "Prologue". The rest of the line may be a title; a sentence
    that happens to begin so ("Chapter One was the hardest to write, she said.") is not a heading."""
    patterns = _patterns()
    m = patterns.numbered.match(line)
    if m:
        written = m["number"] or m["first"] or m["cjk"] or ""
        word = (m["word"] or m["after"] or "").lower()
        kind: HeadingKind = "container" if word in patterns.container else "chapter"
    else:
        m = patterns.alone.match(line)
        if not m:
            return None
        written, kind = "", "alone"
    rest = _REST.match(line, m.end())
    after = line[rest.end() :] if rest else ""
    if after and not _is_title(after, parted=bool(rest and rest.group().strip())):
        return None
    return Head(kind, number_value(written), m.end())


def _is_title(text: str, *, parted: bool) -> bool:
    """Whether what follows a chapter number reads as a title: short, and after a sign or with a capital; a title that
    no sign parts from the number may not end as a sentence does."""
    if len(text) > 120 or text.count(" ") > 18:
        return False
    if parted:
        return True
    return (text[0].isupper() or not text[0].isalnum()) and text[-1] not in ".,;"


def lone_number(line: str) -> Head | None:
    """A line that is only a number: "3.", "IV", "- 12 -"."""
    m = _LONE_NUMBER.fullmatch(line)
    if not m:
        return None
    if m["digits"]:
        return Head("number", int(m["digits"]), len(line))
    return Head("roman", roman_value(m["roman"]), len(line))


def titled_number(line: str) -> Head | None:
    """A number with a title: "3. The Long Night". Whether it heads a chapter or a list item, the sequence tells."""
    m = _TITLED_NUMBER.match(line)
    if not m or line[-1] in ".,;" or line.count(" ") > 10:
        return None
    if m["digits"]:
        return Head("number", int(m["digits"]), m.end())
    return Head("roman", roman_value(m["roman"]), m.end())


def is_contents(line: str) -> bool:
    """Whether a line heads a table of contents."""
    return bool(_patterns().contents.fullmatch(line))


def is_capitals(line: str) -> bool:
    """Whether a line is all in capitals as a title may be: two letters or more, at most ten words, not a sentence."""
    return line.isupper() and line.count(" ") < 10 and sum(map(str.isalpha, line)) > 3 and line[-1] not in ".,;!?\"'”’"
