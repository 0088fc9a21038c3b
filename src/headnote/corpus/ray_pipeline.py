"""What runs in Ray's driver: spans of files -> rows -> lines, through Ray Data, in order.

Ray Data schedules, retries and holds back; what runs in its processes is `ray_blocks`. A worker or a node that is lost
costs the work that it had in hand, which is done again.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from headnote.corpus import ray_blocks, ray_session
from headnote.corpus.engines import CHUNK_ROWS
from headnote.corpus.job import Job
from headnote.corpus.ray_blocks import WORKERS, Losses, Part
from headnote.corpus.readers import Task
from headnote.corpus.spans import Span
from headnote.errors import HeadnoteError, Incomplete

#: Bytes of a block. Short chunks travel together up to this size, and none is ever cut.
BLOCK = 64 << 10
#: Shares of a core that Ray sets aside, for a worker and for a process that takes rows out of files: together no more
#: than one, so that both find room on a machine with one core.
WORKING, TAKING = 0.95, 0.05
#: Workers that one process can supply with rows of a file.
SUPPLIED = 16
#: The number of a part that is of no file: it ends a wave, or says why there will be no more.
NO_FILE = -1


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a driver is started with: arguments of `ray_engine.Ray`, and a folder for a local Ray.

    Args:
        most: workers that may be lost in a row, for each that there is.
        block: as `BLOCK`.
    """

    job: Job
    address: str | None
    workers: int | None
    limit: float
    task: Task
    folder: Path
    most: int
    block: int


def serve(pipe: Connection, setting: Setting) -> None:
    """Answer lists of spans with their parts, until the other end hangs up."""
    if sys.platform != "win32":
        os.setsid()  # Ctrl-C at a terminal is for the sweep, which ends us; Ray's processes hang on us alone
    _silence()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with ray_session.session(setting.address, setting.workers, setting.folder) as count:
            while True:
                for cell in _cells(pipe.recv(), setting, count):
                    pipe.send_bytes(cell)
                pipe.send_bytes(msgspec.msgpack.encode(Part(number=NO_FILE, end=True)))
    except (EOFError, OSError):
        return
    except Exception as error:
        _give_up(pipe, _told(error))
    finally:
        shutil.rmtree(setting.folder, ignore_errors=True)  # the sweep may be there no more to do it


def stopped(how: str) -> Incomplete:
    """The error of a Ray that goes no further."""
    return Incomplete(
        f"expected Ray to read on, it stopped: {how}",
        hint="What was read is kept. Start the same command again to go on.",
    )


def _told(error: BaseException) -> HeadnoteError:
    """An error of ours as it is, wherever in Ray it was raised; of any other its kind only: its words and its trace may
    quote what a process held."""
    inner: object = error
    while inner is not None and not isinstance(inner, HeadnoteError):
        inner = getattr(inner, "cause", None) or getattr(inner, "__cause__", None)
    return inner if isinstance(inner, HeadnoteError) else stopped(type(error).__name__)


def _give_up(pipe: Connection, error: HeadnoteError) -> None:
    pipe.send_bytes(msgspec.msgpack.encode(Part(number=NO_FILE, error=pickle.dumps(error))))


def _silence() -> None:
    """Ray writes to the terminal as it likes; what matters of it is in our error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os.kill(os.getpid(), signal.SIGTERM)  # Ray leaves in good order at this


def _cells(found: list[Span], setting: Setting, count: int) -> Iterator[bytes]:
    """The parts of spans, packed, in order."""
    import ray

    losses: Any = ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1)(Losses).remote()
    for block in _blocks(found, setting, count, losses):
        losses.forget.remote(WORKERS)
        yield from block[ray_blocks.COLUMN].to_pylist()


def _blocks(found: list[Span], setting: Setting, count: int, losses: Any) -> Iterator[Any]:
    import ray
    from ray.data import ActorPoolStrategy, DataContext, TaskPoolStrategy

    _set(DataContext.get_current(), setting)
    read: Any = ray_blocks.read  # Ray's types know no further arguments
    rows = ray.data.from_items(ray_blocks.items(found), override_num_blocks=len(found)).map_batches(
        read,
        fn_args=(setting.job, losses),
        batch_size=None,
        batch_format="pyarrow",
        num_cpus=TAKING,
        compute=TaskPoolStrategy(size=min(len(found), 2 + count // SUPPLIED)),
    )
    lines = rows.map_batches(
        ray_blocks.Reader,
        fn_constructor_args=(setting.job, setting.limit, setting.task, losses, setting.most * count),
        # Ray Data wants a size of batches for a graphics card, whose memory they might be too large for.
        batch_size=1 if setting.job.device == "cuda" else None,
        batch_format="pyarrow",
        num_cpus=WORKING,
        num_gpus=ray_session.cards(count) if setting.job.device == "cuda" else None,
        compute=ActorPoolStrategy(min_size=1, max_size=count, initial_size=count),
    )
    yield from lines.iter_batches(batch_size=None, batch_format="pyarrow")


def _set(context: Any, setting: Setting) -> None:
    context.execution_options.preserve_order = True
    context.target_max_block_size = setting.block
    context.enable_progress_bars = False
    # A worker that waits for rows is kept: its model was long in loading.
    context.autoscaling_config.actor_pool_util_downscaling_threshold = 0.0
    # No chunk takes longer: all rows at once, then each alone.
    context.execution_no_progress_timeout_s = (CHUNK_ROWS + 1) * setting.limit
