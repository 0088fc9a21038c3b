"""Moments as the library writes them: ISO 8601 text in UTC, so that they sort as text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

_NOTHING = timedelta()


def now(digits: Literal["seconds", "milliseconds", "microseconds"] = "seconds", *, after: timedelta = _NOTHING) -> str:
    """This moment, or one that comes after it, to these digits: always all of them, so that texts are of one length."""
    return (datetime.now(UTC) + after).isoformat(timespec=digits)
