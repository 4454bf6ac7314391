"""Whom an order goes to: filled in as it leaves, and nowhere else."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from hanse.base.faults import Finding, Rejected
from hanse.connectors.cj.mapping.goods import country_in
from hanse.connectors.cj.writes.said import error
from hanse.trade.fields import spelled
from hanse.trade.people import Address
from hanse.trade.ports_read import Question

TAX_NUMBER_MAX = 100
FILLED_LATER = "(filled in as it leaves)"
NEEDED: Mapping[str, str] = {
    "shippingCustomerName": "name",
    "shippingAddress": "street and number",
    "shippingCity": "city",
    "shippingProvince": "region",
    "shippingCountry": "country",
}
# In the bytes that the preview shows, for what the order says of a person.
STAND_INS: Mapping[str, str] = dict.fromkeys(NEEDED, FILLED_LATER)


def document_of(body: bytes) -> Mapping[str, object]:
    """Of bytes that are ours."""
    document: Mapping[str, object] = json.loads(body)
    return document


def filled(question: Question, address: Address) -> Question:
    """`Rejected`, and nothing leaves, where the address lacks something that CJ wants, or lies in
    another country than the one that the freight was asked for."""
    document = document_of(question.body or b"{}")
    told = {name: text for name, text in fields(address) if text}
    findings = tuple(doubts(document, told, address))
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    return replace(question, body=spelled({**document, **told}).encode())


def fields(address: Address) -> Iterable[tuple[str, str]]:
    person = joined(" ", address.first_name, address.last_name)
    yield "shippingCustomerName", person or joined("", address.company)
    yield "shippingAddress", joined("", address.line_1)
    yield (
        "shippingAddress2",
        joined(", ", address.line_2, address.company if person else None),
    )
    yield "shippingCity", joined("", address.city)
    # guessed: many countries have no regions, and CJ wants one of each address.
    yield "shippingProvince", joined("", address.region or address.city)
    yield "shippingZip", joined("", address.postcode)
    # guessed: that the code does for the name of the country, of which CJ shows no list.
    yield "shippingCountry", joined("", address.country)
    yield "shippingPhone", joined("", address.phone)
    yield "taxId", joined("", address.tax_number)


def joined(between: str, *parts: str | None) -> str:
    return between.join(text for each in parts if (text := (each or "").strip()))


def doubts(
    document: Mapping[str, object], told: Mapping[str, str], address: Address
) -> Iterable[Finding]:
    for name, title in NEEDED.items():
        if name not in told:
            sentence = f"The address has no {title}, and CJ sends nothing without."
            yield error("incomplete", sentence, "Complete the address at the order.", "ship_to")
    if len(told.get("taxId", "")) > TAX_NUMBER_MAX:
        sentence = f"The tax number has more than {TAX_NUMBER_MAX} characters."
        yield error("too_long", sentence, "Write the number alone, at the order.", "tax_number")
    country = document.get("shippingCountryCode")
    if country_in(str(country)) != (address.country or "").strip().upper():
        yield error(
            "other_country",
            "The address lies in another country than the one that the freight was asked for.",
            "Ask for the freight anew.",
            "country",
        )
