"""A letter as a mail: text, and the same as a light page; nothing is fetched from anywhere.

All words are escaped. A web address in them becomes a link to itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from hanse.rooms.letters.model.templates import WEB, Template, filled, subject_of, values_of
from hanse.rooms.letters.model.words import FRAMES

INK, QUIET, LINE, BLUE = "#16181d", "#5b616e", "#e3e5ea", "#0b5cad"
FONT = "font-family:Inter,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"
FIELDS_OF_FRAME = re.compile(r"\{shop\}")


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """Says nothing of itself when it is printed: a buyer is named in it."""

    subject: str
    text: str
    html: str


def written(template: Template, given: Mapping[str, str], language: str, stop: str) -> Written:
    """`stop` is the address under which the buyer asks for no more of them."""
    values = values_of(given)
    frame = FRAMES[language]
    why = FIELDS_OF_FRAME.sub(lambda _: values["shop"], frame.why)
    said = filled(template.text, values)
    text = f"{said}\n\n-- \n{why}\n{frame.stop}: {stop}\n"
    return Written(
        subject_of(template.subject, values), text, html(said, why, frame.stop, stop, language)
    )


def html(said: str, why: str, words: str, stop: str, language: str) -> str:
    paragraphs = "".join(
        f'<p style="margin:0 0 16px">{lines(each)}</p>\n' for each in said.split("\n\n")
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
{paragraphs}<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid {LINE};color:{QUIET};\
font-size:13px">{escape(why)}<br>
<a href="{escape(stop)}" style="color:{BLUE}">{escape(words)}</a></p>
</div>
</body>
</html>
"""


def lines(paragraph: str) -> str:
    return "<br>\n".join(map(linked, paragraph.split("\n")))


def linked(line: str) -> str:
    parts, at = [], 0
    for found in WEB.finditer(line):
        url = escape(found[0])
        parts += [
            escape(line[at : found.start()]),
            f'<a href="{url}" style="color:{BLUE}">{url}</a>',
        ]
        at = found.end()
    return "".join([*parts, escape(line[at:])])
