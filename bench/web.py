"""`make bench-web`: the desk over a large library, on SQLite and PostgreSQL.

python -m bench.web                     fill libraries of 100,000 invented works, which takes minutes, and measure
python -m bench.web --works 5000        a smaller one
python -m bench.web --sqlite big.db --postgres postgresql://me@host/big         ones that are kept: filled where empty

Each desk is `headnote serve` in a process of its own, asked over loopback for one page after the other and then by 50
readers at once. Times are from the request to the last byte of the answer, the client's own time in them; "busy" is how
long a page kept the desk's process on a processor, which stays the same while others use the machine.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from time import perf_counter, sleep
from urllib.parse import quote, urlencode

from sqlalchemy import func, select
from tests.library.postgres import running_server

from bench import library_fill
from headnote import intake
from headnote.card import read
from headnote.library import schema, storing
from headnote.library.database import Library, open_library
from headnote.library.index import index_of
from headnote.library.query import parse, to_params
from headnote.library.queue import SIZE
from headnote.records import Tier

#: Bars of the project, in milliseconds at 100,000 works; and the share of reading that storing may take.
SHELF, SEARCH, WORK, QUEUE, STORED = 150.0, 100.0, 50.0, 150.0, 0.10
READERS, ASKED = 50, 10
TIERS: tuple[Tier, ...] = ("fast", "full")
STORIES = sorted(Path("examples").glob("*.txt"))


@contextmanager
def desk(where: str) -> Iterator[tuple[int, int]]:
    """The port of a desk over a library, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "headnote",
        "serve",
        "--library",
        where,
        "--port",
        str(port),
        "--no-open",
        "--fast",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    sleep(0.1)
            yield port, process.pid
        finally:
            process.terminate()


def ask(client: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """Status and body of a page."""
    client.request("GET", path)
    answer = client.getresponse()
    return answer.status, answer.read()


def timed(port: int, paths: Sequence[str]) -> list[float]:
    """Milliseconds of each page, asked for one after the other."""
    client, times = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for path in paths:
        begin = perf_counter()
        status, _ = ask(client, path)
        times.append((perf_counter() - begin) * 1000)
        if status not in (200, 303):
            raise SystemExit(f"expected a page, got {status} for {path}")
    client.close()
    return times


def processor(process: int) -> float:
    """Milliseconds that a process has kept a processor busy; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def pages(library: Library, works: int, count: int) -> dict[str, tuple[float, list[str]]]:
    """What is asked for: each kind of page with its bar and so many different addresses."""
    drawn, words = random.Random(library_fill.SEED), library_fill.words()
    with library.reading() as connection:
        terms, c = schema.terms.c, schema.works.c
        fandoms = connection.execute(select(terms.value).where(terms.kind == "fandom").limit(count)).scalars().all()
        some = select(c.key).where(c.id % 97 == 1, c.key.like("w0%")).limit(count)
        keys = connection.execute(some).scalars().all()
        urgent = connection.execute(select(c.key).where(c.urgency > 0).limit(count)).scalars().all()
        waiting = connection.execute(select(func.count()).where(c.urgency > 0)).scalar_one()
    rare, middling = drawn.sample(words[2_000:20_000], count), drawn.sample(words[100:1_000], count)
    searches = {
        "shelf: a fandom": (SHELF, [f'fandom:"{name}"' for name in fandoms]),
        "shelf: codes excluded": (SHELF, [f"has:death>0.{n} -has:gore -has:war" for n in range(11, 11 + count)]),
        "search: a rare word": (SEARCH, rare),
        "search: a middling word": (SEARCH, middling),
        "search: two common words": (SEARCH, [f"{a} {b}" for a, b in pairwise(words[: count + 1])]),
        "search: a phrase": (SEARCH, [f'"{a} {b}"' for a, b in zip(middling, rare, strict=True)]),
    }
    return {
        "shelf: all works": (SHELF, ["/"] * count),
        "shelf: a far page": (SHELF, [f"/?page={1 + works // 24 // (n + 2)}" for n in range(count)]),
        **{name: (bar, [address(text) for text in texts]) for name, (bar, texts) in searches.items()},
        "work page": (WORK, [f"/works/{key}" for key in keys]),
        "review: the queue": (QUEUE, ["/review"] * count),
        "review: a far page": (QUEUE, [f"/review?page={1 + waiting // SIZE // (n + 2)}" for n in range(count)]),
        "review: a work": (QUEUE, [f"/review/{key}" for key in urgent]),
        "review: the next work": (QUEUE, [f"/review/next?start={key}" for key in urgent]),
    }


def address(text: str) -> str:
    """The shelf's address of a search."""
    return f"/?{urlencode(to_params(parse(text)), quote_via=quote)}"


def crowd(port: int, paths: Sequence[str]) -> tuple[int, int, float, float]:
    """Pages asked for and failed, their median in milliseconds, and seconds for all, by many readers at once."""

    def reader(number: int) -> list[tuple[bool, float]]:
        client, seen = http.client.HTTPConnection("127.0.0.1", port, timeout=120), []
        for n in range(ASKED):
            begin = perf_counter()
            try:
                held = ask(client, paths[(number * ASKED + n) % len(paths)])[0] in (200, 303)
            except OSError:
                held = False
            seen.append((held, (perf_counter() - begin) * 1000))
        return seen

    begin = perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        found = [page for seen in pool.map(reader, range(READERS)) for page in seen]
    failed = sum(not held for held, _ in found)
    return len(found), failed, statistics.median(took for _, took in found), perf_counter() - begin


def story(number: int) -> str:
    """A text of about 3,000 words, paragraphs of the examples drawn anew for each number, so that no two are alike."""
    drawn = random.Random(f"{number} {os.getpid()}")
    paragraphs = [part for path in STORIES for part in path.read_text(encoding="utf-8").split("\n\n")]
    chosen: list[str] = []
    while sum(map(len, chosen)) < 17_000:
        chosen.append(drawn.choice(paragraphs))
    return "\n\n".join(chosen)


def storing_beside_reading(library: Library, times: int) -> tuple[float, float, float]:
    """Median milliseconds of reading a story in the fast tier, in the full tier, and of storing it."""
    took: list[tuple[float, float, float]] = []
    for n in range(times + 1):
        work, marks = intake.read_text(story(n)), [perf_counter()]
        for tier in TIERS:
            found = read(work, tier=tier)
            marks.append(perf_counter())
        storing.store(library, found, policy="archive")
        marks.append(perf_counter())
        fast, full, stored = (1000 * (end - begin) for begin, end in pairwise(marks))
        took.append((fast, full, stored))
    fast, full, stored = (statistics.median(column) for column in zip(*took[1:], strict=True))  # the first one loads
    return fast, full, stored


def measure(name: str, where: str, works: int, count: int) -> None:
    """Fill a library where it is empty, and print what its desk does."""
    library = open_library(where)
    with library.reading() as connection:
        there = connection.execute(select(func.count()).select_from(schema.works)).scalar_one()
    if not there:
        took = _seconds(lambda: library_fill.fill(library, works))
        print(f"{name}: filled with {works:,} works in {took:.0f} s", flush=True)
    with library.reading() as connection:
        took = _seconds(lambda: index_of(library).columns(connection))
        columns = index_of(library).columns(connection)
    texts = sum(map(sys.getsizeof, (*columns.titles, *columns.term_values, *columns.term_folded)))
    print(
        f"{name}, {len(columns):,} works: index of {columns.nbytes / 1e6:.0f} MB of numbers and {texts / 1e6:.0f} MB",
        end="",
    )
    print(
        f" of names, read in {took:.1f} s\n{'milliseconds':26}{'median':>9}{'best':>9}{'worst':>9}{'busy':>9}{'bar':>8}"
    )
    asked = pages(library, len(columns), count)
    with desk(where) as (port, process):
        timed(port, ["/", asked["work page"][1][0]])
        for kind, (bar, paths) in asked.items():
            before, times = processor(process), timed(port, paths)
            busy, median = (processor(process) - before) / len(paths), statistics.median(times)
            row = (median, min(times), max(times), busy)
            print(f"{kind:26}{''.join(f'{n:9.1f}' for n in row)}{bar:8.0f}  {_held(median <= bar)}", flush=True)
        mixed = [path for _, paths in asked.values() for path in paths]
        random.Random(1).shuffle(mixed)
        done, failed, median, took = crowd(port, mixed)
    speed = f"{done / took:.0f} a second, median {median:.0f} ms"
    print(f"{READERS} readers at once: {done} pages, {failed} errors, {speed}  {_held(not failed)}")
    fast, full, stored = storing_beside_reading(library, 10)
    print(
        f"add, 3,000 words: reading {fast:.0f} ms (fast tier) or {full:.0f} ms (full), storing {stored:.0f} ms: ",
        end="",
    )
    print(f"{stored / fast:.0%} or {stored / full:.0%}, bar {STORED:.0%}  {_held(stored / full <= STORED)}\n")
    library.close()


def _seconds(call: Callable[[], object]) -> float:
    begin = perf_counter()
    call()
    return perf_counter() - begin


def _held(held: bool) -> str:
    return "held" if held else "MISSED"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description="The desk over a large library.")
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=20, metavar="N", help="different pages of each kind")
    parser.add_argument("--sqlite", metavar="PATH", help="a library to keep; skip with -")
    parser.add_argument("--postgres", metavar="URL", help="a database to keep; skip with -")
    options = parser.parse_args()
    with ExitStack() as stack:
        if options.sqlite != "-":
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            measure("SQLite", options.sqlite or f"{folder}/library.db", options.works, options.pages)
        if options.postgres and options.postgres != "-":
            measure("PostgreSQL", options.postgres, options.works, options.pages)
        elif options.postgres != "-":
            server = stack.enter_context(running_server())
            if isinstance(server, str):
                print(f"PostgreSQL: not measured, {server}")
                return
            measure("PostgreSQL", stack.enter_context(server.database()), options.works, options.pages)


if __name__ == "__main__":
    main()
