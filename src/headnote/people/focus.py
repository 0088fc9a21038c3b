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
_UNNAMED, _OF_KNOWN_GENDER = 8, 4


class Seen:
    """The last mention of a person: its offset, the number of its sentence, how and as what (`marked`); the person's
    gender; `count` of mentions; `person`, a code for whether the person has no name, a known gender, and for how often
    it was mentioned; `led`, where the last mention as a subject is."""

    __slots__ = ("at", "count", "gender", "led", "mark", "person", "sentence", "who")

    def __init__(self, who: int) -> None:
        self.who = who
        self.count = self.at = self.sentence = self.mark = self.person = 0
        self.gender = ""
        self.led = -1000


def marked(how: int, part: int) -> int:
    """How someone is mentioned and as what, as one number of 16."""
    return how * 4 + part


class Focus:
    """The people of narration or of speech.

    Args:
        named: how many people have a name; those who have none are numbered on from them.
    """

    def __init__(self, named: int) -> None:
        self._named = named
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
        count = seen.count = seen.count + 1
        often = _OFTEN[count] if count < 9 else 3
        seen.person = (_UNNAMED if who >= self._named else 0) + (_OF_KNOWN_GENDER if gender else 0) + often
        if mark % 4 == AS_SUBJECT:
            seen.led = at

    def people(self) -> Reversible[Seen]:
        """Those in focus, the last one last."""
        return self._seen.values()
