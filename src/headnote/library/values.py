"""What may stand after a field's colon: closed vocabularies, numbers and ranges; each says what it expected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from headnote.errors import UsageError
from headnote.taxonomy import NOT_RATED, RATINGS, codes, tropes

INTENSITIES = ("mild", "moderate", "graphic")
ACTIONS = ("list", "label", "gate", "review", "withhold")
STANDINGS = ("machine", "decided", "proposed")
#: Lower bounds of the bands of length, in words.
BANDS = (0, 1_000, 5_000, 20_000, 50_000, 100_000)
#: The name of a language that is not known.
UNKNOWN = "unknown"
#: Most characters of a value, largest number of words.
LONGEST, MOST_WORDS = 300, 10**9

_RATING_WORDS = {
    **{rating.casefold(): rating for rating in (*RATINGS, NOT_RATED)},
    **{rating[0].casefold(): rating for rating in RATINGS},
    **{rating.split()[0].casefold(): rating for rating in RATINGS},
    "unrated": NOT_RATED,
    "not-rated": NOT_RATED,
}
_NUMBER = re.compile(r"(\d{1,3}(?:[,_]\d{3})+|\d+)(k?)", re.ASCII | re.IGNORECASE)
_BOUND = re.compile(r"(>=|<=|>|<)(.+)", re.DOTALL)


def band_names() -> tuple[str, ...]:
    """Names of the bands of length: "0-1000" holds works of up to 999 words; the last has no end."""
    return tuple(f"{low}-{high}" for low, high in zip(BANDS, (*BANDS[1:], ""), strict=True))


def term(kind: str, value: str, where: str) -> str:
    """The value of a facet as the library writes it.

    Raises:
        UsageError: it does not fit the kind.
    """
    value = " ".join(value.split())
    if not value or len(value) > LONGEST:
        found = "nothing" if not value else f"{len(value):,} characters"
        raise UsageError(f"expected a value of at most {LONGEST} characters after {kind}:, found {found} ({where})")
    if kind == "rating":
        return _one_of(_RATING_WORDS.get(value.casefold(), value), (*RATINGS, NOT_RATED), kind, where)
    if kind == "trope":
        return _trope(value, where)
    if kind == "language":
        return _language(value, where)
    closed = {"action": ACTIONS, "standing": STANDINGS, "length": band_names()}.get(kind)
    return _one_of(value.casefold(), closed, kind, where) if closed else value


def code(value: str, where: str) -> tuple[str, float | None, int]:
    """Code, least confidence (null: as raised) and least intensity of ``death``, ``death>0.5``,
    ``death:graphic>0.5``."""
    name, intensity, least = re.fullmatch(r"([^:>]*)(?::([^>]*))?(?:>(.*))?", value.strip(), re.DOTALL).groups()  # type: ignore[union-attr]  # matches anything
    name = _one_of(name.strip().casefold(), tuple(codes()), "has", where)
    if intensity is not None:
        intensity = _one_of(intensity.strip().casefold(), INTENSITIES, f"has:{name}", where)
    confidence = None if least is None else _share(least.removeprefix("=").strip(), f"has:{name}>", where)
    return name, confidence, INTENSITIES.index(intensity) if intensity else 0


def code_text(name: str, confidence: float | None, intensity: int) -> str:
    """What `code` reads as these."""
    manner = f":{INTENSITIES[intensity]}" if intensity else ""
    return f"{name}{manner}{'' if confidence is None else f'>{confidence!r}'}"


def length(value: str, where: str) -> tuple[int | None, int | None]:
    """Least and most words of ``>5000``, ``<=20k``, ``1,000-5,000``; null where there is no bound."""
    bare = value.replace(" ", "").replace("–", "-")
    if bound := _BOUND.fullmatch(bare):
        number = _number(bound[2], value, where)
        if bound[1].startswith(">"):
            return number + (bound[1] == ">"), None
        return None, max(number - (bound[1] == "<"), 0)
    low, dash, high = bare.partition("-")
    if not dash:
        raise _not_a_length(value, where)
    return _number(low, value, where), _number(high, value, where)


def length_text(low: int | None, high: int | None) -> str:
    """What `length` reads as these; at least one is a number."""
    if high is None:
        return f">={low}"
    return f"<={high}" if low is None else f"{low}-{high}"


def order(value: str, orders: Sequence[str], where: str) -> str:
    return _one_of(value.strip().casefold(), orders, "order", where)


def page(value: str, last: int, where: str) -> int:
    bare = value.strip()
    if not (bare.isascii() and bare.isdigit() and len(bare) < 10 and 1 <= int(bare) <= last):
        raise UsageError(f"expected a page from 1 to {last:,}, got {_shown(value)} ({where})")
    return int(bare)


def _number(text: str, value: str, where: str) -> int:
    found = _NUMBER.fullmatch(text)
    if not found or len(found[1]) > 13:
        raise _not_a_length(value, where)
    return min(int(re.sub("[,_]", "", found[1])) * (1000 if found[2] else 1), MOST_WORDS)


def _not_a_length(value: str, where: str) -> UsageError:
    return UsageError(f"expected a length such as >5000, <20k or 1000-5000 after words:, got {_shown(value)} ({where})")


def _share(text: str, field: str, where: str) -> float:
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise UsageError(f"expected a confidence from 0 to 1 after {field}, got {_shown(text)} ({where})")
    return share


def _trope(value: str, where: str) -> str:
    by_name = {entry.title.casefold(): name for name, entry in tropes().items()}
    folded = value.casefold()
    found = by_name.get(folded, folded)
    return _one_of(found if found in tropes() else f"trope-{found}", tuple(tropes()), "trope", where, shown=value)


def _language(value: str, where: str) -> str:
    folded = value.casefold()
    if folded == UNKNOWN or re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", folded):
        return folded
    raise UsageError(
        f"expected a language's code such as en, or {UNKNOWN}, after language:, got {_shown(value)} ({where})"
    )


def _one_of(value: str, known: Iterable[str], field: str, where: str, shown: str | None = None) -> str:
    known = tuple(known)
    if value in known:
        return value
    near = get_close_matches(value[:60], known, n=1)
    named = ", ".join(known) if len(known) <= 8 else "`headnote explain` lists them"
    meant = f" Did you mean {near[0]}?" if near else ""
    raise UsageError(
        f"expected one of a closed list after {field}: ({named}), got {_shown(shown or value)} ({where}).{meant}"
    )


def _shown(value: str) -> str:
    """What was typed, short enough for a message."""
    return repr(value if len(value) <= 60 else value[:60] + "…")
