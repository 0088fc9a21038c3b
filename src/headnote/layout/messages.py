"""Message exchanges: runs of short unquoted lines, with names or times before them or with nothing.

A play script ("KIT: Where is she?") is read as an exchange too: its turns carry their speakers' names in the same way,
and nothing else in a layout would keep them. Verse, lists and header fields are the near misses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from headnote.layout.lines import Block
from headnote.layout.wordlists import word_set, words
from headnote.records import ParagraphKind

#: No message is longer: the posts and texts that stories show are a few lines.
LONGEST = 320
#: A message without a name before it is shorter still.
LONGEST_BARE = 140
#: Fewest messages of an exchange, with names and without.
FEWEST, FEWEST_BARE = 3, 4

#: Lines without names read as chat when so many begin in lower case and so many say I or you. Set by the cases of
#: tests/layout/cases/messages.toml: lower-case verse stays under the second.
LOW_SHARE, PERSONAL_SHARE = 0.7, 0.35

_TIME = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_NAME = r"[^\W\d_][\w.'’-]{0,24}(?:\s(?:\([^\d()\n][^()\n]{0,19}\)|[\w&+.'’-]{1,20})){0,3}"
_WRAP = r"(?:\*\*|__|[*_])?"
_LABELLED = re.compile(
    rf"{_WRAP}(?:[\[(]?{_TIME}[\])]?\s*[-–—|,]?\s*)?{_WRAP}(?:<\s*(?P<nick>[^<>\n]{{1,30}})\s*>|(?P<name>@?{_NAME}){_WRAP}"
    rf"(?:\s*[\[(]{_TIME}[\])])?\s*{_WRAP}[:>»])(?![/\d]){_WRAP}\s*(?P<body>.*)",
    re.DOTALL,
)
_TIMED = re.compile(rf"{_WRAP}[\[(]?{_TIME}[\])]?{_WRAP}\s*[-–—|:>]?\s+(?P<body>\S.*)", re.DOTALL)
_HEADER = re.compile(
    rf"{_WRAP}(?P<name>@?{_NAME}){_WRAP}\s*[—–|,-]?\s*{_WRAP}[\[(]?(?:(?:today|yesterday) at )?{_TIME}[\])]?{_WRAP}:?",
    re.IGNORECASE,
)
_QUOTE = frozenset("\"“”„«»「『'‘")
_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]|(?<!\w)[:;=]['-]?[)(DPpoO3/](?!\w)|<3")
_BULLET = re.compile(r"(?:[-*•·+]|\d{1,3}[.):/]|\(\d{1,3}/?\d*\))\s")
_YOU = re.compile(r"\b(?:you|your|u|ur|i|i'm|im|i’m|me|my|we)\b", re.IGNORECASE)


@cache
def _chat() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’])(?:{'|'.join(map(re.escape, words('messages')['chat']))})(?![\w'’])", re.IGNORECASE)


class Sent(NamedTuple):
    """One message: index of its block, span of its body, sender as written."""

    block: int
    start: int
    end: int
    exchange: int
    sender: str | None


class _Line(NamedTuple):
    block: int
    start: int
    end: int
    sender: str | None
    form: str  # labelled, timed, header, bare


def find_messages(view: str, blocks: Sequence[Block], kinds: Sequence[ParagraphKind]) -> list[Sent]:
    """The messages of a work in order, exchanges numbered from 1."""
    out: list[Sent] = []
    exchange = 0
    for run in _runs(view, blocks, kinds):
        for part in _exchanges(view, run):
            exchange += 1
            out += [Sent(line.block, line.start, line.end, exchange, line.sender) for line in part]
    return out


def _runs(view: str, blocks: Sequence[Block], kinds: Sequence[ParagraphKind]) -> Iterator[list[_Line]]:
    """Runs of adjoining blocks each of which could be a message."""
    run: list[_Line] = []
    for index, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        line = _line(view, index, block) if kind == "narration" and block.end - block.start <= LONGEST else None
        if line is not None:
            run.append(line)
        elif run:
            if len(run) >= FEWEST:
                yield run
            run = []
    if len(run) >= FEWEST:
        yield run


def _line(view: str, index: int, block: Block) -> _Line | None:
    if view[block.start] in _QUOTE:
        return None
    text = view[block.start : block.end]
    if (m := _HEADER.fullmatch(text)) and m["name"].lower() not in word_set("messages", "fields"):
        return _Line(index, block.start, block.end, m["name"].strip(" *_@"), "header")
    if m := _LABELLED.match(text):
        name = (m["nick"] or m["name"]).strip(" *_@")
        body = block.start + m.start("body")
        if body < block.end and name.lower() not in word_set("messages", "fields") and _is_name(name):
            return _Line(index, body, block.end, name, "labelled")
    if m := _TIMED.match(text):
        return _Line(index, block.start + m.start("body"), block.end, None, "timed")
    if len(text) > LONGEST_BARE or any(mark in text for mark in '"“”«»') or _BULLET.match(text):
        return None
    return None if _narrates(text) else _Line(index, block.start, block.end, None, "bare")


def _is_name(name: str) -> bool:
    """Whether what stands before a colon can be a name: not a clause ("He said: no")."""
    parts = name.split()
    return len(parts) == 1 or (len(parts) <= 3 and all(p[:1].isupper() or not p[:1].isalpha() for p in parts))


def _exchanges(view: str, run: list[_Line]) -> Iterator[list[_Line]]:
    """The exchanges in a run: the stretch between the first and the last line with a name or time, else the whole run
    where it reads as chat."""
    marked = [i for i, line in enumerate(run) if line.form != "bare"]
    if _is_labelled(run, marked):
        inside = run[marked[0] : marked[-1] + 1 + (run[marked[-1]].form == "header")]
        yield _with_headers(inside)
        return
    if run[0].block == 0 and view[run[0].start].isupper() and view[run[1].start].islower():
        run = run[1:]  # the title
    if _is_chat(view, run):
        yield run


def _is_labelled(run: list[_Line], marked: list[int]) -> bool:
    if len(marked) < FEWEST and not (len(marked) == 2 and all(run[i].form == "header" for i in marked)):
        return False
    senders = Counter(run[i].sender for i in marked)
    close = 2 * len(marked) >= marked[-1] - marked[0] + 1
    return close and (None in senders or max(senders.values()) >= 2) and len(senders) <= max(4, len(marked) // 2)


def _with_headers(lines: list[_Line]) -> list[_Line]:
    """Give the lines below a header line ("Kit 10:02") its sender, and drop the header lines themselves."""
    out = []
    sender: str | None = None
    for line in lines:
        if line.form == "header":
            sender = line.sender
        elif line.form == "bare" and sender is not None:
            out.append(line._replace(sender=sender))
        else:
            sender = None
            out.append(line)
    return out


_PAST = re.compile(r"\b(?:he|she|they|his|her|their|him|was|were|had|said|asked|\w{3,}ed)\b", re.IGNORECASE)


def _narrates(text: str) -> bool:
    """Whether a line reads as a sentence of narration: a capital, a full stop, and a third person or a past tense."""
    return text[0].isupper() and text[-1] in ".…" and len(_PAST.findall(text)) >= 2 and not _chat().search(text)


def _is_chat(view: str, run: list[_Line]) -> bool:
    """Whether a run of lines without names reads as chat: most lines end without a full stop, and enough of them are
    addressed to somebody, ask, or use the words of chat. Verse ends its lines with commas and addresses nobody."""
    if len(run) < FEWEST_BARE:
        return False
    texts = [view[line.start : line.end] for line in run]
    count = len(texts)
    unstopped = sum(1 for t in texts if t[-1] not in ".,;:—")
    commas = sum(1 for t in texts if t[-1] in ",;:—")
    chatty = sum(1 for t in texts if _chat().search(t) or _EMOJI.search(t))
    asked = sum(1 for t in texts if t[-1] == "?")
    low = sum(1 for t in texts if t[0].islower())
    personal = sum(1 for t in texts if _YOU.search(t))
    if chatty < 2 and (2 * low <= count or not personal):
        return False
    if 4 * commas > count or 2 * unstopped < count or 3 * sum(t.isupper() for t in texts) > count:
        return False
    if low >= LOW_SHARE * count and personal >= PERSONAL_SHARE * count and chatty + asked:
        return True
    return chatty * 2 + asked + (low > count // 2) * 2 + (personal * 2 > count) >= max(3, 0.45 * count)
