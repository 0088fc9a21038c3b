"""A PostgreSQL server of the tests' own, or the one that HEADNOTE_TEST_POSTGRES names."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

#: Nothing here has to survive a power cut.
SETTINGS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' -c max_connections=120"
)


class Server:
    """A running server; `url` is of a database in which others may be made."""

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The URL of a database made from another, dropped afterwards."""
        name = f"headnote_{uuid.uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            before, mark, asked = self.url.partition("?")
            yield f"{before.rpartition('/')[0]}/{name}{mark}{asked}"
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    @staticmethod
    def name_of(url: str) -> str:
        """The name of a database of this server by its URL."""
        return url.partition("?")[0].rpartition("/")[2]

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def running_server() -> Iterator[Server | str]:
    """A server, or why there is none."""
    if url := os.environ.get("HEADNOTE_TEST_POSTGRES"):
        yield Server(url)
        return
    programs = _programs()
    if programs is None:
        yield "no PostgreSQL server is installed (Debian: apt-get install postgresql)"
        return
    # A socket's path must be short, and its folder the server's own.
    folder = Path(tempfile.mkdtemp(prefix="hn-pg-", dir="/tmp"))
    try:
        if _is_root():
            shutil.chown(folder, "postgres", "postgres")
        _call(programs / "initdb", "-D", folder / "data", "-U", "headnote", "-A", "trust", "-E", "UTF8", "-N")
        options = f"{SETTINGS} -k {folder}"
        _call(programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start")
        try:
            yield Server(f"postgresql://headnote@/postgres?host={folder}")
        finally:
            _call(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """Folder of the newest server's programs; null where there is none, or nobody to run it as."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if _is_root() and not _has_user("postgres"):
        return None
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _call(program: Path, *arguments: object) -> None:
    command = [str(program), *map(str, arguments)]
    # The server refuses to run as root.
    user = "postgres" if _is_root() else None
    subprocess.run(
        command,
        check=True,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
