"""Running a desk: a socket of our own, uvicorn behind it, a clean end."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from headnote.errors import UsageError
from headnote.library.database import Library
from headnote.web.app import create_app
from headnote.web.settings import Settings

#: Seconds that requests may still take when the desk ends.
GRACE = 5


class Server(uvicorn.Server):
    """uvicorn, telling when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; port 0 takes a free one.

    Raises:
        UsageError: the port is taken, or the address is not one of this machine.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.create_server((host, port), family=found[0])
        # asyncio does so only where a socket names its protocol; without it the second part of each answer waits for
        # the browser to acknowledge the first, which takes 40 ms.
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        hint = "Is a desk open already? Name another with --port."
        raise UsageError(f"expected an address to listen at, found {host} port {port}: {why}", hint=hint) from None
    return bound


def address(bound: socket.socket) -> str:
    """The URL of a socket."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def server(app: FastAPI, ready: Callable[[], None]) -> Server:
    """A server of a desk, to be run on sockets. It logs what goes wrong and not who asks for what."""
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    return Server(config, ready)


def serve(library: Library, settings: Settings, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or a signal to end."""
    try:
        server(create_app(library, settings=settings), ready).run(sockets=[bound])
    except KeyboardInterrupt:
        return  # uvicorn has ended everything by now, and passes on what it was ended by
