"""Short tame stories for the library's tests, and their readings."""

from __future__ import annotations

from headnote import intake
from headnote.card import Reading, read

_SENTENCES = (
    "The keeper climbed the stair with the lamp in his left hand.",
    "Nobody had told Mara that the boat was already gone.",
    '"You might have waited," she said, and sat down on the step.',
    "Rain came in under the door and found the letters.",
    "He counted the bells twice and got a different number each time.",
    "The gulls walked about on the roof as if they had paid for it.",
    "In the morning Tobias carried the nets down to the slip.",
)


def story(number: int, *, title: str | None = None, author: str | None = None, lines: int = 12, url: str = "") -> str:
    """A short text that no other number has, with a header where a title is given."""
    body = "\n\n".join(
        f"{_SENTENCES[(number * 3 + at * at) % len(_SENTENCES)]} It was evening {number * 100 + at} by the book."
        for at in range(lines)
    )
    if not title:
        return body
    labels = {"Title": title, "Author": author, "Source": url, "Status": "Complete"}
    return "\n".join(f"{label}: {value}" for label, value in labels.items() if value) + "\n\n" + body


def reading(text: str, name: str = "story.txt") -> Reading:
    """A reading in the fast tier."""
    return read(intake.read_bytes(text.encode("utf-8"), name=name), tier="fast")
