from __future__ import annotations

from headnote.people import find_cast
from headnote.records import Declared, Layout, Paragraph, Quotation, Source, Work

STORY = '"Come in," said Mr. Brown. "It is cold."\n\nMr. Brown shut the door. "You are late," Anna said.\n'


def test_a_plain_tag_names_the_speaker_of_its_paragraph() -> None:
    first, second = (STORY.index('"Come'), STORY.index("Mr. Brown shut"))
    spans = [(0, 10), (27, 40), (second + 26, second + 41)]
    layout = Layout(
        paragraphs=tuple(Paragraph(start=s, end=s + 1, kind="dialogue") for s in (first, second)),
        quotations=tuple(Quotation(start=a, end=b, paragraph=0, style="double") for a, b in spans),
    )
    cast = find_cast(Work(text=STORY, source=Source(), declared=Declared()), layout)
    names = {p.id: p.name for p in cast.people}
    assert [names.get(q.speaker or "") for q in cast.quotes] == ["Mr. Brown", "Mr. Brown", "Anna"]
