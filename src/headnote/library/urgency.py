"""How soon a work needs a person: what orders the queue."""

from __future__ import annotations

from headnote.library.visibility import is_held
from headnote.records import Action

#: From the mildest to the gravest.
GRAVITY: tuple[Action, ...] = ("list", "label", "gate", "review", "withhold")

#: Bands of urgency. Within one the confidence of the gravest finding orders, so a band is one wide.
WAITS, ASKED, SECOND, GUARDED, EXPOSED = 1.0, 2.0, 3.0, 4.0, 5.0


def graver(one: Action, other: Action) -> bool:
    """Whether an action is graver than another."""
    return GRAVITY.index(one) > GRAVITY.index(other)


def urgency(*, action: Action, standing: str, reopened: bool, guarded: bool, confidence: float) -> float:
    """Urgency of a work, 0 where no person is needed.

    First what readers can meet although the machine says something graver since people decided; then what may be
    ``underage-sex``; then what waits for a second reader; then what a person sent to the queue; then what the machine
    sent there.

    Args:
        action, standing: what holds now.
        reopened: the machine says something graver than what was decided on.
        guarded: the machine speaks of ``underage-sex``.
        confidence: of the gravest finding, 0..1.
    """
    held = is_held(action, standing)
    if reopened and not held:
        band = EXPOSED
    elif guarded and standing != "decided":
        band = GUARDED
    elif standing == "proposed":
        band = SECOND
    elif reopened or (action == "review" and standing == "decided"):
        band = ASKED
    elif held and standing == "machine":
        band = WAITS
    else:
        return 0.0
    return band + min(max(confidence, 0.0), 0.999)
