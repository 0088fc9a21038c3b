"""What a person is told when something fails: one shape, a page or JSON, without a word of any story."""

from __future__ import annotations

from starlette.exceptions import HTTPException


class Failure(HTTPException):
    """A failure that a route reports: status, a stable `code`, one sentence, and what to do."""

    def __init__(
        self, status: int, code: str, message: str, hint: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status, message, headers)
        self.code, self.message, self.hint = code, message, hint


def not_found() -> Failure:
    """What a reader is told of a work that does not exist and of one that is withheld: the same."""
    return Failure(404, "not-found", "There is nothing here.", "Look on the shelf.")


def not_allowed() -> Failure:
    return Failure(403, "not-allowed", "This needs a reviewer.", "Ask an admin of this library.")
