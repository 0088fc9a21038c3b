"""What holds of every cast, whatever the text."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headnote import intake, layout
from headnote.people import find_cast, scorer
from headnote.people.reading import read_names
from headnote.people.scorer import QUESTIONS, Model, Trees, bundled
from headnote.records import Cast, Work

VOCABULARY = """Anna Ben Mr. Hale Mrs. the The man said asked I he She they Minho-ya O'Shea Will will Rose ' " “ ” , . ?
! : *** Kit: mara: 1/ — looked at him her van der Luyden Queen of Hearts you sir"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n", "\n\n"])
STORIES = st.lists(WORDS, max_size=120).map(" ".join)


def read(text: str) -> tuple[Work, Cast]:
    work = intake.read_text(text)
    return work, find_cast(work, layout.lay_out(work))


@settings(max_examples=150, deadline=None)
@given(STORIES.filter(lambda s: s.strip()))
def test_spans_lie_in_the_text_and_ids_exist(story: str) -> None:
    work, cast = read(story)
    ids = {p.id for p in cast.people}
    assert all(0 <= r.start < r.end <= len(work.text) for r in (*cast.mentions, *cast.quotes))
    assert all(0.0 <= c <= 1.0 for c in [m.confidence for m in cast.mentions] + [q.confidence for q in cast.quotes])
    assert {m.person for m in cast.mentions} <= ids | {None}
    assert {q.speaker for q in cast.quotes} <= ids | {None}
    assert cast.narrator in ids | {None}
    assert [m.start for m in cast.mentions] == sorted(m.start for m in cast.mentions)


@settings(max_examples=60, deadline=None)
@given(STORIES.filter(lambda s: s.strip()))
def test_one_quote_for_each_quotation_and_message(story: str) -> None:
    work = intake.read_text(story)
    shape = layout.lay_out(work)
    cast = find_cast(work, shape)
    spans = [(q.start, q.end) for q in shape.quotations if q.depth == 0] + [(m.start, m.end) for m in shape.messages]
    assert [(q.start, q.end) for q in cast.quotes] == sorted(spans)


@settings(max_examples=40, deadline=None)
@given(STORIES.filter(lambda s: s.strip()))
def test_ids_go_by_mentions(story: str) -> None:
    _, cast = read(story)
    assert [p.id for p in cast.people] == [f"p{i}" for i in range(1, len(cast.people) + 1)]
    counts = [p.mentions for p in cast.people]
    assert counts == sorted(counts, reverse=True)


def test_the_same_text_gives_the_same_cast() -> None:
    story = '"Come in," said Anna.\n\n"No," said Ben. He looked at her.\n\n"Please."\n\n"No, Anna."\n' * 20
    assert read(story)[1] == read(story)[1]


def test_the_bundled_trees_are_small_and_of_named_features() -> None:
    model: Model = bundled()
    for trees in model.passes:
        assert trees.questions
        for questions in trees.questions:
            assert len(questions) <= QUESTIONS
            assert all(0 <= feature < len(model.features) for feature, _ in questions)


def test_a_tree_answers_as_its_questions_say() -> None:
    tree = {"nodes": [[0, 3, 1, -1], [1, 0, -2, -3]], "leaves": [1.0, 2.0, 3.0]}
    columns = np.array([[4, 3, 0], [0, 0, 5]], dtype=np.uint8)
    assert Trees([tree]).scores(columns).tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("model", bundled().passes)
def test_rows_are_scored_alike_however_many_at_once(model: Trees, monkeypatch: pytest.MonkeyPatch) -> None:
    features = 1 + max(feature for questions in model.questions for feature, _ in questions)
    columns = np.random.default_rng(5).integers(0, 256, (features, 60)).astype(np.uint8)
    at_once = model.scores(columns)
    monkeypatch.setattr(scorer, "ROWS", 7)
    monkeypatch.setattr(scorer, "TREES", 1)
    assert np.array_equal(at_once, model.scores(columns))


@pytest.mark.parametrize("number", range(len(bundled().passes)))
def test_each_row_goes_from_question_to_question_to_its_leaf(number: int) -> None:
    stored = json.loads((files("headnote.people") / "data" / "speakers.json").read_text(encoding="utf-8"))
    trees = stored["passes"][number]["trees"]
    columns = np.random.default_rng(7).integers(0, 12, (100, 20)).astype(np.uint8)
    told = Trees(trees).scores(columns)
    for row, score in zip(columns.T.tolist(), told.tolist(), strict=True):
        total = np.float32(0)
        for tree in trees:
            at = 0 if tree["nodes"] else -1
            while at >= 0:
                feature, threshold, low, high = tree["nodes"][at]
                at = high if row[feature] > threshold else low
            total += np.float32(tree["leaves"][-1 - at])
        assert float(total) == score


def test_names_stand_in_text_order_where_one_of_several_speaks_again() -> None:
    scene = '"Halt!" called one of the guards.\n\n"Why?" said Mara.\n\nMara and Ben walked on in the rain.\n\n'
    work = intake.read_text(scene * 40)
    starts = list(read_names(work.text, layout.lay_out(work)).stage.named.starts)
    assert starts == sorted(starts)
    assert len(starts) == len(set(starts))
