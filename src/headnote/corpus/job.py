"""What a sweep does with each row, and what makes two sweeps the same."""

from __future__ import annotations

import hashlib

import msgspec

from headnote.records import Device, Tier
from headnote.verdict import Policy
from headnote.version import VERSION


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What is done with each row; sent to every worker.

    Args:
        with_input: the output holds the input's columns too.
        duplicates: the output says of each row whether it is like an earlier one.
        device: what the encoder runs on; its scores differ in the last digits from one to another.
    """

    tier: Tier
    policy: Policy
    text_column: str = "text"
    id_column: str = "id"
    with_input: bool = False
    duplicates: bool = False
    device: Device = "cpu"

    def digest(self) -> str:
        """SHA-256 of everything here that can change a row: two jobs with one digest write the same bytes."""
        return hashlib.sha256(msgspec.json.encode([VERSION, self], order="deterministic")).hexdigest()
