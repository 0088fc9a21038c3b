"""Who looks: every reading of the library says for whom, so that what is withheld has one gate."""

from __future__ import annotations

from typing import Literal

from headnote.records import Record

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("reader", "reviewer", "admin")


class Viewer(Record, frozen=True, kw_only=True):
    """One person at the library. `user_id` is the row of `users`."""

    user_id: int
    name: str
    role: Role

    @property
    def sees_held(self) -> bool:
        """Whether works that are under review or withheld exist for this person."""
        return self.role != "reader"


#: The person at their own machine, where nobody logs in: row 1 of `users`, made by the first migration.
OWNER = Viewer(user_id=1, name="owner", role="admin")
