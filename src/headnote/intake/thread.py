"""Unrolled social threads: a header of signs, pairing and content notes, posts, and a sign-off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headnote.intake.declaration import Declaration
from headnote.intake.draft import Draft
from headnote.intake.heads import BYLINE_LENGTH, Line, lines_of, read_byline, read_title
from headnote.intake.marks import find_marks
from headnote.intake.notes import read_marks
from headnote.records import Region

_POST = re.compile(
    r"(?:\(?\d{1,3}\s?/\s?(?:\d{1,3}|\?)?\)?(?=\s|\Z).*|.{0,400}[\s(]\d{1,3}/(?:\d{1,3}|\?)?\)?)", re.DOTALL
)
_GO = re.compile(
    r".{0,60}(?:\u2193|\u2b07|\U0001f447|\U0001f9f5|thread (?:below|under|starts)|below the cut).{0,40}", re.IGNORECASE
)
_SAYS_THREAD = re.compile(
    r"\b(?:a |my )?thread(?:fic)?\b|\U0001f9f5|\b(?:twt|twitter|social media) (?:fic|au)\b", re.IGNORECASE
)
_NOTES = re.compile(
    r"[\W_]{0,6}((?:content|trigger)?\s?(?:notes?|warnings?|tags)|cws?|tws?|cw ?/ ?tw|tw ?/ ?cw|contains|includes)\b"
    r"[\W_]{0,6}",
    re.IGNORECASE,
)
_INLINE_NOTES = re.compile(
    r"[\W_]{0,6}((?:content|trigger) (?:notes?|warnings?)|cws?|tws?)(?:\s?[:/|]{1,2}\s?|\s(?:for\s)?)(\S.*)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[-\u2013\u2014\u2022*\u00b7]\s*(\S.*)")
_PAIR = re.compile(r"\w\s?(?:/|&|\u00d7|\bx\b)\s?\w")
_HASH = re.compile(r"#(\w+)")
_SIGN_OFF = re.compile(
    r"[\W_]{0,6}(?:and,? scene|end scene|fin|the end|end(?: of)?(?: the)? thread|end|/end|/fin"
    r"|that(?:'|\u2019)s (?:it|all)|/\s?\d* end)\b.{0,40}",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\b(?:comments?|likes|retweets?|rts?|quotes?|feedback|ko-?fi|thank(?:s| you) for reading|thanks everyone"
    r"|if you (?:liked|enjoyed|got this far|read this far|made it)|let me know|part (?:two|2) (?:if|soon|when)"
    r"|follow me)\b",
    re.IGNORECASE,
)
#: Lines at the head that are looked at, and lines at the end among which a sign-off may start.
_HEAD_LINES, _TAIL_LINES, _TAIL = 40, 8, 4000
#: Most lines of a header that ends where the posts begin to be counted, and the longest of them: a post's length.
_ABOVE, _LONGEST = 12, 280


def looks_like_thread(text: str) -> bool:
    """Whether a text is an unrolled thread, from a cheap look at its head."""
    lines = list(lines_of(text))[:_HEAD_LINES]
    if len(lines) < 2:
        return False
    posts = sum(bool(_POST.fullmatch(line.text)) for line in lines)
    go = any(_GO.fullmatch(line.text) for line in lines[:15])
    notes = any(_opens_notes(lines, i) for i in range(min(12, len(lines))))
    pairing = any(_is_pairing(line.text) for line in lines[1:5])
    sign = bool(_SAYS_THREAD.search(lines[0].text)) or any(
        m.meaning in ("adults-only", "nsfw", "mild-nsfw") for m in find_marks(lines[0].text)
    )
    return (
        posts >= 3 or (go and (sign or pairing or notes)) or (notes and pairing) or (notes and sign and len(lines) > 6)
    )


def read_thread(text: str) -> Draft:
    """The text as it is; the header and the sign-off are regions, and the header is what the author declared."""
    draft = Draft(text=text, format="thread")
    lines = list(lines_of(text))[:_HEAD_LINES]
    last = _header_end(lines)
    if last:
        _read_header(draft, lines[:last])
    _read_sign_off(draft)
    read_marks(draft)
    return draft


def _header_end(lines: Sequence[Line]) -> int:
    """How many lines belong to the header: the title, and then all that is sign, pairing, note or pointer."""
    end = 0
    for i, line in enumerate(lines):
        is_post = _POST.fullmatch(line.text) is not None
        if is_post and not (i == 0 and find_marks(line.text)):
            break
        if i == 0 and len(line.text) <= 160 and not line.text.startswith(('"', "\u201c")):
            end = 1
        elif _belongs(lines, i):
            end = i + 1
        elif i - end >= 1:
            break
    above = _posts_begin(lines)
    end = max(end, above)
    only_title = end == 1 and not above and not find_marks(lines[0].text) and not _SAYS_THREAD.search(lines[0].text)
    return 0 if only_title and len(lines[0].text.split()) > 14 else end


def _posts_begin(lines: Sequence[Line]) -> int:
    """Lines above the first post, where posts are counted ("1/12") or a pointer says that they come; else 0."""
    above = lines[: _ABOVE + 1]
    first = next((i for i, line in enumerate(above) if i and re.match(r"\(?1\s?/", line.text)), None)
    if first is not None:
        return first if all(len(line.text) <= _LONGEST for line in above[:first]) else 0
    go = next((i for i, line in enumerate(above) if i and _GO.fullmatch(line.text)), 0)
    return go + 1 if go and all(len(line.text) <= BYLINE_LENGTH for line in above[:go]) else 0


def _belongs(lines: Sequence[Line], i: int) -> bool:
    text = lines[i].text
    if _GO.fullmatch(text) or _opens_notes(lines, i) or _is_pairing(text) or _byline(text):
        return True
    if _ITEM.match(text):
        return i > 0 and (bool(_ITEM.match(lines[i - 1].text)) or _opens_notes(lines, i - 1))
    return bool(find_marks(text)) and len(text) <= 80


def _byline(text: str) -> bool:
    return len(text) <= BYLINE_LENGTH and read_byline(Declaration(), Line(text, 0, len(text)), "")


def _opens_notes(lines: Sequence[Line], i: int) -> bool:
    text = lines[i].text
    if _INLINE_NOTES.fullmatch(text):
        return True
    return bool(_NOTES.fullmatch(text)) and i + 1 < len(lines) and bool(_ITEM.match(lines[i + 1].text))


def _is_pairing(text: str) -> bool:
    if len(text) > 140 or text.endswith((".", "!", "?")):
        return False
    return (text.startswith("#") and bool(_HASH.match(text))) or ("|" in text and bool(_PAIR.search(text)))


def _read_header(draft: Draft, lines: Sequence[Line]) -> None:
    into = draft.declaration
    read_title(into, lines[0], "thread header: title line")
    for i, line in enumerate(lines[1:], 1):
        for mark in find_marks(line.text, line.start):
            into.mark(mark, "thread header")
        inline = _INLINE_NOTES.fullmatch(line.text)
        if inline:
            into.add("tags", _pieces(inline[2]), "thread header: content notes")
            into.note(line.text, label=inline[1], start=line.start, end=line.end)
        elif _opens_notes(lines, i):
            _read_items(draft, lines, i)
        elif _is_pairing(line.text):
            _read_pairing(into, line.text)
        else:
            read_byline(into, line, "thread header: byline")
    draft.regions.append(Region(start=lines[0].start, end=lines[-1].end, kind="header", label="thread header"))


def _read_items(draft: Draft, lines: Sequence[Line], opening: int) -> None:
    items: list[str] = []
    end = lines[opening].end
    for line in lines[opening + 1 :]:
        found = _ITEM.fullmatch(line.text)
        if found is None:
            break
        items.append(found[1].strip())
        end = line.end
    start = lines[opening].start
    label = lines[opening].text.strip(" :*_")
    draft.declaration.add("tags", items, "thread header: content notes")
    draft.declaration.note(draft.text[start:end], label=label, start=start, end=end)


def _read_pairing(into: Declaration, text: str) -> None:
    for part in text.split("|"):
        bare = part.strip()
        hashes = _HASH.findall(bare)
        if hashes:
            into.add("tags", hashes, "thread header: pairing line")
        elif _PAIR.search(bare):
            into.add("relationships", [bare], "thread header: pairing line")
        elif bare:
            into.add("tags", [bare], "thread header: pairing line")


def _pieces(value: str) -> list[str]:
    return [piece.strip() for piece in re.split(r"[,;|]|(?<!\w)/|/(?!\w)", value) if piece.strip()]


def _read_sign_off(draft: Draft) -> None:
    text = draft.text
    base = max(0, len(text) - _TAIL)
    tail = list(lines_of(text[base:], _TAIL))
    tail = tail[1:] if base else tail
    floor = max((r.end for r in draft.regions), default=0)
    tail = [line for line in tail if line.start + base >= floor][-_TAIL_LINES:]
    start = next((i for i, line in enumerate(tail) if len(line.text) <= 80 and _SIGN_OFF.fullmatch(line.text)), None)
    if start is None:
        start = _request_start(tail)
    if start is not None:
        draft.regions.append(
            Region(start=tail[start].start + base, end=tail[-1].end + base, kind="signoff", label="sign-off")
        )


def _request_start(tail: Sequence[Line]) -> int | None:
    """Where the run of requests at the very end starts; a post that merely names a comment stands alone and stays."""
    start = len(tail)
    while start > 0 and _REQUEST.search(tail[start - 1].text) and not _POST.fullmatch(tail[start - 1].text):
        start -= 1
    if start == len(tail) or len(set(_REQUEST.findall(" ".join(line.text for line in tail[start:])))) < 2:
        return None
    return start
