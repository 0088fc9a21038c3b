"""Short tame stories for the desk's tests."""

from __future__ import annotations

SCENES = (
    "Ada Marsh put the kettle on and looked for the good cups. “They are in the shed,” said Tom Pell. “They were never "
    "in the shed,” Ada said, and found them on the shelf above his head.",
    "The ferry came in at noon with two sacks of post and a goat. Nobody had ordered a goat. Tom signed for it, since "
    "somebody had to, and led it up the lane in the rain.",
    "By evening it had eaten the letters. “All of them?” asked Ada. “It began with the bills,” said Tom, “so I let it "
    "go on for a while.”",
)


def plain(title: str, *, author: str = "A. Nobody", extra: str = "") -> str:
    """A story with a header, in three scenes."""
    body = "\n\n* * *\n\n".join((*SCENES, extra) if extra else SCENES)
    return f"Title: {title}\nAuthor: {author}\nSummary: A goat arrives ({title}).\n\n{body}\n"


#: What a hostile author might write where a title, a name or a text is expected.
SCRIPT = "<script>alert(1)</script>"
HOSTILE = plain(
    f"{SCRIPT}\"'><img src=x onerror=alert(2)>",
    author="<svg/onload=alert(3)>",
    extra=f"“{SCRIPT}” said <b onclick=alert(4)>Ada</b>. {{{{ 7*7 }}}} {{% raw %}} javascript:alert(5)",
)
