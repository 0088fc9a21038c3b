"""The process that reads submitted stories: stories in on standard input, readings out on standard output.

It is started by `engine`, in a session of its own, so that it can be killed whatever it does and no Ctrl-C reaches it.
Messages are MessagePack behind four bytes of length. What a hostile file might make of it stays in here: the desk
decodes its answers into records and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import struct
import sys
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from headnote import intake
from headnote.card import Reading, read
from headnote.errors import HeadnoteError, raised_at
from headnote.intake.reader import read_each
from headnote.records import Tier, Work
from headnote.verdict import Policy
from headnote.web.wording import sentence

LENGTH = struct.Struct(">I")
#: Works of one archive that are read, and characters of them together; more belong to `headnote add`.
MOST_WORKS, MOST_CHARACTERS = 50, 40_000_000


class Terms(msgspec.Struct, frozen=True):
    """How the process reads, sent once at its start. `memory` in bytes."""

    tier: Tier
    policy: Policy
    memory: int


class Story(msgspec.Struct, frozen=True):
    """One file, or one pasted text (UTF-8), which is taken as text whatever it looks like."""

    data: bytes
    name: str | None = None
    pasted: bool = False


class Unread(msgspec.Struct, frozen=True, tag=True):
    """A story that could not be read, and why, without a word of it."""

    name: str | None
    message: str
    hint: str = ""


class Read(msgspec.Struct, frozen=True, tag=True):
    reading: Reading


#: Read at the start, so that what takes time to load is loaded before we say that we are ready.
_FIRST = Story(b"The lamp was lit.", pasted=True)

Results = list[Read | Unread]


def read_story(story: Story, *, tier: Tier, policy: Policy) -> Results:
    """The works that a story holds, each read; never raises for what it holds."""
    results: Results = []
    characters = 0
    try:
        for work in _works(story):
            characters += len(work.text)
            if len(results) == MOST_WORKS or characters > MOST_CHARACTERS:
                message = f"Only the first {len(results)} works of this were read: it holds more than is taken here."
                results.append(Unread(story.name, message, "`headnote add` reads larger ones."))
                break
            results.append(Read(read(work, tier=tier, policy=policy)))
    except HeadnoteError as error:
        results.append(Unread(story.name, sentence(str(error)), error.hint))
    except MemoryError:
        results.append(Unread(story.name, "There is not enough memory to read this.", "Split it."))
    except Exception as error:
        results.append(Unread(story.name, f"It could not be read: {type(error).__name__} at {raised_at(error)}."))
    return results


def _works(story: Story) -> Iterator[Work]:
    if story.pasted:
        yield intake.read_text(story.data.decode("utf-8", "replace"), name=story.name)
    else:
        yield from read_each(story.data, story.name)


def _receive(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _send(stream: BinaryIO, results: Results) -> None:
    data = msgspec.msgpack.encode(results)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def _settle(memory: int) -> None:
    """Bound this process's memory, and let the desk's own pages go first."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.nice(5)


def main() -> None:
    """Read stories until the other end hangs up, as it does when the desk is killed."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that a library prints may be taken for an answer
    if (first := _receive(incoming)) is None:
        return
    terms = msgspec.msgpack.decode(first, type=Terms)
    _settle(terms.memory)
    read_story(_FIRST, tier=terms.tier, policy=terms.policy)
    _send(outgoing, [])
    with contextlib.suppress(BrokenPipeError):
        while (data := _receive(incoming)) is not None:
            _send(outgoing, read_story(msgspec.msgpack.decode(data, type=Story), tier=terms.tier, policy=terms.policy))


if __name__ == "__main__":
    main()
