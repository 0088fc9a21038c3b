"""A desk that runs: the real server on a free port of this machine, in a thread of the test's process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
from fastapi import APIRouter

from headnote import intake
from headnote.card import Reading, read
from headnote.library.database import Library, open_library
from headnote.library.storing import store
from headnote.records import Action
from headnote.verdict import load_policy
from headnote.web import serving
from headnote.web.app import create_app
from headnote.web.identity import cookie_name
from headnote.web.settings import Limits, Settings

#: Limits under which tests run: none waits a minute, and none is kept from logging in.
LIMITS = Limits(readers=1, waiting=4, seconds=30.0, logins=1000)

NAMES = {"reader": "rita", "reviewer": "vera", "admin": "anna"}
PASSWORDS = {role: f"a long word for the {role}" for role in NAMES}


class Desk:
    """A running desk. `get` and `post` are one client's, who follows no redirects; in a group nobody is logged in."""

    def __init__(self, url: str, library: Library, settings: Settings) -> None:
        self.url, self.library, self.settings = url, library, settings
        self.client = httpx.Client(base_url=url, timeout=60)
        self.get, self.post = self.client.get, self.client.post
        self._clients = {"": self.client}

    def as_(self, role: str) -> httpx.Client:
        """A client that is logged in as the group's reader, reviewer or admin."""
        if role not in self._clients:
            client = httpx.Client(base_url=self.url, timeout=60)
            answer = client.post("/login", data={"name": NAMES[role], "password": PASSWORDS[role]})
            assert answer.status_code == 303, answer.text
            assert cookie_name(self.settings) in client.cookies
            self._clients[role] = client
        return self._clients[role]

    def close(self) -> None:
        for client in self._clients.values():
            client.close()


@contextmanager
def running(where: Path, settings: Settings, *routers: APIRouter) -> Iterator[Desk]:
    """A desk over a new library in a folder, with more routes if wished; ended when the block ends."""
    library = open_library(str(where / "library.db"))
    bound = serving.listen("127.0.0.1", 0)
    ready = threading.Event()
    app = create_app(library, settings=settings)
    for router in routers:
        app.include_router(router)
    server = serving.server(app, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    assert ready.wait(30)
    desk = Desk(serving.address(bound).rstrip("/"), library, settings)
    try:
        yield desk
    finally:
        desk.close()
        server.should_exit = True
        thread.join(30)
        bound.close()
        library.close()
        assert not thread.is_alive()


def read_as(text: str, action: Action | None = None, name: str = "story.txt") -> Reading:
    """A reading in the fast tier; with an action, by a policy that says nothing else."""
    policy = load_policy("archive")
    if action:
        policy = msgspec.structs.replace(policy, name=f"always-{action}", default=action, rule=())
    return read(intake.read_bytes(text.encode("utf-8"), name=name), tier="fast", policy=policy)


def stored(library: Library, text: str, action: Action | None = None) -> str:
    """Store a story; returns its key."""
    reading = read_as(text, action)
    return store(library, reading, policy=reading.decision.policy).key
