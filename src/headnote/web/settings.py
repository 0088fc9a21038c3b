"""How a desk is run: for oneself or for a group, what it allows, and its limits."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import msgspec

from headnote.errors import UsageError
from headnote.records import Tier
from headnote.verdict import Policy, load_policy

#: Names under which one's own machine is asked for. Any other name in a Host header was pointed here by someone else.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one request may cost. Sizes are bytes, times seconds.

    `readers` stories are read at once, each in a process of its own that may take `seconds` and `memory`; `waiting`
    more submissions may wait, and `each` of one person be read or wait. `logins` are attempts a minute for one name
    from one address.
    """

    upload: int = 20_000_000
    body: int = 64_000
    files: int = 20
    arrival: float = 60.0
    seconds: float = 120.0
    memory: int = 4 * 1024**3
    readers: int = 2
    waiting: int = 8
    each: int = 4
    logins: int = 5


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """A desk's settings.

    `group` asks everyone to log in; without it, whoever reaches the desk is its owner. `hosts` are the names that a
    request's Host may carry, without port. `secure` sends cookies over HTTPS only.
    """

    group: bool = False
    hosts: frozenset[str] = LOOPBACK
    secure: bool = False
    tier: Tier = "full"
    policy: Policy = msgspec.field(default_factory=lambda: load_policy("archive"))
    limits: Limits = Limits()


def is_loopback(host: str) -> bool:
    """Whether a server bound to `host` is reached from its own machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def for_address(host: str, address: str | None, *, group: bool, tier: Tier, policy: Policy) -> Settings:
    """Settings for a server bound to `host`, which people reach at `address` (a URL; null for the host itself).

    Raises:
        UsageError: a host that others can reach, without accounts; an address that is no URL; or a host that is all
            addresses at once, without saying which one people use.
    """
    if not group and not is_loopback(host):
        raise UsageError(
            f"expected an address of this machine only, found {host}",
            hint="Others could read and decide without logging in: make accounts (`headnote user add`), pass --group.",
        )
    if address is None:
        if host in {"0.0.0.0", "::"}:
            raise UsageError(
                f"expected --address with --host {host}: the URL that people use, such as https://desk.example.org"
            )
        return Settings(group=group, hosts=_names(host), tier=tier, policy=policy)
    scheme, name = _parts(address)
    hosts = {name, *(_names(host) if is_loopback(host) else ())}
    return Settings(group=group, hosts=frozenset(hosts), secure=scheme == "https", tier=tier, policy=policy)


def _names(host: str) -> frozenset[str]:
    """The names of a host as a browser would write them."""
    try:
        name = str(ipaddress.ip_address(host))
    except ValueError:
        name = host.lower()
    return frozenset({name, *(LOOPBACK if is_loopback(host) else ())})


def _parts(address: str) -> tuple[str, str]:
    """Scheme and host of a URL."""
    try:
        parts = urlsplit(address)
        scheme, name = parts.scheme, parts.hostname
    except ValueError:
        scheme, name = "", None
    if scheme not in {"http", "https"} or not name:
        raise UsageError(f"expected a URL such as https://desk.example.org for --address, found {address}")
    return scheme, name
