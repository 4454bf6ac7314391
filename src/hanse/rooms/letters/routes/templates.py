"""HTTP of the words of letters."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.rooms.letters.model.settings import LANGUAGES
from hanse.rooms.letters.model.stages import STAGES, Stage
from hanse.rooms.letters.model.templates import FIELDS, Template
from hanse.rooms.letters.routes.permissions import READ_TEMPLATES, WRITE_TEMPLATES
from hanse.rooms.letters.service import templates as service

doors = Doors("letters")

WORDS: JsonDict = {
    "subject": "Your order {order} is on its way",
    "text": "Hello {name},\n\nfollow it here: {link}",
    "version": 0,
}
SEEN: JsonDict = {"stage": "sent", "language": "en", **WORDS}

Name = Annotated[
    str,
    Path(
        pattern=rf"^({'|'.join(STAGES)})\.({'|'.join(LANGUAGES)})$",
        description="Its stage and its language, such as `sent.en`.",
    ),
]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Seen = Annotated[int, Query(ge=0, le=2**31 - 1, description="The version that was seen.")]


class LetterWordsIn(Body):
    """Words with named fields in braces. `version` is the one that was seen; 0: built in."""

    model_config = ConfigDict(json_schema_extra={"examples": [WORDS]})

    subject: Annotated[str, Field(max_length=1_000)]
    text: Annotated[str, Field(max_length=10_000)]
    version: Version = 0


class LetterWordsOut(BaseModel):
    """A letter as it is written; `version` 0: as it is built in."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN]})

    stage: Stage
    language: str
    subject: str
    text: str
    version: int


class LettersWordsOut(BaseModel):
    """All letters in all languages. They are few, so in one page."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [SEEN], "fields": ["order", "link"]}]}
    )

    items: list[LetterWordsOut]
    fields: list[str] = Field(description="What may stand in braces.")


@doors.get("/api/letters/templates", needs=READ_TEMPLATES)
async def list_letter_templates(tx: InTx) -> LettersWordsOut:
    """List the words of all letters, built in or written anew."""
    found = await service.everything(tx)
    items = [
        template_out(stage, language, found[stage, language])
        for stage in STAGES
        for language in LANGUAGES
    ]
    return LettersWordsOut(items=items, fields=list(FIELDS))


@doors.put("/api/letters/templates/{name}", needs=WRITE_TEMPLATES, versioned=False)
async def set_letter_template(tx: InTx, name: Name, asked: LetterWordsIn) -> LetterWordsOut:
    """Write a letter anew. A field that there is not is refused."""
    stage, language = named(name)
    kept = await service.change(tx, stage, language, asked.subject, asked.text, asked.version)
    return template_out(stage, language, kept)


@doors.delete("/api/letters/templates/{name}", needs=WRITE_TEMPLATES, versioned=False, status=200)
async def restore_letter_template(tx: InTx, name: Name, version: Seen = 0) -> LetterWordsOut:
    """Go back to the letter that is built in."""
    stage, language = named(name)
    kept = await service.restore(tx, stage, language, version)
    return template_out(stage, language, kept)


def named(name: str) -> tuple[Stage, str]:
    stage, _, language = name.partition(".")
    return Stage(stage), language


def template_out(stage: Stage, language: str, template: Template) -> LetterWordsOut:
    return LetterWordsOut(
        stage=stage,
        language=language,
        subject=template.subject,
        text=template.text,
        version=template.version,
    )
