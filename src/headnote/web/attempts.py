"""How often somebody may try to log in: counted for a name, for an address, and for both."""

from __future__ import annotations

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from headnote.library.typed import LONGEST_NAME
from headnote.web.failures import Failure

#: How many times as often as one name from one address may be tried: one address with any names (people behind one
#: router), one name from any addresses (so that a stranger cannot easily keep its owner out).
MANY = 6


class Attempts:
    """Counts failed and successful attempts alike, over the last minute."""

    def __init__(self, a_minute: int) -> None:
        self.limiter = MovingWindowRateLimiter(MemoryStorage())
        self.few, self.many = RateLimitItemPerMinute(a_minute), RateLimitItemPerMinute(a_minute * MANY)

    def count(self, name: str, address: str) -> None:
        """Count one.

        Raises:
            Failure: 429, there were too many.
        """
        name = name.casefold()[:LONGEST_NAME]
        windows = ((self.few, ("both", name, address)), (self.many, ("name", name)), (self.many, ("address", address)))
        hits = [self.limiter.hit(limit, *key) for limit, key in windows]
        if not all(hits):
            headers = {"Retry-After": "60"}
            raise Failure(429, "too-many", "Too many attempts to log in.", "Wait a minute.", headers)


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""
