"""What was checked and not stored: kept in memory for the person who asked, for a while, and then gone."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

import msgspec

from headnote.library.viewers import Viewer
from headnote.web.reading_process import Results

#: Seconds that a submission is kept.
KEPT = 3600.0
#: Submissions that one person has at most; the oldest goes first.
EACH = 10
#: Bytes of all submissions together.
MOST = 256_000_000


class _Held(msgspec.Struct):
    owner: int
    until: float
    data: bytes


class Tray:
    """Results by a token that cannot be guessed and serves only the person it was given to."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.held: OrderedDict[str, _Held] = OrderedDict()
        self.lock = threading.Lock()

    def put(self, viewer: Viewer, results: Results) -> str:
        """Keep results; returns their token."""
        token = secrets.token_urlsafe(16)
        held = _Held(viewer.user_id, self.clock() + KEPT, msgspec.msgpack.encode(results))
        with self.lock:
            self.held[token] = held
            self._make_room(viewer.user_id)
        return token

    def get(self, viewer: Viewer, token: str) -> Results | None:
        """The results of a token; null where there are none for this person any more."""
        with self.lock:
            self._make_room(viewer.user_id)
            held = self.held.get(token)
        if held is None or held.owner != viewer.user_id:
            return None
        return msgspec.msgpack.decode(held.data, type=Results)

    def forget(self, viewer: Viewer, token: str) -> None:
        with self.lock:
            if (held := self.held.get(token)) and held.owner == viewer.user_id:
                del self.held[token]

    def _make_room(self, owner: int) -> None:
        now = self.clock()
        own = [token for token, held in self.held.items() if held.owner == owner]
        gone = {token for token, held in self.held.items() if held.until <= now}.union(own[:-EACH])
        for token in gone:
            del self.held[token]
        while len(self.held) > 1 and sum(len(held.data) for held in self.held.values()) > MOST:
            self.held.popitem(last=False)
