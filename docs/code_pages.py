"""docs/codes/: one page for each code and trope, from the taxonomy, the rules and the thresholds.

The pages name rules and count them; the words themselves stay in the rule files.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docs.marks import NOTICE

if TYPE_CHECKING:
    from headnote.signals.rule import Rule
    from headnote.taxonomy import Code, TropeCode

SECTIONS = ("What it means", "Labels elsewhere", "What it rests on", "Known problems")
GENERAL = (
    "What was not found may still be there. Rules see words and the company they keep: irony, allusion and what a "
    "story leaves unsaid escape them."
)


def pages() -> dict[str, str]:
    """The pages by file name."""
    from headnote import taxonomy

    by_code = _rules_by_code()
    codes, tropes = list(taxonomy.codes().values()), list(taxonomy.tropes().values())
    both: list[Code | TropeCode] = [*codes, *tropes]
    return {"README.md": _index(codes, tropes)} | {f"{c.id}.md": _page(c, by_code.get(c.id, [])) for c in both}


def _rules_by_code() -> dict[str, list[Rule]]:
    from headnote import signals

    grouped: dict[str, list[Rule]] = {}
    for rule in signals.rules().values():
        if rule.code:
            grouped.setdefault(rule.code, []).append(rule)
    return grouped


def _index(codes: Iterable[Code], tropes: Iterable[TropeCode]) -> str:
    rows = [f"| [{code.id}]({code.id}.md) | {code.title} | {code.meaning} |" for code in codes]
    themes = [f"| [{trope.id}]({trope.id}.md) | {trope.title} | {trope.meaning} |" for trope in tropes]
    head = ["| code | title | meaning |", "|---|---|---|"]
    warned = [NOTICE, "# Codes", "", "What a reader may want to know before starting.", "", *head, *rows, ""]
    return "\n".join([*warned, "Tropes are not warnings.", "", *head, *themes, ""])


def _page(code: Code | TropeCode, rules: list[Rule]) -> str:
    meaning = f"{code.title}: {code.meaning}."
    parts = [NOTICE, f"# {code.id}", ""]
    for title, body in zip(SECTIONS, (meaning, _labels(code), _basis(rules), _problems(rules)), strict=True):
        parts += [f"## {title}", "", body, ""]
    return "\n".join(parts)


def _labels(code: Code | TropeCode) -> str:
    warning, pan23 = getattr(code, "ao3_warning", None), getattr(code, "pan23", [])
    rows = (
        ("archive warning", warning or "-"),
        ("additional tags", ", ".join(code.ao3_tags) or "-"),
        ("PAN 2023", ", ".join(pan23) or "-"),
    )
    return "\n".join(["| vocabulary | label |", "|---|---|", *(f"| {name} | {label} |" for name, label in rows)])


def _basis(rules: list[Rule]) -> str:
    if not rules:
        return "No rule of its own: other rooms (ages, people, context) and, in the full tier, the model speak for it."
    rows = [
        f"| `{r.id}` | {len(r.words)} | {r.presence}, {r.intensity} | {r.weight:.2f} | {_needs(r)} |" for r in rules
    ]
    return "\n".join(["| rule | spellings | speaks of | weight | needs |", "|---|---|---|---|---|", *rows])


def _needs(rule: Rule) -> str:
    needs = (
        ["company"] * bool(rule.company)
        + ["a word nearby"] * bool(rule.near)
        + ["no denial nearby"] * bool(rule.unless)
    )
    return ", ".join(needs) or "-"


def _problems(rules: list[Rule]) -> str:
    known = [f"- `{rule.id}`: {rule.known_problems}" for rule in rules if rule.known_problems]
    return "\n".join([f"- {GENERAL}", *known])
