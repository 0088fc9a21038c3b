"""Libraries of both kinds: every test that takes `library` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from headnote.library.database import Library, open_library
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
def library_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty library of either kind can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "library.db")
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def library(library_url: str) -> Iterator[Library]:
    """An empty library of either kind."""
    opened = open_library(library_url)
    yield opened
    opened.close()
