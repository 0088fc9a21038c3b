"""How far a share that was counted may be from the one that it estimates."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist


def wilson(right: int, rows: int, level: float = 0.95) -> tuple[float, float]:
    """Bounds of a proportion at a confidence level by Wilson's score interval (1927), which holds for few rows too.

    Args:
        right, rows: ``0 <= right <= rows``, at least one row.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = right / rows, z * z / rows
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / rows + spread / (4 * rows))
    return max(0.0, middle - half), min(1.0, middle + half)


def beyond_chance(before: int, rows_before: int, now: int, rows_now: int, level: float) -> bool:
    """Whether two proportions differ by more than chance gives at a level (two-sided z-test, pooled)."""
    if not rows_before or not rows_now:
        return False
    pooled = (before + now) / (rows_before + rows_now)
    spread = sqrt(pooled * (1 - pooled) * (1 / rows_before + 1 / rows_now))
    if spread == 0:
        return False
    z = abs(before / rows_before - now / rows_now) / spread
    return 2 * (1 - NormalDist().cdf(z)) < level
