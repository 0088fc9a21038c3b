"""People in LitBank: mentions found, and coreference by MUC, B-cubed and CEAF (entities, phi 4).

    python -m eval.litbank [--data ../shared/data] [--folds 5]

The texts there are tokenised, a sentence a line; they are joined to running text first, with offsets kept. A line that
opens a quotation begins a paragraph, since the set has none. Only figures are printed.

MUC is Vilain et al. 1995, B-cubed Bagga and Baldwin 1998 (mentions that only one side has count against it as
singletons would), CEAF Luo 2005 with the similarity phi 4 of entities. Mentions match where both ends do.

The weights that tell whom a pronoun means were learnt from these texts; with `--folds` a text is read with weights
learnt from those of the other folds.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from headnote import intake, layout
from headnote.people.antecedents import Tables, tables
from headnote.people.casting import make_cast
from headnote.people.reading import read_names

Span = tuple[int, int]
Clusters = list[frozenset[Span]]
_CLOSING = frozenset(
    [",", ".", ";", ":", "!", "?", ")", "]", "'s", "’s", "n't", "'ll", "'re", "'ve", "'d", "'m", "..."]
)


class Text(NamedTuple):
    """One text: joined, its gold people as clusters, and the kind (PROP, PRON, NOM) of each mention."""

    joined: str
    clusters: Clusters
    kinds: dict[Span, str]


def join(tokenised: str) -> tuple[str, list[int]]:
    """Running text, and for each offset of the tokenised text its offset there."""
    out: list[str] = []
    at = length = 0
    place = [0] * (len(tokenised) + 1)
    opened = False
    glued = True
    for line in tokenised.split("\n"):
        tokens = line.split(" ")
        if tokens[0] in ('"', "“", "``") and not opened and out:
            out.append("\n\n")
            length += 2
            glued = True
        for token in tokens:
            closes = token in _CLOSING or (token in ('"', "”", "''") and opened)
            if not glued and not closes:
                out.append(" ")
                length += 1
            for i in range(len(token)):
                place[at + i] = length + i
            out.append(token)
            length += len(token)
            at += len(token)
            place[at] = length
            at += 1
            glued = token in ("(", "[") or (token in ('"', "“", "``") and not opened)
            if token in ('"', "“", "``", "”", "''"):
                opened = not opened
    return "".join(out), place


def read(path: Path) -> Text:
    """One annotated text; `path` is its ``.txt``."""
    joined, place = join(path.read_text(encoding="utf-8"))
    kinds: dict[Span, str] = {}
    entity: dict[Span, str] = {}
    for line in path.with_suffix(".ann").read_text(encoding="utf-8").splitlines():
        if not line.startswith("T"):
            continue
        label, start, end = line.split("\t")[1].split(" ")[:3]
        span = (place[int(start)], place[int(end)])
        if label.split("_")[0] in ("PROP", "NOM", "PRON") and len(label.split("_")) == 2 and label.isupper():
            if label.endswith("_PER"):
                kinds[span] = label.split("_")[0]
        else:
            entity[span] = label
    groups: dict[str, set[Span]] = defaultdict(set)
    for span in kinds:
        groups[entity.get(span, f"alone {span}")].add(span)
    return Text(joined, [frozenset(g) for _, g in sorted(groups.items())], kinds)


def found_in(text: str, weights: Tables[float] | None = None) -> tuple[Clusters, dict[Span, str]]:
    """The people that headnote finds in a text, as clusters of mentions, and the kind of each mention; a
    mention that means no one known and no one else who is told apart is in no cluster."""
    work = intake.read_text(text)
    shape = layout.lay_out(work)
    cast = make_cast(shape, read_names(work.text, shape), pronouns=weights)
    groups: dict[str | int, set[Span]] = defaultdict(set)
    kinds = {}
    for mention in cast.mentions:
        span = (mention.start, mention.end)
        who = mention.unnamed if mention.person is None else mention.person
        if who is not None:
            groups[who].add(span)
        kinds[span] = {"name": "PROP", "pronoun": "PRON", "nominal": "NOM"}[mention.kind]
    return [frozenset(g) for g in groups.values()], kinds


def muc(gold: Clusters, found: Clusters) -> tuple[float, float, float, float]:
    """Links right and all, of recall and of precision."""

    def links(of: Clusters, by: Clusters) -> tuple[float, float]:
        owner = {m: i for i, cluster in enumerate(by) for m in cluster}
        right = total = 0
        for cluster in of:
            parts = {owner.get(m, ("alone", m)) for m in cluster}
            right += len(cluster) - len(parts)
            total += len(cluster) - 1
        return right, total

    return (*links(gold, found), *links(found, gold))


def b_cubed(gold: Clusters, found: Clusters) -> tuple[float, float, float, float]:
    """Sums over mentions of their share right, and numbers of mentions, of recall and of precision."""

    def share(of: Clusters, by: Clusters) -> tuple[float, float]:
        owner = {m: cluster for cluster in by for m in cluster}
        right = sum(len(c & owner[m]) / len(c) for c in of for m in c if m in owner)
        return right, sum(map(len, of))

    return (*share(gold, found), *share(found, gold))


def ceaf(gold: Clusters, found: Clusters) -> tuple[float, float, float, float]:
    """Similarity of the best one-to-one alignment of entities, and their numbers."""
    similar = np.array([[2 * len(g & f) / (len(g) + len(f)) for f in found] for g in gold]).reshape(
        len(gold), len(found)
    )
    rows, columns = linear_sum_assignment(-similar)
    best = float(similar[rows, columns].sum())
    return best, len(gold), best, len(found)


def f1(sums: Sequence[float]) -> tuple[float, float, float]:
    """Recall, precision and F1 from their four sums."""
    recall, precision = sums[0] / max(1, sums[1]), sums[2] / max(1, sums[3])
    return recall, precision, 2 * recall * precision / max(1e-9, recall + precision)


def figures(data: Path, folds: int = 1) -> dict[str, float]:
    """Mentions by kind, and the coreference of people, over all texts together; with one fold by the weights of the
    package."""
    weights = _held_out(data, folds) if folds > 1 else [None]
    measures = {"muc": muc, "b_cubed": b_cubed, "ceaf": ceaf}
    sums = {name: np.zeros(4) for name in measures}
    mentions: Counter[tuple[str, str]] = Counter()
    for i, path in enumerate(sorted((data / "litbank").glob("*.txt"))):
        gold = read(path)
        clusters, kinds = found_in(gold.joined, weights[i % len(weights)])
        for name, measure in measures.items():
            sums[name] += measure(gold.clusters, clusters)
        mentions.update(_matches(gold.kinds, kinds))
    result = {}
    for kind in ("PROP", "PRON", "NOM"):
        result[f"mention_recall_{kind.lower()}"] = mentions["right", kind] / max(1, mentions["gold", kind])
    totals = [sum(n for (what, _), n in mentions.items() if what == w) for w in ("right", "gold", "found")]
    result["mention_f1"] = f1((totals[0], totals[1], totals[0], totals[2]))[2]
    for name, four in sums.items():
        recall, precision, both = f1(four.tolist())
        result |= {f"{name}_recall": recall, f"{name}_precision": precision, f"{name}_f1": both}
    result["conll_f1"] = sum(result[f"{name}_f1"] for name in measures) / 3
    return result


def _held_out(data: Path, folds: int) -> list[Tables[float] | None]:
    """For each fold the weights that the others teach."""
    from train.pronouns.fitting import train
    from train.pronouns.gold import examples

    texts = examples(data)
    return [tables(train([e for i, e in enumerate(texts) if i % folds != k])) for k in range(folds)]


def _matches(gold: dict[Span, str], found: dict[Span, str]) -> Iterable[tuple[str, str]]:
    yield from (("gold", kind) for kind in gold.values())
    yield from (("found", kind) for kind in found.values())
    yield from (("right", kind) for span, kind in gold.items() if span in found)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.litbank")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folds", type=int, default=1)
    options = parser.parse_args()
    for name, value in figures(options.data, options.folds).items():
        print(f"{name:28}{value:8.3f}")


if __name__ == "__main__":
    main()
