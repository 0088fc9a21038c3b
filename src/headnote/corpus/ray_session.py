"""A Ray for as long as a sweep runs: a cluster that is joined and left, or one of this machine, started and stopped.

A local one answers nobody without this user's token, reports nothing to Ray's makers, and keeps its logs, and rows that
do not fit in its memory, in a folder that it is given.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from headnote.corpus.readers import processes
from headnote.errors import HeadnoteError, SourceError, UsageError

#: Bytes of shared memory of a local Ray: some hundred chunks, which is more than lie between its processes at a time.
#: What goes beyond waits on the disk.
STORE = 256 << 20
#: Seconds that a cluster is given to answer.
CONNECTING = 10.0
#: The same on all machines: no word to Ray's makers, and no remark on graphics cards that are not asked for.
SETTINGS = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


@contextmanager
def session(address: str | None, workers: int | None, folder: Path) -> Iterator[int]:
    """Join the cluster at an address, or start a Ray of this machine; gives how many workers there are to be.

    Args:
        workers: how many are wanted; null is one a core, of the cluster or of this machine.
        folder: for the files of a local Ray. Short: sockets in it have paths of at most 107 bytes.

    Raises:
        SourceError: there is no such cluster.
        HeadnoteError: a local Ray does not start, or the cluster has no cores.
    """
    import ray

    os.environ.update(SETTINGS)
    try:
        if address is None:
            _start(max(1, processes(workers)), folder)
        else:
            _join(address)
        cores = int(_all("CPU"))
        if not cores:
            raise HeadnoteError("expected a Ray cluster with cores to use, found none", hint="Start its workers first.")
        yield cores if workers is None else max(1, workers)
    finally:
        ray.shutdown()


def cards(workers: int) -> float:
    """The share of a graphics card for each worker, of those that the cluster has.

    Raises:
        UsageError: it has none.
    """
    found = _all("GPU")
    if not found:
        raise UsageError("expected graphics cards in Ray, found none", hint="Leave --device cuda out.")
    return min(1.0, found / workers)


def _all(resource: str) -> float:
    import ray

    resources: Any = ray.cluster_resources  # Ray gives it no types
    return float(resources().get(resource, 0))


def _join(address: str) -> None:
    import ray

    try:
        _knock(address)
        ray.init(address, log_to_driver=False, logging_level=logging.CRITICAL)
    except Exception as error:
        raise SourceError(
            f"{address}: expected a Ray cluster, none answers ({type(error).__name__})",
            hint="Check the address and, where the cluster asks for one, the token in RAY_AUTH_TOKEN.",
        ) from error


def _knock(address: str) -> None:
    """Ask whether anybody is at ``host:port``: Ray itself would ask for minutes."""
    host, colon, port = address.rpartition(":")
    if colon and "/" not in host and port.isdecimal():
        with socket.create_connection((host.strip("[]"), int(port)), CONNECTING):
            pass


def _start(count: int, folder: Path) -> None:
    import ray

    try:
        ray.init(
            "local",
            num_cpus=count,
            object_store_memory=STORE,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.CRITICAL,
            _temp_dir=str(folder),
        )
    except Exception as error:
        raise HeadnoteError(
            f"expected a local Ray to start, it did not ({type(error).__name__})",
            hint="Is there room in /tmp and in /dev/shm? A sweep does without Ray: --engine local.",
        ) from error
