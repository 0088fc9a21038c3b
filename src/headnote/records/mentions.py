"""The mentions of a work, kept as columns: a long work has half a million, which as records outweigh its text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from typing import Literal, overload

from headnote.records.base import Record, Span

MentionKind = Literal["name", "pronoun", "nominal"]
#: What the bytes of `Mentions.kinds` stand for.
MENTION_KINDS: tuple[MentionKind, ...] = ("name", "pronoun", "nominal")


class Mention(Span, frozen=True, kw_only=True):
    """A place where a person is named or referred to. `person` is null where it cannot be told who is meant, or where
    it is someone of no name: then `unnamed` is a number that this person's mentions share ("an old woman", "she")."""

    person: str | None
    unnamed: int | None = None
    kind: MentionKind
    confidence: float


class Mentions(Record, frozen=True, kw_only=True):
    """Mentions in text order, each made when it is asked for; a slice is a list of them.

    The columns are packed in the machine's own byte order, one entry a mention: `starts` and `ends` are offsets of
    eight bytes, `who` an index into `people` of four, -1 where it cannot be told who is meant, -2, -3, ... the people
    of no name; `kinds` a byte, an index into `MENTION_KINDS`, `sure` a confidence of eight.
    """

    people: tuple[str, ...] = ()
    starts: bytes = b""
    ends: bytes = b""
    who: bytes = b""
    kinds: bytes = b""
    sure: bytes = b""

    @classmethod
    def of(cls, mentions: Iterable[Mention]) -> Mentions:
        """The columns of records that stand in text order."""
        kept = list(mentions)
        ids = {person: i for i, person in enumerate(dict.fromkeys(m.person for m in kept if m.person is not None))}
        return cls(
            people=tuple(ids),
            starts=array("q", (m.start for m in kept)).tobytes(),
            ends=array("q", (m.end for m in kept)).tobytes(),
            who=array("i", (_code(m, ids) for m in kept)).tobytes(),
            kinds=bytes(MENTION_KINDS.index(m.kind) for m in kept),
            sure=array("d", (m.confidence for m in kept)).tobytes(),
        )

    def __len__(self) -> int:
        return len(self.kinds)

    @overload
    def __getitem__(self, at: int) -> Mention: ...
    @overload
    def __getitem__(self, at: slice) -> list[Mention]: ...
    def __getitem__(self, at: int | slice) -> Mention | list[Mention]:
        if isinstance(at, slice):
            return list(self._made(at))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        return next(self._made(slice(at, at + 1)))

    def __iter__(self) -> Iterator[Mention]:
        return self._made(slice(None))

    def column(self, name: Literal["starts", "ends", "who"]) -> memoryview:
        """One column as whole numbers."""
        return memoryview({"starts": self.starts, "ends": self.ends, "who": self.who}[name]).cast(
            "i" if name == "who" else "q"
        )

    def places(self, kind: MentionKind | None = None) -> Iterator[tuple[str, int, int]]:
        """Person, start and end of each mention of a known person, or of those of one kind."""
        columns: Iterable[tuple[int, int, int]] = zip(
            self.column("starts"), self.column("ends"), self.column("who"), strict=True
        )
        if kind is not None:
            wanted = MENTION_KINDS.index(kind)
            columns = compress(columns, self.kinds.translate(bytes(found == wanted for found in range(256))))
        for start, end, who in columns:
            if who >= 0:
                yield self.people[who], start, end

    def _made(self, at: slice) -> Iterator[Mention]:
        starts, ends, who = (self.column(name)[at] for name in ("starts", "ends", "who"))
        sure = memoryview(self.sure).cast("d")[at]
        people = self.people
        for start, end, person, kind, confidence in zip(starts, ends, who, self.kinds[at], sure, strict=True):
            yield Mention(
                start=start, end=end, person=people[person] if person >= 0 else None,
                unnamed=-2 - person if person < -1 else None, kind=MENTION_KINDS[kind], confidence=confidence,
            )  # fmt: skip


def _code(mention: Mention, ids: Mapping[str, int]) -> int:
    if mention.person is not None:
        return ids[mention.person]
    return -1 if mention.unnamed is None else -2 - mention.unnamed
