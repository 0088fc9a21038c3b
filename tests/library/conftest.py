"""Libraries of both kinds: every test that takes `library` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from headnote.library import passwords
from headnote.library.database import Library, open_library
from headnote.library.viewers import Viewer
from tests.library.desks import CHEAP, person
from tests.library.postgres import Server, running_server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server for this session (each worker has its own); skips by name where none can be had."""
    with running_server() as server:
        if isinstance(server, str):
            pytest.skip(server)
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The URL of an empty database of its own."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a library of either kind can be made, and nothing is yet."""
    if request.param == "sqlite":
        return str(tmp_path / "library.db")
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def sqlite_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty library to copy: its tables are made once."""
    path = tmp_path_factory.mktemp("library") / "library.db"
    open_library(str(path)).close()
    return path


@pytest.fixture(scope="session")
def postgres_library(postgres_server: Server) -> Iterator[str]:
    """The name of a database with an empty library, to copy."""
    with postgres_server.database() as url:
        open_library(url).close()
        yield postgres_server.name_of(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def library_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty library of either kind lies."""
    if request.param == "sqlite":
        yield str(shutil.copy(request.getfixturevalue("sqlite_library"), tmp_path / "library.db"))
        return
    server: Server = request.getfixturevalue("postgres_server")
    with server.database(request.getfixturevalue("postgres_library")) as url:
        yield url


@pytest.fixture
def library(library_url: str) -> Iterator[Library]:
    """An empty library of either kind, open."""
    with open_library(library_url) as opened:
        yield opened


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost nothing to hash."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP)


@pytest.fixture
def ana(library: Library, cheap: None) -> Viewer:
    """A reviewer."""
    return person(library, "ana")


@pytest.fixture
def ben(library: Library, cheap: None) -> Viewer:
    """An admin."""
    return person(library, "ben", "admin")
