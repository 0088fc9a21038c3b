"""Word-list filters that others use, over the same stories: run as ``PYTHON bench/peers.py STORY...`` by a Python that
has them (`make bench-peers`).

Prints one JSON object: for each peer its seconds, or why it did not run. better-profanity is MIT, datatrove Apache-2.0;
neither is a dependency of headnote. datatrove's filter downloads its list of words when it is made, which nothing here
does: it is given the list that better-profanity carries. It stops at the first word that it finds.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any


def better_profanity() -> Callable[[str], object]:
    profanity: Any = importlib.import_module("better_profanity").profanity
    profanity.load_censor_words()
    found: Callable[[str], object] = profanity.contains_profanity
    return found


def c4_filter() -> Any:
    """datatrove's filter with the list of words that better-profanity carries, loaded."""
    filters: Any = importlib.import_module("datatrove.pipeline.filters.c4_filters")
    carried = Path(str(importlib.import_module("better_profanity").__file__)).with_name("profanity_wordlist.txt")
    filters.cached_asset_path_or_download = lambda *_, **__: str(carried)
    made = filters.C4BadWordsFilter(keep_fraction=0.0, default_language="en")
    made.filter(document("A first word."))
    return made


def document(text: str) -> Any:
    made: Any = importlib.import_module("datatrove.data").Document
    return made(text=text, id="0", metadata={"language": "en"})


def c4_bad_words() -> Callable[[str], object]:
    made = c4_filter()
    return lambda text: made.filter(document(text))


def seconds(make: Callable[[], Callable[[str], object]], texts: list[str]) -> dict[str, object]:
    try:
        look = make()
        look("A first word.")
    except ImportError as error:
        return {"missing": f"{error.name} is not installed"}
    begin = perf_counter()
    for text in texts:
        look(text)
    return {"seconds": perf_counter() - begin}


PEERS = {"better-profanity": better_profanity, "datatrove C4BadWords, to 1st hit": c4_bad_words}

if __name__ == "__main__":
    stories = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
    print(json.dumps({name: seconds(make, stories) for name, make in PEERS.items()}))
