"""`headnote serve` as a person starts and ends it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from headnote.errors import UsageError
from headnote.verdict import load_policy
from headnote.web.serving import listen
from headnote.web.settings import LOOPBACK, Settings, for_address


@contextmanager
def serving(*arguments: str, library: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "headnote", "serve", "--fast", "--no-open", "--library", str(library), *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to a process on Windows")
def test_it_says_where_it_is_and_ends_cleanly(tmp_path: Path) -> None:
    with serving("--port", "0", library=tmp_path / "l.db") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line
        with urllib.request.urlopen(f"{found[0]}check", timeout=30) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, "")
        assert out == "The desk is closed.\n"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_no_process_outlives_it(tmp_path: Path) -> None:
    """Not even when it is killed: what reads for it hangs up with it."""
    with serving("--port", "0", library=tmp_path / "l.db") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        with urllib.request.urlopen(_story(line.split()[5]), timeout=60) as answer:
            assert answer.status == 200
        children = _children(process.pid)
        assert children
        process.kill()
        process.wait()
    patience = 3000
    while any(_state(child) != "Z" for child in children):
        patience -= 1
        assert patience, "a reading process is still there"
        time.sleep(0.01)


def _story(url: str) -> urllib.request.Request:
    return urllib.request.Request(f"{url}api/v1/check", b"The lamp was lit.", {"Content-Type": "text/plain"})


def _children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def run(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "headnote", "serve", "--no-open", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_a_port_that_is_taken_is_said_in_a_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = run("--port", port, "--library", str(tmp_path / "l.db"))
    assert code == 2
    assert f"127.0.0.1 port {port}: Address already in use" in said


def test_an_address_that_is_not_here_is_said(tmp_path: Path) -> None:
    code, said = run("--host", "198.51.100.7", "--group", "--library", str(tmp_path / "l.db"))
    assert code == 2
    assert "198.51.100.7" in said


def test_a_group_needs_accounts(tmp_path: Path) -> None:
    code, said = run("--group", "--port", "0", "--library", str(tmp_path / "l.db"))
    assert code == 2
    assert "headnote user add" in said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "desk.example.org", "127.0.0.1.example.org", ""])
def test_without_accounts_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(UsageError, match="this machine only"):
        for_address(host, None, group=False, tier="fast", policy=load_policy("archive"))
    with pytest.raises(UsageError, match="this machine only"):
        for_address(host, "https://desk.example.org", group=False, tier="fast", policy=load_policy("archive"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
def test_loopback_is_this_machine(host: str) -> None:
    assert _for(host, None).hosts == {*LOOPBACK, host}


def _for(host: str, address: str | None) -> Settings:
    return for_address(host, address, group=True, tier="fast", policy=load_policy("archive"))


def test_a_group_is_known_by_the_names_that_it_uses() -> None:
    assert _for("0.0.0.0", "https://desk.example.org/").hosts == {"desk.example.org"}
    assert _for("127.0.0.1", "https://desk.example.org").hosts == {"desk.example.org", *LOOPBACK}
    assert _for("192.0.2.1", None).hosts == {"192.0.2.1"}
    assert _for("2001:db8:0::1", None).hosts == {"2001:db8::1"}
    assert _for("Desk.Example.org", None).hosts == {"desk.example.org"}
    assert _for("0.0.0.0", "https://desk.example.org").secure
    assert not _for("192.0.2.1", None).secure
    with pytest.raises(UsageError, match="--address"):
        _for("0.0.0.0", None)


@pytest.mark.parametrize(
    "address", ["desk.example.org", "ftp://desk.example.org", "https://", "//desk", "https://[bad"]
)
def test_an_address_is_a_url(address: str) -> None:
    with pytest.raises(UsageError, match="expected a URL"):
        _for("0.0.0.0", address)


def test_answers_do_not_wait_for_an_acknowledgement() -> None:
    """Without this, asyncio sends the second part of each answer only when the browser has acknowledged the first."""
    with listen("127.0.0.1", 0) as bound, socket.create_connection(bound.getsockname()):
        accepted, _ = bound.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
