"""HTTP of what papers say of a business."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, Expected, FileBrought, InTx
from hanse.engine.files.pictures import BYTES_MAX
from hanse.rooms.orders.model.papers.parties import Party, Seller
from hanse.rooms.orders.routes.paper_held import OfShelf
from hanse.rooms.orders.routes.paper_permissions import READ_SELLERS, WRITE_SELLERS
from hanse.rooms.orders.service.papers import sellers as service

doors = Doors("orders")

SELLER: JsonDict = {
    "name": "Lampenladen GmbH",
    "lines": ["Hauptstraße 5"],
    "postcode": "10115",
    "city": "Berlin",
    "region": "",
    "country": "DE",
    "email": "rechnung@lampenladen.example",
    "tax_id": "DE123456789",
    "registration": "HRB 12345 B",
    "phone": "",
    "bank_name": "Sparkasse",
    "bank_account": "DE02 1203 0000 0000 2020 51",
    "bank_code": "BYLADEM1001",
    "footer": "Thank you for your order.",
    "language": "de",
    "invoice_pattern": "INV-{year}-{number:05}",
    "credit_pattern": "CN-{year}-{number:05}",
    "invoice_first": 1,
    "credit_first": 1,
    "due_days": 14,
    "account_ids": [],
}
SEEN: JsonDict = {
    **SELLER,
    "business_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61",
    "has_logo": False,
    "version": 1,
}

Id = Annotated[UUID, Path(description="The id of the business.")]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Word = Annotated[str, Field(max_length=200)]
Short = Annotated[str, Field(max_length=60)]
First = Annotated[int, Field(ge=1, le=999_999_999, description="Where numbers begin.")]


class SellerIn(Body):
    """What papers say of a business. `version` is the one that was seen; 0 for the first time."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**SELLER, "version": 0}]})

    name: Word
    lines: list[Line] = Field(max_length=3)
    postcode: Short = ""
    city: Word = ""
    region: Word = ""
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    email: Word = ""
    tax_id: Short = ""
    registration: Word = ""
    phone: Short = ""
    bank_name: Word = ""
    bank_account: Short = ""
    bank_code: Short = ""
    footer: Annotated[str, Field(max_length=500)] = ""
    language: Literal["en", "id", "de"] = "en"
    invoice_pattern: Short = "INV-{year}-{number:05}"
    credit_pattern: Short = "CN-{year}-{number:05}"
    invoice_first: First = 1
    credit_first: First = 1
    due_days: Annotated[int, Field(ge=0, le=365)] = 14
    account_ids: Annotated[
        list[UUID] | None,
        Field(max_length=500, description="The shops where it sells; null: as they are."),
    ] = None
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class SellerOut(BaseModel):
    """What papers say of a business."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN]})

    business_id: UUID
    name: str
    lines: list[str]
    postcode: str
    city: str
    region: str
    country: str
    email: str
    tax_id: str
    registration: str
    phone: str
    bank_name: str
    bank_account: str
    bank_code: str
    footer: str
    language: str
    invoice_pattern: str
    credit_pattern: str
    invoice_first: int
    credit_first: int
    due_days: int
    account_ids: list[UUID] = Field(
        description="The shops where it sells: papers of their orders are its own by themselves."
    )
    has_logo: bool
    version: int


class SellersOut(BaseModel):
    """The businesses that can issue papers. They are few, so in one page."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [SEEN]}]})

    items: list[SellerOut]


@doors.get("/api/orders/sellers", needs=READ_SELLERS)
async def list_sellers(tx: InTx) -> SellersOut:
    """List the businesses that can issue papers."""
    shops = await service.shops(tx)
    return SellersOut(items=[seller_out(each, shops) for each in await service.list_sellers(tx)])


@doors.put("/api/orders/sellers/{id}", needs=WRITE_SELLERS, versioned=False)
async def set_seller(tx: InTx, id: Id, asked: SellerIn) -> SellerOut:  # noqa: A002
    """Say what papers say of a business. What was issued before stays as it is."""
    given = asked.model_dump()
    expected, account_ids = given.pop("version"), given.pop("account_ids")
    named = ("name", "postcode", "city", "region", "country", "email", "tax_id")
    party = Party(lines=tuple(given.pop("lines")), **{each: given.pop(each) for each in named})
    wanted = Seller(business_id=id, party=party, **given)
    kept = await service.set_seller(tx, wanted, expected)
    if account_ids is not None:
        await service.set_shops(tx, id, account_ids)
    return seller_out(kept, await service.shops(tx))


@doors.put("/api/orders/sellers/{id}/logo", needs=WRITE_SELLERS, file_bytes_max=BYTES_MAX)
async def set_logo(
    tx: InTx,
    shelf: OfShelf,
    id: Id,  # noqa: A002
    expected: Expected,
    content: FileBrought,
) -> SellerOut:
    """Bring the picture that stands at the head of papers: JPEG, PNG, WebP, GIF or AVIF."""
    kept = await service.set_logo(tx, shelf, id, content, expected)
    return seller_out(kept, await service.shops(tx))


def seller_out(seller: Seller, shops: Mapping[UUID, Sequence[UUID]]) -> SellerOut:
    party = seller.party
    return SellerOut(
        business_id=seller.business_id,
        name=party.name,
        lines=list(party.lines),
        postcode=party.postcode,
        city=party.city,
        region=party.region,
        country=party.country,
        email=party.email,
        tax_id=party.tax_id,
        registration=seller.registration,
        phone=seller.phone,
        bank_name=seller.bank_name,
        bank_account=seller.bank_account,
        bank_code=seller.bank_code,
        footer=seller.footer,
        language=seller.language,
        invoice_pattern=seller.invoice_pattern,
        credit_pattern=seller.credit_pattern,
        invoice_first=seller.invoice_first,
        credit_first=seller.credit_first,
        due_days=seller.due_days,
        account_ids=list(shops.get(seller.business_id, ())),
        has_logo=seller.logo is not None,
        version=seller.version,
    )
