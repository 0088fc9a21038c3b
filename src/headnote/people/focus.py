"""Who is in focus: the people last mentioned, the last one last."""

from __future__ import annotations

from collections.abc import Reversible

#: How someone was mentioned, and as what in the sentence.
NAMED, SAID_OF, DESCRIBED, SPOKE = range(4)
AS_SUBJECT, AS_OBJECT, AS_OWNER, AS_SPEAKER = range(4)
#: People kept in focus.
KEPT = 24
#: Code of how often someone was mentioned.
_OFTEN = (0, 0, 1, 1, 2, 2, 2, 2, 2, 3)


class Seen:
    """The last mention of a person: its offset, the number of its sentence, how and as what (`marked`); the person's
    gender; `often`, a code of 0 to 3 for the number of mentions; `led`, where the last one as a subject is."""

    __slots__ = ("at", "count", "gender", "led", "mark", "often", "sentence", "who")

    def __init__(self, who: int) -> None:
        self.who = who
        self.count = self.at = self.sentence = self.mark = self.often = 0
        self.gender = ""
        self.led = -1000


def marked(how: int, part: int) -> int:
    """How someone is mentioned and as what, as one number of 16."""
    return how * 4 + part


class Focus:
    """The people of narration or of speech."""

    def __init__(self) -> None:
        self._seen: dict[int, Seen] = {}

    def see(self, who: int, gender: str, at: int, sentence: int, mark: int) -> None:
        """Takes note of a mention; whoever was not mentioned for longest is forgotten.

        Args:
            who: the person.
            gender: as far as it is known.
            at: offset of the mention.
            sentence: number of its sentence.
            mark: how someone is mentioned and as what, as one number (`marked`).
        """
        seen = self._seen.pop(who, None)
        if seen is None:
            seen = Seen(who)
            if len(self._seen) >= KEPT:
                del self._seen[next(iter(self._seen))]
        self._seen[who] = seen
        seen.at, seen.sentence, seen.gender, seen.mark = at, sentence, gender, mark
        seen.count += 1
        seen.often = _OFTEN[seen.count] if seen.count < 9 else 3
        if mark % 4 == AS_SUBJECT:
            seen.led = at

    def people(self) -> Reversible[Seen]:
        """Those in focus, the last one last."""
        return self._seen.values()
