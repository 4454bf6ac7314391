"""Who buys. Without Shopify's approval for protected customer data, most of it is null."""

from hanse.base.faults import Finding
from hanse.connectors.shopify.mapping.ids import opened_thing, remote_id
from hanse.trade.documents import Document
from hanse.trade.people import Address, Buyer

NOWHERE = Address(None, None, None, None, None, None, None, None, None, None)


def customer(value: object) -> Buyer | Finding:
    document = opened_thing(value)
    if isinstance(document, Finding):
        return document
    document.need("defaultEmailAddress", "createdAt")
    return buyer(document)


def buyer(document: Document) -> Buyer:
    """Addresses are of the person and not of the bill; the default one is where parcels go."""
    email = document.one("defaultEmailAddress")
    phone = document.one("defaultPhoneNumber")
    home = document.one("defaultAddress")
    return Buyer(
        remote_id=remote_id(document),
        email=email.filled("emailAddress") if email else None,
        first_name=document.filled("firstName"),
        last_name=document.filled("lastName"),
        phone=phone.filled("phoneNumber") if phone else None,
        shipping=address(home) if home else None,
        created_at=document.instant("createdAt"),
        modified_at=document.instant("updatedAt"),
        findings=document.said,
    )


def address(document: Document) -> Address | None:
    """None where nothing of it is told."""
    told = Address(
        first_name=document.filled("firstName"),
        last_name=document.filled("lastName"),
        company=document.filled("company"),
        line_1=document.filled("address1"),
        line_2=document.filled("address2"),
        city=document.filled("city"),
        region=document.filled("provinceCode") or document.filled("province"),
        postcode=document.filled("zip"),
        country=document.filled("countryCodeV2"),
        phone=document.filled("phone"),
    )
    return None if told == NOWHERE else told
