"""A .zip of stories whose members are read one by one, for those who know some of them already."""

from __future__ import annotations

from headnote.errors import EmptyWork
from headnote.intake.archive import Archive
from headnote.intake.detect import container_of, is_zip
from headnote.intake.reader import read_member, story_names
from headnote.records import Work


class Box:
    """An open .zip of stories. `names` are the stories in it, in its order."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive, self._name = archive, name
        self.names = tuple(story_names(archive.names))

    def data(self, member: str) -> bytes:
        """Bytes of one story, the same that `Source.sha256` is of. Each can be read once.

        Raises:
            ReadError: as `Archive.read`.
        """
        return self._archive.read(member)

    def work(self, member: str) -> Work:
        """One story as a work.

        Raises:
            ReadError: it cannot be read as one.
        """
        return read_member(self.data(member), member, self._name)


def open_box(data: bytes, name: str) -> Box | None:
    """The stories of a .zip; null for bytes that are one story themselves (an EPUB and a DOCX are).

    Raises:
        ReadError: they are a .zip that cannot be read or holds no story.
    """
    if not is_zip(data):
        return None
    archive = Archive(data)
    if container_of(archive) != "zip":
        return None
    box = Box(archive, name)
    if not box.names:
        raise EmptyWork("expected a story in the archive, found none")
    return box
