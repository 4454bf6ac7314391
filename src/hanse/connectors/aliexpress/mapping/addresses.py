"""Whom an order goes to, as AliExpress wants it: its names for the parts of an address, and what it
demands by country, said before anything is sent."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hanse.base.faults import Finding, Severity
from hanse.base.text import clean
from hanse.connectors.aliexpress.mapping import phones
from hanse.trade.people import Address

COUNTRY = re.compile("[A-Z]{2}")
NOT_ISO: Mapping[str, str] = {"UK": "GB"}
# guessed: these have regions that a parcel needs. Many countries have none, and shops ask for none
# there; the city does for the region that AliExpress wants of every address.
WITH_REGIONS = frozenset({"AU", "BR", "CA", "MX", "US"})
ROMAN = re.compile("[A-Za-z ]+")
LINE_2_MAX = 60


def country_of(text: str | None) -> str:
    """By ISO 3166; empty if it is none. Britain is GB."""
    told = (text or "").strip().upper()
    told = NOT_ISO.get(told, told)
    return told if COUNTRY.fullmatch(told) else ""


def name_of(address: Address) -> str:
    return person_of(address) or clean(address.company or "")


def person_of(address: Address) -> str:
    return clean(f"{address.first_name or ''} {address.last_name or ''}")


def line_of(address: Address) -> str:
    return clean(address.line_1 or "")


def second_of(address: Address) -> str:
    """With the company where a person receives it there."""
    told = (address.line_2, address.company if person_of(address) else "")
    return ", ".join(filter(None, (clean(each or "") for each in told)))


def region_of(address: Address, country: str) -> str:
    told = clean(address.region or "")
    return told or ("" if country in WITH_REGIONS else clean(address.city or ""))


def phone_of(address: Address, country: str) -> tuple[str, str] | None:
    found = phones.split(address.phone or "", country)
    if found and country == "SA":
        return found[0], found[1].removeprefix("0")  # it is counted without
    return found


def as_sent(address: Address, country: str) -> Mapping[str, str | bool]:
    """With an underscore between words: other names are ignored without a word."""
    phone = phone_of(address, country)
    told = {
        "country": country,
        "province": region_of(address, country),
        "city": clean(address.city or ""),
        "address": line_of(address),
        "address2": second_of(address),
        "zip": clean(address.postcode or ""),
        "contact_person": name_of(address),
        "full_name": name_of(address),
        "phone_country": phone[0] if phone else "",
        "mobile_no": phone[1] if phone else clean(address.phone or ""),
    }
    filled_in = {name: text for name, text in told.items() if text}
    return {**filled_in, **tax_as_sent(address.tax_number or "", country)}


# What it must look like


@dataclass(frozen=True, slots=True)
class Rule:
    """`field` is that of the address; `holds` says whether AliExpress takes it."""

    field: str
    sentence: str
    step: str
    holds: Callable[[Address, str], bool]


def of_name(low: int, high: int) -> Callable[[Address, str], bool]:
    return lambda address, _: low <= len(name_of(address)) <= high and spaced(address, "")


def spaced(address: Address, country: str) -> bool:
    return " " in name_of(address)


def roman(address: Address, country: str) -> bool:
    name = name_of(address)
    return bool(ROMAN.fullmatch(name)) and 2 <= len(name) <= 128 and " " in name


def digits(count: int, first: str = "") -> Callable[[Address, str], bool]:
    def holds(address: Address, country: str) -> bool:
        found = phone_of(address, country)
        # That there is none at all is said for every country.
        return found is None or (len(found[1]) == count and found[1].startswith(first))

    return holds


def filled(read: Callable[[Address], str | None]) -> Callable[[Address, str], bool]:
    return lambda address, _: bool(clean(read(address) or ""))


BOTH_NAMES = "Write a first and a last name, with a space between them."
ALWAYS: Sequence[Rule] = (
    Rule("name", "There is no name.", "Write who receives it.", filled(name_of)),
    Rule("line_1", "There is no street.", "Write street and number.", filled(line_of)),
    Rule("city", "There is no city.", "Write the city.", filled(lambda each: each.city)),
    Rule(
        "region",
        "There is no region.",
        "Write the state or the province.",
        lambda address, country: bool(region_of(address, country)),
    ),
)
BY_COUNTRY: Mapping[str, Sequence[Rule]] = {
    "US": (
        Rule(
            "name", "The name must have 2 to 32 characters and a space.", BOTH_NAMES, of_name(2, 32)
        ),
        Rule(
            "line_1",
            "The street must have 5 to 35 characters.",
            "Put what is too long into the second line.",
            lambda address, _: 5 <= len(line_of(address)) <= 35,
        ),
        Rule(
            "region",
            "The region may not be 'Other'.",
            "Write the state.",
            lambda address, _: (address.region or "").strip().lower() != "other",
        ),
    ),
    "AU": (
        Rule("name", "The name must be in letters from A to Z, with a space.", BOTH_NAMES, roman),
    ),
    "NZ": (
        Rule("name", "The name must be in letters from A to Z, with a space.", BOTH_NAMES, roman),
    ),
    "ES": (
        Rule(
            "phone",
            "The phone number must have exactly 9 digits.",
            "Correct the phone number.",
            digits(9),
        ),
    ),
    "BR": (
        Rule("name", "There must be a first and a last name.", BOTH_NAMES, spaced),
        Rule(
            "postcode",
            "There is no postcode.",
            "Write the postcode (CEP).",
            filled(lambda each: each.postcode),
        ),
    ),
    "MX": (
        Rule(
            "line_2",
            f"The second line, with the company, may have {LINE_2_MAX} characters.",
            "Shorten it.",
            lambda address, _: len(second_of(address)) <= LINE_2_MAX,
        ),
    ),
    "DZ": (Rule("name", "There must be a space in the name.", BOTH_NAMES, spaced),),
    "ZA": (Rule("name", "There must be a space in the name.", BOTH_NAMES, spaced),),
    "AR": (
        Rule(
            "phone",
            "The phone number must have exactly 10 digits.",
            "Correct the phone number.",
            digits(10),
        ),
    ),
    "SA": (
        Rule(
            "phone",
            "The phone number must have 9 digits, the first of them a 5.",
            "Correct the phone number.",
            digits(9, "5"),
        ),
    ),
}


def address_findings(address: Address, country: str) -> Sequence[Finding]:
    """All that AliExpress would refuse, each with the field of the address; none of it quotes a
    person."""
    to = country_of(country)
    return [
        *(
            Finding(Severity.error, "address", each.sentence, each.step, each.field)
            for each in broken(address, to)
        ),
        *tax_findings(address.tax_number or "", to),
        *elsewhere(address, to),
    ]


def broken(address: Address, country: str) -> Iterable[Rule]:
    if country:
        for each in (*ALWAYS, *BY_COUNTRY.get(country, ())):
            if not each.holds(address, country):
                yield each
    if phone_of(address, country) is None:
        yield NO_PHONE


NO_PHONE = Rule(
    "phone",
    "There is no phone number that the carrier could call.",
    "Write it with its country code, as in +62 812 3456789.",
    lambda address, country: False,
)


def elsewhere(address: Address, country: str) -> Iterable[Finding]:
    step = "Write it as two letters, such as ID or GB."
    if not country:
        yield Finding(Severity.error, "country", "The country is none.", step, "country")
    elif country_of(address.country) != country:
        sentence = f"The address is not in {country}, for which the way was chosen."
        step = "Ask for the ways again, for the country of the address."
        yield Finding(Severity.error, "country", sentence, step, "country")


# The number by which customs or a tax office knows the person


@dataclass(frozen=True, slots=True)
class TaxId:
    """Under which names it is sent; `looks` is the whole of it."""

    names: Sequence[str]
    looks: re.Pattern[str]
    called: str
    hint: str


TAX_IDS: Mapping[str, TaxId] = {
    "BR": TaxId(
        ("cpf",),
        re.compile(r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}", re.ASCII),
        "tax number (CPF)",
        "Write its 11 digits.",
    ),
    "AR": TaxId(
        ("passport_no",),
        re.compile(r"\d{2}-\d{8}-\d", re.ASCII),
        "tax number (CUIT or CUIL)",
        "Write its 11 digits as in 20-12345678-6.",
    ),
    "IL": TaxId(
        ("passport_no", "foreigner_passport_no"),
        re.compile(r"\d{9}", re.ASCII),
        "identity number",
        "Write its 9 digits.",
    ),
    "SA": TaxId(
        (),  # not of the person but of the place: it is told beside the address
        re.compile(r"[A-Za-z]{4}\d{4}", re.ASCII),
        "national address",
        "Write its 4 letters and 4 digits.",
    ),
}
NAT_ADDR = "SA"
OTHERS: Mapping[str, Sequence[str]] = {"MX": ("passport_no",), "CL": ("rut_no",)}


def tax_findings(tax_number: str, country: str) -> Iterable[Finding]:
    known = TAX_IDS.get(country)
    if known and not known.looks.fullmatch(tax_number):
        word = "is missing" if not tax_number else "is not written as AliExpress takes it"
        said = f"The {known.called} {word}."
        step = f"{known.hint} It is given at the order; then have this quoted anew."
        yield Finding(Severity.error, "tax_number", said, step, "tax_number")


def tax_as_sent(tax_number: str, country: str) -> Mapping[str, str | bool]:
    """Of one that was found right. guessed: under which name it goes for all other countries."""
    if not tax_number or country == NAT_ADDR:
        return {}
    known = TAX_IDS.get(country)
    names = known.names if known else OTHERS.get(country, ("tax_number",))
    told: Mapping[str, str | bool] = dict.fromkeys(names, plain(tax_number, country))
    return {**told, "is_foreigner": False} if country == "IL" else told


def plain(tax_number: str, country: str) -> str:
    """guessed: that the number of Brazil is wanted without the signs that people write in it."""
    return re.sub(r"\D", "", tax_number) if country == "BR" else tax_number
