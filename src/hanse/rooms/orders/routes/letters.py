"""HTTP of letters to buyers, shown with a real order."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx, OfSettings
from hanse.rooms.letters.model.stages import Stage
from hanse.rooms.letters.model.templates import Template
from hanse.rooms.orders.routes import permissions
from hanse.rooms.orders.service import lettering

doors = Doors("orders")

ASKED: JsonDict = {"stage": "sent", "language": "en", "order_id": None, "subject": None}
SHOWN: JsonDict = {
    "order_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21",
    "order": "5001",
    "subject": "Your order 5001 is on its way",
    "text": "Hello Eve,\n\na parcel of your order 5001 has been sent.\n",
    "html": "<!doctype html>...",
}


class LetterPreviewIn(Body):
    """Words that are left out are those that are kept; without an order it is the newest."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASKED]})

    stage: Stage
    language: Literal["en", "id"]
    order_id: UUID | None = None
    subject: Annotated[str, Field(max_length=1_000)] | None = None
    text: Annotated[str, Field(max_length=10_000)] | None = None

    def words(self) -> Template | None:
        if self.subject is None or self.text is None:
            return None
        return Template(self.subject, self.text)


class LetterPreviewOut(BaseModel):
    """A letter as the buyer of this order would read it."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHOWN]})

    order_id: UUID
    order: str
    subject: str
    text: str
    html: str


@doors.post("/api/orders/letters/preview", needs=permissions.READ_CUSTOMERS)
async def preview_letter(
    tx: InTx, settings: OfSettings, request: Request, asked: LetterPreviewIn
) -> LetterPreviewOut:
    """Show a letter with a real order, also of words that are not kept yet. Nothing is sent."""
    of = asked.stage, asked.language
    base = settings.public_url or str(request.base_url).rstrip("/")
    found = await lettering.preview(tx, asked.order_id, of, asked.words(), base)
    made = found.written
    return LetterPreviewOut(
        order_id=found.order_id,
        order=found.order,
        subject=made.subject,
        text=made.text,
        html=made.html,
    )
