"""Full text: which works hold the words of a search. Any input is a search; none can break the databases' own syntax.

What is found is not yet seen: the ids are of all works, held ones too, and only the index says which of them exist for
a viewer. Nor is the order taken from the databases: what a word weighs there depends on every work, so that a withheld
one would move the others. `index` ranks by where the words stand.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from headnote.corpus.folding import fold
from headnote.library import searchbox
from headnote.records import Record

#: Most words and phrases of a search that count, most characters of one; what is over is left out.
MOST, LONGEST = 24, 120


class Phrase(Record, frozen=True, kw_only=True):
    """Folded words that stand in a row; one, or several that were quoted or that a mark keeps together."""

    words: str
    excluded: bool


def phrases(words: str) -> list[Phrase]:
    """What a search's words ask for. Signs alone ask for nothing."""
    found = []
    for piece in searchbox.cut(searchbox.clean(words), ()):
        folded = fold(piece.value)[:LONGEST].strip()
        if folded:
            found.append(Phrase(words=folded, excluded=piece.excluded))
    return list(dict.fromkeys(found))[:MOST]


def matching(connection: Connection, wanted: Iterable[Phrase]) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
    """Ids of works that hold every phrase that is asked for (null where none is), and of those that hold any that is
    excluded, in no order."""
    wanted = tuple(wanted)
    asked = [phrase.words for phrase in wanted if not phrase.excluded]
    excluded = [phrase.words for phrase in wanted if phrase.excluded]
    return (
        _ids(connection, asked, " AND ") if asked else None,
        _ids(connection, excluded, " OR ") if excluded else np.zeros(0, dtype=np.int64),
    )


#: Ids come as one text or one run of bytes: a hundred thousand rows would take longer than the search.
_SQLITE = text("SELECT group_concat(rowid) FROM fulltext WHERE fulltext MATCH :query")
_WITHOUT_SCANS, _WITH_SCANS = text("SET LOCAL enable_seqscan = off"), text("SET LOCAL enable_seqscan = on")
_POSTGRESQL = "SELECT string_agg(int4send(work_id), ''::bytea) FROM fulltext WHERE words @@ ({})"


def _ids(connection: Connection, phrases: list[str], joined: str) -> NDArray[np.int64]:
    if connection.dialect.name == "postgresql":
        each = [f"phraseto_tsquery('headnote', :p{n})" for n in range(len(phrases))]
        query = _POSTGRESQL.format((" && " if joined == " AND " else " || ").join(each))
        # The planner does not know that a vector lies apart from its row: for a common word it would read them all.
        connection.execute(_WITHOUT_SCANS)
        raw = connection.execute(text(query), {f"p{n}": words for n, words in enumerate(phrases)}).scalar()
        connection.execute(_WITH_SCANS)
        return np.frombuffer(raw or b"", dtype=">i4").astype(np.int64)
    found = connection.execute(_SQLITE, {"query": joined.join(f'"{words}"' for words in phrases)}).scalar()
    return np.fromstring(found or "", dtype=np.int64, sep=",")
