"""Desks for tests: one's own and a group's, over SQLite, in the fast tier."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from headnote.library import accounts
from headnote.library.viewers import ROLES
from headnote.web.settings import Settings
from tests.web.running import LIMITS, NAMES, PASSWORDS, Desk, running
from tests.web.stock import stock


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of one's own. It lives as long as the session: store works of your own, and count on no others."""
    with running(tmp_path_factory.mktemp("desk"), Settings(tier="fast", limits=LIMITS)) as desk:
        yield desk


@pytest.fixture(scope="session")
def group_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A group's desk with a reader, a reviewer and an admin; it lives as long as the session."""
    with _group(tmp_path_factory.mktemp("group")) as desk:
        yield desk


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A group's desk with a stocked shelf (`stock`), for tests of the shelf and of works. What a test adds it takes
    back: others count what is there."""
    with _group(tmp_path_factory.mktemp("shop")) as desk:
        stock(desk.library)
        yield desk


@contextmanager
def _group(where: Path) -> Iterator[Desk]:
    """A group's desk with an account of each role."""
    with running(where, Settings(group=True, tier="fast", limits=LIMITS)) as desk:
        for role in ROLES:
            accounts.add_user(desk.library, NAMES[role], role, PASSWORDS[role])
        yield desk
