"""HTTP of who tells the buyer, of what and in which language."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.mail.mails import ADDRESS_CHARS_MAX
from hanse.rooms.letters.model.settings import Setting, Teller
from hanse.rooms.letters.model.stages import STAGES, Stage
from hanse.rooms.letters.routes.permissions import READ_SETTINGS, WRITE_SETTINGS
from hanse.rooms.letters.service import settings as service
from hanse.rooms.letters.service import stops

doors = Doors("letters")

SET: JsonDict = {
    "teller": "us",
    "stages": ["sent", "delivered"],
    "language": None,
    "reply_to": "help@lampenladen.example",
    "version": 1,
}
OF_SHOP: JsonDict = {"account_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11", **SET}
ALL: JsonDict = {"usual": SET, "shops": [OF_SHOP], "stages": ["taken", "sent"], "stopped": 2}

Id = Annotated[UUID, Path(description="The id of the shop's account.")]
LanguageOf = Literal["en", "id"]
ReplyTo = Annotated[
    str,
    Field(max_length=ADDRESS_CHARS_MAX, description="Where answers of buyers go; else the sender."),
]


class LetterSettingIn(Body):
    """Null: as in the workspace; there the shop tells, of every stage, in its own language.
    `version` is the one that was seen; 0 for the first time."""

    model_config = ConfigDict(json_schema_extra={"examples": [SET]})

    teller: Teller | None = None
    stages: Annotated[list[Stage], Field(max_length=len(STAGES))] | None = None
    language: LanguageOf | None = None
    reply_to: ReplyTo | None = None
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0

    def wanted(self) -> Setting:
        reply_to = (self.reply_to or "").strip() or None
        return Setting(self.teller, self.stages, self.language, reply_to=reply_to)


class LetterSettingOut(BaseModel):
    """Who tells the buyer: `shop`, which does so by itself, or `us`."""

    model_config = ConfigDict(json_schema_extra={"examples": [SET]}, from_attributes=True)

    teller: Teller | None
    stages: list[Stage] | None
    language: str | None = Field(description="Null in the workspace: that of the shop.")
    reply_to: str | None = Field(description="Where answers of buyers go.")
    version: int


class ShopLettersOut(LetterSettingOut):
    """What a shop has of its own."""

    model_config = ConfigDict(json_schema_extra={"examples": [OF_SHOP]}, from_attributes=True)

    account_id: UUID


class LetterSettingsOut(BaseModel):
    """What holds in the workspace, and what shops have of their own."""

    model_config = ConfigDict(json_schema_extra={"examples": [ALL]})

    usual: LetterSettingOut
    shops: list[ShopLettersOut]
    stages: list[Stage] = Field(description="All that there are, as goods go through them.")
    stopped: int = Field(description="How many buyers asked for no more letters.")


@doors.get("/api/letters/settings", needs=READ_SETTINGS)
async def read_letter_settings(tx: InTx) -> LetterSettingsOut:
    """Show who tells the buyer, of what and in which language."""
    usual, shops = await service.everything(tx)
    return LetterSettingsOut(
        usual=LetterSettingOut.model_validate(usual),
        shops=[
            ShopLettersOut(
                account_id=key,
                teller=each.teller,
                stages=None if each.stages is None else list(each.stages),
                language=each.language,
                reply_to=each.reply_to,
                version=each.version,
            )
            for key, each in sorted(shops.items())
        ],
        stages=list(STAGES),
        stopped=await stops.count(tx),
    )


@doors.put("/api/letters/settings", needs=WRITE_SETTINGS, versioned=False)
async def set_letter_settings(tx: InTx, asked: LetterSettingIn) -> LetterSettingsOut:
    """Say who tells buyers in the whole workspace, where a shop has nothing of its own."""
    await service.change(tx, None, asked.wanted(), asked.version)
    return await read_letter_settings(tx)


@doors.put("/api/letters/settings/{id}", needs=WRITE_SETTINGS, versioned=False)
async def set_shop_letters(
    tx: InTx,
    id: Id,  # noqa: A002
    asked: LetterSettingIn,
) -> LetterSettingsOut:
    """Say who tells the buyers of one shop."""
    await service.change(tx, id, asked.wanted(), asked.version)
    return await read_letter_settings(tx)
