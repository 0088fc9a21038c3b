"""A sample of a sweep's rows for a person to check, the same number for every code, and what the person found.

Rows are drawn by the digest of code and id: the same output gives the same sample, and no row's chance depends on
where it stands.
"""

from __future__ import annotations

import csv
import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from headnote.corpus.cells import inert
from headnote.corpus.intervals import wilson
from headnote.corpus.job import Job
from headnote.corpus.swept import Swept
from headnote.errors import DataError, HeadnoteError, NotFound
from headnote.records import Card, Checked, Sample
from headnote.taxonomy import codes

#: Excerpts of a sampled row.
EXCERPTS = 3
FIELDS = ("code", "id", "confidence", "excerpts", "right")
SAID = {"yes": True, "y": True, "1": True, "no": False, "n": False, "0": False}


class Drawn(msgspec.Struct, frozen=True, order=True):
    """One row drawn for a code. `draw` orders by chance; `number` is the row's place in the output, from 1."""

    draw: int
    number: int
    id: str | int = msgspec.field(default="")
    confidence: float = 0.0


class Draw:
    """Keeps up to `size` rows a code while rows go by."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.kept: defaultdict[str, list[tuple[int, int, Drawn]]] = defaultdict(list)

    def add(self, row: Swept, number: int) -> None:
        """Offer a row; rows that the policy withholds are not drawn, since nothing of them may be shown."""
        if row.id is None or row.action == "withhold" or not self.size:
            return
        for code in row.warnings or []:
            draw = int.from_bytes(blake2b(f"{code}\0{row.id!r}".encode(), digest_size=8).digest())
            drawn = Drawn(draw, number, row.id, row.confidence(code))
            # A heap with the largest draw first: what is offered pushes it out where it is smaller.
            push = heapq.heappush if len(self.kept[code]) < self.size else heapq.heappushpop
            push(self.kept[code], (-draw, -number, drawn))

    def by_code(self) -> dict[str, list[Drawn]]:
        """The rows drawn, by code in the taxonomy's order and then by place."""
        found = {code: sorted((d for *_, d in self.kept[code]), key=lambda d: d.number) for code in codes()}
        return {code: drawn for code, drawn in found.items() if drawn}


def samples(drawn: Mapping[str, list[Drawn]], texts: Mapping[int, str], job: Job) -> list[Sample]:
    """The drawn rows with masked excerpts of the evidence.

    Args:
        texts: by row number; a row whose text is not there, or can no longer be read, has no excerpts.
    """
    cards = {number: _card(text, job) for number, text in sorted(texts.items())}
    return [
        Sample(code=code, id=row.id, confidence=row.confidence, excerpts=_excerpts(cards.get(row.number), code))
        for code, rows in drawn.items()
        for row in rows
    ]


def _card(text: str, job: Job) -> Card | None:
    from headnote import intake
    from headnote.card import read, to_card

    try:
        return to_card(read(intake.read_text(text), tier=job.tier, policy=job.policy))
    except HeadnoteError:
        return None


def _excerpts(card: Card | None, code: str) -> list[str]:
    if card is None or code == "underage-sex":
        return []
    evidence = [e for f in card.findings if f.code == code for e in f.evidence]
    return [e.excerpt for e in evidence if e.excerpt is not None][:EXCERPTS]


def write_sheet(path: Path, rows: Iterable[Sample]) -> None:
    """A CSV sheet on which a person says of each row whether the code is right: yes or no under `right`."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(FIELDS)
            for row in rows:
                excerpts = " | ".join(row.excerpts)
                sheet.writerow([row.code, inert(str(row.id)), f"{row.confidence:.4f}", inert(excerpts), ""])
    except OSError as error:
        raise NotFound(
            f"{path}: cannot be written: {error.strerror}", hint="Name a file in a folder of yours."
        ) from None


def read_sheet(path: Path) -> list[Checked]:
    """What a person said on a sheet, by code; rows without an answer are left out.

    Raises:
        NotFound: there is no such file.
        DataError: it is no such sheet, or an answer is neither yes nor no; the message names the line.
    """
    said: defaultdict[str, list[bool]] = defaultdict(list)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sheet = csv.DictReader(file)
            for row in sheet:
                if answer := _answer(row, path, sheet.line_num):
                    said[answer[0]].append(answer[1])
    except FileNotFoundError:
        raise NotFound(f"{path}: no such file") from None
    except (UnicodeDecodeError, csv.Error):
        raise DataError(f"{path}: expected a sheet of CSV in UTF-8", hint="Save it as CSV, UTF-8.") from None
    return [_checked(code, said[code]) for code in codes() if said[code]]


def _answer(row: Mapping[str, str | None], path: Path, line: int) -> tuple[str, bool] | None:
    code, right = row.get("code"), row.get("right")
    if code is None or code not in codes() or right is None:
        raise DataError(
            f"{path}: line {line}: expected a code and an answer in the columns `code` and `right`",
            hint="Give a sheet that `headnote report --sheet` wrote.",
        )
    word = right.strip().lower()
    if not word:
        return None
    if word not in SAID:
        raise DataError(f"{path}: line {line}: expected yes, no or nothing under `right`", hint="Write yes or no.")
    return code, SAID[word]


def _checked(code: str, answers: list[bool]) -> Checked:
    right, rows = sum(answers), len(answers)
    low, high = wilson(right, rows)
    return Checked(code=code, rows=rows, right=right, precision=right / rows, low=low, high=high)
