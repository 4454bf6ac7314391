"""Notices as a mail: its own small layout, light, styles inline, nothing fetched from anywhere.

Words of people are escaped. What is only in the HTML is decoration: the text says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from hanse.rooms.notices.model.notices import Read

SHOWN_MAX = 20  # notices in one mail


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the notices."""

    several: str
    more: str
    look: str
    why: str
    change: str


FRAMES = {
    "en": Frame(
        several="{count} notices from Hanse",
        more="And {count} more: {link}",
        look="Look at it",
        why="You get this because you chose to be told of it by mail.",
        change="Change what you are told",
    ),
    "id": Frame(
        several="{count} pemberitahuan dari Hanse",
        more="Dan {count} lagi: {link}",
        look="Lihat",
        why="Anda menerima ini karena memilih diberi tahu lewat surel.",
        change="Ubah pemberitahuan Anda",
    ),
}
SETTINGS = "/me/notices"
BELL = "/notices"

INK, QUIET, LINE, BLUE = "#16181d", "#5b616e", "#e3e5ea", "#0b5cad"
FONT = "font-family:Inter,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"


def letter(notices: Sequence[Read], count: int, workspace: str, base: str, language: str) -> Letter:
    """One mail for one or several notices; `count` is how many there are in all."""
    frame = FRAMES[language]
    shown = notices[:SHOWN_MAX]
    subject = shown[0].title if count == 1 else frame.several.format(count=count)
    if workspace:
        subject = f"{subject} ({workspace})"
    return Letter(
        subject,
        text(shown, count, workspace, base, frame),
        html(shown, count, workspace, base, frame, language),
    )


def text(notices: Sequence[Read], count: int, workspace: str, base: str, frame: Frame) -> str:
    parts = [workspace] if workspace else []
    for notice in notices:
        lines = [notice.title, notice.text, f"{base}{notice.link}" if notice.link else ""]
        parts.append("\n".join(filter(None, lines)))
    if count > len(notices):
        parts.append(frame.more.format(count=count - len(notices), link=base + BELL))
    parts.append(f"-- \n{frame.why}\n{frame.change}: {base}{SETTINGS}")
    return "\n\n".join(parts) + "\n"


def html(
    notices: Sequence[Read], count: int, workspace: str, base: str, frame: Frame, language: str
) -> str:
    rows = "".join(card(notice, base, frame) for notice in notices)
    if count > len(notices):
        more = frame.more.format(count=count - len(notices), link=base + BELL)
        rows += f'<p style="margin:0 0 16px;color:{QUIET}">{escape(more)}</p>\n'
    head = (
        f'<p style="margin:0 0 20px;color:{QUIET};font-size:13px">{escape(workspace)}</p>\n'
        if workspace
        else ""
    )
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
</head>
<body style="margin:0;padding:24px 12px;background:#f6f7f9">
<div style="max-width:560px;margin:0 auto;padding:28px;background:#ffffff;border:1px solid {LINE};\
border-radius:8px;{FONT};font-size:15px;line-height:1.5;color:{INK}">
<p style="margin:0 0 4px;font-weight:600;letter-spacing:.02em">Hanse</p>
{head}{rows}<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid {LINE};color:{QUIET};\
font-size:13px">{escape(frame.why)}<br>
<a href="{escape(base + SETTINGS)}" style="color:{BLUE}">{escape(frame.change)}</a></p>
</div>
</body>
</html>
"""


def card(notice: Read, base: str, frame: Frame) -> str:
    link = (
        f'<p style="margin:0 0 24px"><a href="{escape(base + notice.link)}" '
        f'style="color:{BLUE};font-weight:600">{escape(frame.look)}</a></p>\n'
        if notice.link
        else ""
    )
    return (
        f'<p style="margin:0 0 4px;font-size:17px;font-weight:600">{escape(notice.title)}</p>\n'
        f'<p style="margin:0 0 8px">{escape(notice.text)}</p>\n{link}'
    )
