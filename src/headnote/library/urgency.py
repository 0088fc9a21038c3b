"""How soon a work needs a person: what orders the queue."""

from __future__ import annotations

from headnote.records import Action

#: From the mildest to the gravest.
GRAVITY: tuple[Action, ...] = ("list", "label", "gate", "review", "withhold")
#: What the machine asks for weighs first; the confidence of the gravest finding orders works of one weight.
_WEIGHTS: dict[Action, float] = {"list": 0.0, "label": 0.0, "gate": 0.0, "review": 1.0, "withhold": 2.0}


def graver(one: str, other: str) -> bool:
    """Whether an action is graver than another."""
    return _gravity(one) > _gravity(other)


def of_machine(action: str, confidence: float) -> float:
    """Urgency of what the machine asks for; 0 where no person is needed. `confidence` is that of the gravest finding,
    0..1."""
    weight = _WEIGHTS[GRAVITY[_gravity(action)]]
    return weight + min(max(confidence, 0.0), 1.0) if weight else 0.0


def after_reading(*, standing: str, before: str, now: str, confidence: float, urgency: float) -> float:
    """Urgency of a stored work that was read again.

    A decision stays settled unless the machine now asks for something graver than it did then.

    Args:
        before, now: what the machine asked for until now, and what it asks for.
        urgency: until now.
    """
    fresh = of_machine(now, confidence)
    if standing == "machine":
        return fresh
    if standing == "proposed":
        return max(fresh, urgency)
    if graver(now, before):
        return fresh
    return 0.0 if graver(before, now) else urgency


def _gravity(action: str) -> int:
    return next(at for at, known in enumerate(GRAVITY) if known == action)
