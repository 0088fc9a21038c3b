"""A .zip of stories whose members are read one by one."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from headnote import intake
from headnote.errors import Damaged, EmptyWork, NotText
from headnote.intake.box import open_box

STORY = b"The keeper climbed the stair with the lamp in his left hand.\n\nNobody had told Mara.\n"


def packed(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return data.getvalue()


def test_a_member_is_the_work_that_reading_the_whole_archive_gives() -> None:
    data = packed(one_txt=STORY, deep__two_txt=STORY + b"More.\n", cover_png=b"\x89PNG")
    box = open_box(data, "box.zip")
    assert box is not None
    assert box.names == ("one.txt", "deep/two.txt")
    for name in box.names:
        work = box.work(name)
        assert work.source.sha256 == hashlib.sha256(box.data(name)).hexdigest()
        assert work.source.name == f"box.zip/{name}"


@pytest.mark.parametrize(
    "data", [STORY, b"", packed(mimetype=b"application/epub+zip", META_INF__container_xml=b"<x/>")]
)
def test_what_is_one_story_is_no_box(data: bytes) -> None:
    # An EPUB's container has a dash in its name.
    data = data.replace(b"META.INF", b"META-INF")
    assert open_box(data, "story") is None


def test_what_is_wrong_with_a_box_is_told() -> None:
    with pytest.raises(EmptyWork):
        open_box(packed(cover_png=b"\x89PNG"), "box.zip")
    with pytest.raises(Damaged):
        open_box(packed(one_txt=STORY)[:40], "box.zip")
    box = open_box(packed(inner_zip=packed(one_txt=STORY), two_txt=STORY), "box.zip")
    assert box is not None
    with pytest.raises(NotText):
        box.work("inner.zip")
    assert box.work("two.txt").text == intake.read_bytes(STORY).text
