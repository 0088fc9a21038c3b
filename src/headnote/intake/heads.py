"""The head of a plain text: its lines, its title, its "Label: value" block."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from headnote.intake.declaration import Declaration
from headnote.intake.labels import field_of, tell
from headnote.intake.marks import find_marks, without_marks

#: Code points of a text that count as its head.
HEAD = 8000
#: Longest line that can be a title, and longest byline.
TITLE_LENGTH, BYLINE_LENGTH = 120, 80
_LINE = re.compile(r"[^\r\n]+")
_LABEL = re.compile(
    r"(?:[*_# >\t\u2022\u00b7|~\u2190-\u2bff\ufe0f\U0001f000-\U0001faff-]|\[\w{1,6}\]){0,6}"
    r"([^\W\d_][\w/ ()-]{0,40}?)(?:[*_]|\[/\w{1,6}\]){0,3}\s?"
    r"(?:(?::|=>)(?:[*_]|\[/\w{1,6}\]){0,3}(?=[ \t]|$)|\uff1a)[ \t]*(.*)"
)
#: Where the next label of the same line may begin: "Rating: M; Pairing: A/B", "Rated: T - English - Words: 900".
_NEXT = re.compile(r"\s*[;|\u2022]\s+(?=[^\W\d_][\w/ ]{0,25}:)|\s+-\s+(?=[^\W\d_][\w/ ]{0,25}:\s)")
_BYLINE = re.compile(r"[*_ \t]{0,80}by[: \t]+(\S.{0,79})", re.IGNORECASE)
#: Fields that a block of labels needs one of: a letter or a script has titles and bylines too.
_TELLING = frozenset(("rating", "warnings", "fandoms", "relationships", "summary", "tags", "words", "status"))
_PART_ONLY = re.compile(r"(?:chapter|part|book|volume|act)\s+\S+|prologue|epilogue|[ivxlc\d]+", re.IGNORECASE)
_SENTENCE_END = (".", ",", ";", "!", "?", '"', "\u201d", "\u2019", "'")
#: Signs that markup and code end their lines with, and no title.
_CODE_END = (">", "{", "}", "=", "|", "\\", "/", ":", "-", "\u2013", "\u2014")
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
_SPEECH = ('"', "\u201c", "'", "\u2018", "-", "\u2013", "\u2014", ">", "\u00ab", "(")


_AFTER = re.compile(
    r"[ \t]*(?:\r\n|\n|\r(?!\n))(?P<blank>[ \t]{0,60}[\r\n]{1,8})?"
    r"(?P<byline>[*_ \t]{0,60}by[: \t]+\S[^\r\n]{0,60}(?<![.,;!? \t])[ \t]{0,60}(?:[\r\n]|\Z))?",
    re.IGNORECASE,
)
#: A line of so few words may be a title in any case, above a text of so many code points: a passage or a row of a
#: corpus is shorter, and its first line is its own.
FEW, LONG = 4, 1000
#: What stands in code, markup, prices, addresses, lists and logs, and in no title.
_UNTITLED = re.compile(r"[<>{}$@=|\\^]|//|\d:\d\d|\A\W*\d+\. ")
#: Most words of a title without a mark, and the share of its words, small ones apart, that begin with a capital where
#: it is set as one. Chosen in November 2026 on the first lines of 695 short posts: of 61 that length alone made titles
#: 7 are left, most of which are.
MOST, CAPITALS = 14, 0.75
_SMALL = frozenset("a an and as at but by de du for from in into la le nor of on or the to vs with".split())  # noqa: SIM905
_SET_APART = re.compile(r"#{1,6} |([*_=~])(?=.*\1$)")
_WORD = re.compile(r"[^\W_][\w'\u2019]*")


class Line(msgspec.Struct, frozen=True):
    """A line that is not blank, without the blanks around it; `start` and `end` are offsets in the text, `apart` says
    that a blank line stands before it."""

    text: str
    start: int
    end: int
    apart: bool = False


def lines_of(text: str, limit: int = HEAD) -> Iterator[Line]:
    """The lines of the head in order; a line that the limit cuts comes whole up to twice the limit."""
    before = 0
    for found in _LINE.finditer(text, 0, min(len(text), limit)):
        bare = found[0].strip()
        if bare:
            gap = text[before : found.start()]
            start = found.start() + found[0].index(bare[0])
            yield Line(bare, start, start + len(bare), apart=max(gap.count("\n"), gap.count("\r")) > 1)
            before = found.end()


def read_title(into: Declaration, line: Line, origin: str) -> None:
    """A title line: its marks, and the title without them."""
    marks = find_marks(line.text, line.start)
    for mark in marks:
        into.mark(mark, origin)
    into.say("title", without_marks(line.text, marks, line.start), origin)


def looks_like_title(line: Line, following: str) -> bool:
    """Whether a first line is a title: short, no speech, with a blank line or a byline after it, and with a sign of
    being one. A mark ("mild NSFW"), a byline, capitals as a title has them, or markup of a heading is such a sign; a
    line of a few words is taken for a title only above a long text.

    Args:
        line: the first line of the text.
        following: text right after that line, `LONG` code points of it.
    """
    bare = line.text.strip("*_# ")
    if not bare or len(bare) > TITLE_LENGTH or bare.startswith(_SPEECH) or _PART_ONLY.fullmatch(bare):
        return False
    after = _AFTER.match(following)
    if after is None or not (after["blank"] or after["byline"]):
        return False
    if find_marks(bare):
        return True
    words = _WORD.findall(_ASIDE.sub(" ", bare)) or _WORD.findall(bare)
    if bare.endswith(_SENTENCE_END + _CODE_END) or not 0 < len(words) <= MOST or _UNTITLED.search(bare):
        return False
    if after["byline"] or _SET_APART.match(line.text) or (" " in bare and _in_title_case(words)):
        return True
    return len(words) <= FEW and len(following) >= LONG


def _in_title_case(words: list[str]) -> bool:
    """Whether words are capitalised as a title's are: two at least, the small ones apart, and numbers the fewer."""
    weighty = [word for word in words if word not in _SMALL]
    capitals = sum(word[0].isupper() for word in weighty)
    numbers = sum(word[0].isdigit() for word in weighty)
    set_so = numbers <= capitals and capitals + numbers >= CAPITALS * len(weighty)
    return len(weighty) > 1 and words[0][0].isupper() and set_so


def read_byline(into: Declaration, line: Line, origin: str) -> bool:
    """``by Name``; says whether the line is one."""
    found = _BYLINE.fullmatch(line.text)
    if found is None or len(line.text) > BYLINE_LENGTH or found[1].endswith((".", ",", ";")):
        return False
    into.say("authors", [found[1].strip(" *_\t")], origin)
    return True


def label_of(line: str) -> tuple[str, str] | None:
    """``Label: value`` of a line, null where the line is none."""
    found = _LABEL.match(line)
    return (found[1].strip(), (found[2] or "").strip()) if found else None


def labels_of(line: str) -> list[tuple[str, str]]:
    """Each ``Label: value`` of a line that holds several known ones; else its only one, if it has any."""
    pair = label_of(line)
    if pair is None:
        return []
    several = [label_of(part) for part in _NEXT.split(line)]
    known = [part for part in several if part and field_of(part[0])]
    return known if len(known) == len(several) else [pair]


def label_block(lines: list[Line]) -> tuple[int, int] | None:
    """First and last (exclusive) of the lines that form a block of labels; null where the text has none.

    A block has two known labels at least, one of them telling, with at most two other lines between.
    """
    known = [(i, field_of(pair[0])) for i, line in enumerate(lines) for pair in labels_of(line.text)]
    places = [i for i, field in known if field]
    if len(places) < 2 or places[0] > 6 or not _TELLING & {field for _, field in known if field}:
        return None
    last = places[0]
    for place in places[1:]:
        if place - last > 3:
            break
        last = place
    return (places[0], _goes_on(lines, last)) if places[1] <= last else None


def _goes_on(lines: list[Line], last: int) -> int:
    """Where a block ends: a summary goes on over the lines that follow it without a blank line."""
    end = last + 1
    if field_of((label_of(lines[last].text) or ("", ""))[0]) == "summary":
        while end < len(lines) and not lines[end].apart:
            end += 1
    return end


def read_labels(into: Declaration, lines: list[Line], origin: str, *, dialect: str | None = None) -> None:
    """Read a block of labels; a line without a label goes on with the value before it."""
    pairs: list[list[str]] = []
    for line in lines:
        found = labels_of(line.text)
        first = found[0][0] if found else ""
        if found and (not pairs or field_of(first, dialect=dialect) or len(first.split()) <= 3):
            pairs.extend([label, value] for label, value in found)
        elif pairs:
            pairs[-1][1] = f"{pairs[-1][1]} {line.text}".strip()
    for label, value in pairs:
        tell(into, label, value, f"{origin}: {label}", dialect=dialect)
