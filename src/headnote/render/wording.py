"""Numbers and certainty in words, the same in every form of the card."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from headnote.records import Card, Declared, Finding
from headnote.taxonomy import codes

#: Lower bounds of confidence and the word for it: the likelihood scale of the IPCC's guidance note on uncertainty
#: (Mastrandrea et al. 2010), "about as likely as not" said as "possible" and "unlikely" as "a hint".
SCALE = ((0.99, "almost certain"), (0.90, "very likely"), (0.66, "likely"), (0.33, "possible"), (0.0, "a hint"))

#: Words a minute of silent reading of English fiction: mean of the studies reviewed by Brysbaert (2019), "How many
#: words do we read per minute?", Journal of Memory and Language 109.
WORDS_A_MINUTE = 260

#: Least confidence of a finding that was not raised at which a card for people names it; the JSON has all.
HINT = 0.05

#: The last line of every card, in every form.
CLOSING = "What headnote did not find, it did not find: this card is no promise about the rest of the work."

#: What the author's own signs mean, in words.
MARKS = {
    "adults-only": "for adults",
    "nsfw": "not safe for work",
    "mild-nsfw": "mildly not safe for work",
    "not-nsfw": "safe for work",
    "dead-dove": "dark, as its tags say",
    "content-warning": "a content warning",
}

ACTIONS = {
    "list": "list it",
    "label": "list it with labels",
    "gate": "show it behind a notice",
    "review": "a person should look at it",
    "withhold": "withhold it until a person has looked",
}

FORMATS = {
    "text": "plain text",
    "txt": "plain text",
    "thread": "social thread",
    "markdown": "Markdown",
    "html": "HTML",
    "epub": "EPUB",
    "docx": "DOCX",
}

_NAMES = {"ao3": "AO3", "fanficfare": "FanFicFare", **FORMATS}


def certainty(confidence: float) -> str:
    """The word for a confidence in 0..1, as its whole percents say it: both stand side by side."""
    shown = min(max(round(confidence, 2), 0.01), 0.99) if 0 < confidence < 1 else confidence
    return next(word for bound, word in SCALE if shown >= bound or bound == 0.0)


def percent(share: float) -> str:
    """A share of 0..1 as whole percents; what is not nothing is never shown as 0, what is not all never as 100."""
    whole = round(share * 100)
    if 0 < share < 1:
        whole = min(max(whole, 1), 99)
    return f"{whole}%"


def count(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def reading_time(words: int) -> str:
    """Time to read so many words at `WORDS_A_MINUTE`, to the minute under an hour, to five minutes above."""
    minutes = max(round(words / WORDS_A_MINUTE), 1)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(round(minutes / 5) * 5, 60)
    return f"{hours} h {rest} min" if rest and hours < 10 else f"{hours} h"


def listed(items: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers with runs joined: ``[1, 2, 3, 7]`` is "1–3, 7"."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ", ".join(str(a) if a == b else f"{a}, {b}" if b == a + 1 else f"{a}–{b}" for a, b in runs)


def scene_list(numbers: Sequence[int], of: int) -> str:
    """The scenes of a finding: "scene 3", "scenes 3–5, 9", "41 of 300 scenes" where a list would be too long."""
    listing = ranges(numbers)
    if len(listing) > 40:
        return f"{len(numbers)} of {count(of, 'scene')}"
    return f"{'scene' if len(numbers) == 1 else 'scenes'} {listing}"


def format_name(name: str) -> str:
    """What a person calls a format: "ao3-html" is "AO3 HTML"."""
    parts = name.replace("_", "-").replace("/", "-").split("-")
    return " ".join(_NAMES.get(part.lower(), part) for part in parts)


@cache
def _languages() -> dict[str, str]:
    raw = files("headnote.render").joinpath("data/languages.json").read_text(encoding="utf-8")
    names: dict[str, str] = json.loads(raw)
    return names


def language_name(code: str) -> str:
    """English name of an ISO 639-1 code; the code itself where the list has no name for it."""
    return _languages().get(code.lower(), code).split("|")[0]


def language_code(name: str) -> str | None:
    """ISO 639-1 code of a language's English or own name, or of its code; null where the list does not know it."""
    wanted = name.split("(", maxsplit=1)[0].strip().casefold()
    for code, english in _languages().items():
        if wanted in {code, *(form.casefold() for form in english.split("|"))}:
            return code
    return None


def manner(finding: Finding) -> str:
    """How a finding is there: "depicted, graphic"."""
    return f"{finding.presence}, {finding.intensity}"


def ranked(card: Card) -> tuple[list[Finding], list[Finding]]:
    """Findings that were raised, and those that were not but are worth a line (`HINT`): what an archive warning exists
    for first, then by confidence."""

    def weight(finding: Finding) -> tuple[bool, float]:
        code = codes().get(finding.code)
        return (not (code and code.ao3_warning), -finding.confidence)

    rows = sorted(card.findings, key=weight)
    return [f for f in rows if f.raised], [f for f in rows if not f.raised and f.confidence >= HINT]


def entry_title(code: str) -> str:
    """Title of a code or trope; the id itself where the taxonomy of this version does not know it."""
    from headnote.taxonomy import tropes

    entry = codes().get(code) or tropes().get(code)
    return entry.title if entry else code


def own_marks(declared: Declared) -> list[str]:
    """The author's own signs with what they mean, each once; a bare "tw" says nothing without its line."""
    telling = [m for m in declared.marks if m.meaning != "content-warning" or len(m.text) > 2]
    return list(dict.fromkeys(f"“{m.text}” ({MARKS.get(m.meaning, m.meaning.replace('-', ' '))})" for m in telling))


def world_name(system: str) -> str:
    """A world's system as readers call it: that of the trope of its name, where there is one."""
    trope = f"trope-{system}"
    return entry_title(trope) if entry_title(trope) != trope else system
