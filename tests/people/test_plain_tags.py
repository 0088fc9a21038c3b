from __future__ import annotations

from headnote import intake, layout
from headnote.people import find_cast

STORY = '"Come in," said Mr. Brown. "It is cold."\n\nMr. Brown shut the door.\n\n"You are late," Anna said.\n'


def test_a_plain_tag_names_the_speaker_of_its_paragraph() -> None:
    work = intake.read_text(STORY)
    cast = find_cast(work, layout.lay_out(work))
    names = {p.id: p.name for p in cast.people}
    assert [names.get(q.speaker or "") for q in cast.quotes] == ["Mr. Brown", "Mr. Brown", "Anna"]
