"""Quality floors: a figure below its floor fails, and a floor falls only by an explicit flag that the diff shows.

    python -m eval.gate             compare with eval/floors.toml; exit 1 where a figure is below its floor
    python -m eval.gate --raise     raise floors to what was measured, less the margin
    python -m eval.gate --lower     lower those that fail, and take the data as it now is

The floors are of one state of the data, known by its hash: other data, other floors.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from eval import controls, runs
from eval.__main__ import OWN_FIGURES, present
from headnote.records import Tier

FLOORS = Path(__file__).parent / "floors.toml"
#: What a floor stands below the figure it was set from: about what one row of the smallest set moves a mean.
MARGIN = 0.005
#: A figure this far above its floor is worth a higher floor.
WORTH_RAISING = 0.02
#: Which sets the gate reads in which tier. The novels hold layout and people, which both tiers share.
READ: Mapping[Tier, tuple[str, ...]] = {"fast": runs.SETS, "full": ("passages", "moderation")}
#: Figures that can be had at each other's cost; what they come to together has the floor.
TRADED = (".precision", ".recall")
HEADER = """\
# Floors of `python -m eval.gate`. Set from measured figures less {margin}; a figure below its floor fails the tests.
# Raise with `python -m eval.gate --raise`. Lower only with --lower, and say in the commit why.
# `controls` is the number of complaints about control works, which may not grow. Not held out: the novels' speakers
# (the scorer saw the novels; `python -m eval --only people-cv` cross-validates), the full tier (its heads saw the
# texts; `--only encoder-cv`), and the thresholds of the fast tier (`python -m train.calibrate` has its folds).
"""


class Floors(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`data` is the hash of the annotated sets, `floors` the least that each figure may be."""

    data: str
    controls: int
    floors: dict[str, float]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """`failures` and `suggestions` as lines for a person."""

    failures: list[str]
    suggestions: list[str]


def load(path: Path = FLOORS) -> Floors:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Floors)


def save(floors: Floors, path: Path = FLOORS) -> None:
    lines = [f'"{name}" = {floor:.3f}' for name, floor in sorted(floors.floors.items())]
    head = f'{HEADER.format(margin=MARGIN)}\ndata = "{floors.data}"\ncontrols = {floors.controls}\n\n[floors]\n'
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def fingerprint(data: Path) -> str:
    """SHA-256 over the names and bytes of the annotated sets."""
    total = hashlib.sha256()
    for path in sorted(path for path in data.rglob("*") if path.is_file()):
        total.update(f"{path.relative_to(data).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def measure(data: Path) -> tuple[dict[str, float], list[str]]:
    """Every figure that can be had here, and the complaints about controls."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for tier, names in READ.items():
            for name in names:
                scored = runs.score(name, data, Path(folder), tier).figures
                figures |= {f"{tier}.{key}": value for key, value in scored.items() if not key.endswith(TRADED)}
        complaints = controls.check(Path(folder, "cards"))
    for name, module in OWN_FIGURES.items():
        if importlib.util.find_spec(module):
            own = importlib.import_module(module).figures(data)
            figures |= {f"{name}.{key}": value for key, value in own.items()}
    return figures, complaints


def compare(floors: Floors, figures: Mapping[str, float], complaints: list[str], data: str) -> Verdict:
    """Hold figures against floors. A figure that is missing fails; one without a floor is suggested."""
    failures = [] if data == floors.data else ["data: the annotated sets are not those that the floors are of"]
    suggestions = []
    for name, floor in floors.floors.items():
        figure = figures.get(name)
        if figure is None or figure < floor:
            failures.append(
                f"{name}: expected at least {floor:.3f}, got {'nothing' if figure is None else f'{figure:.4f}'}"
            )
        elif figure - MARGIN - floor >= WORTH_RAISING:
            suggestions.append(f"{name}: {figure:.3f} is well above its floor {floor:.3f}")
    suggestions += [f"{name}: {figures[name]:.3f} has no floor" for name in figures if name not in floors.floors]
    if len(complaints) > floors.controls:
        failures.append(f"controls: expected at most {floors.controls} complaints, got {len(complaints)}")
        failures += [f"  {line}" for line in complaints]
    elif len(complaints) < floors.controls:
        suggestions.append(f"controls: {len(complaints)} complaints, {floors.controls} allowed")
    return Verdict(failures=failures, suggestions=suggestions)


def raised(floors: Floors, figures: Mapping[str, float], complaints: list[str]) -> Floors:
    """Floors raised to the figures less the margin; none falls."""
    higher = {name: max(floors.floors.get(name, 0.0), _below(figure)) for name, figure in figures.items()}
    return Floors(data=floors.data, controls=min(floors.controls, len(complaints)), floors=floors.floors | higher)


def lowered(floors: Floors, figures: Mapping[str, float], complaints: list[str], data: str) -> Floors:
    """Floors that fail brought down to the figures less the margin; those of figures that are gone are dropped."""
    lower = {
        name: floor if figures[name] >= floor else _below(figures[name])
        for name, floor in floors.floors.items()
        if name in figures
    }
    return Floors(data=data, controls=max(floors.controls, len(complaints)), floors=lower)


def _below(figure: float) -> float:
    return max(0.0, round(figure - MARGIN, 3))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.gate", description="Hold quality against its floors.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--raise", dest="up", action="store_true", help="raise floors to what was measured")
    parser.add_argument("--lower", dest="down", action="store_true", help="lower the floors that fail")
    options = parser.parse_args()
    if not present(options.data):
        print(f"{options.data}: the annotated sets are not here; nothing was held against its floor")
        return
    floors, data = load(), fingerprint(options.data)
    figures, complaints = measure(options.data)
    if options.down:
        floors = lowered(floors, figures, complaints, data)
    if options.up:
        floors = raised(floors, figures, complaints)
    if options.up or options.down:
        save(floors)
    verdict = compare(floors, figures, complaints, data)
    print("\n".join([*verdict.suggestions, *verdict.failures]) or "every figure is at or above its floor")
    raise SystemExit(1 if verdict.failures else 0)


if __name__ == "__main__":
    main()
