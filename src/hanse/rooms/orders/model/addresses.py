"""Addresses made alike, and what is missing in them by the rules of their country.

Which fields an address needs and how its postcode looks is of the address data of the Unicode CLDR
and of Google's libaddressinput (https://chromium-i18n.appspot.com/ssl-address), for the countries
that our shops sell to most; elsewhere a line and a city are enough.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import NamedTuple

from hanse.trade.people import Address


class Country(NamedTuple):
    needs: str  # c city, p postcode, r region
    postcode: str = ""  # the whole of it, in capitals
    gap: int = 0  # so many of its last signs stand apart


COUNTRIES = {
    "AT": Country("cp", r"\d{4}"),
    "AU": Country("cpr", r"\d{4}"),
    "BE": Country("cp", r"\d{4}"),
    "BR": Country("cpr", r"\d{5}-?\d{3}"),
    "CA": Country("cpr", r"[ABCEGHJKLMNPRSTVXY]\d[A-Z] \d[A-Z]\d", 3),
    "CH": Country("cp", r"\d{4}"),
    "CN": Country("cpr", r"\d{6}"),
    "CZ": Country("cp", r"\d{3} \d{2}", 2),
    "DE": Country("cp", r"\d{5}"),
    "DK": Country("cp", r"\d{4}"),
    "ES": Country("cpr", r"\d{5}"),
    "FI": Country("cp", r"\d{5}"),
    "FR": Country("cp", r"\d{5}"),
    "GB": Country("cp", r"GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", 3),
    "GR": Country("cp", r"\d{3} \d{2}", 2),
    "HK": Country(""),
    "HU": Country("cp", r"\d{4}"),
    "ID": Country("cr", r"\d{5}"),
    "IE": Country("c"),
    "IN": Country("cpr", r"\d{6}"),
    "IT": Country("cp", r"\d{5}"),
    "JP": Country("pr", r"\d{3}-?\d{4}"),
    "KR": Country("cp", r"\d{5}"),
    "MX": Country("cpr", r"\d{5}"),
    "MY": Country("cp", r"\d{5}"),
    "NL": Country("cp", r"[1-9]\d{3} [A-Z]{2}", 2),
    "NO": Country("cp", r"\d{4}"),
    "NZ": Country("cp", r"\d{4}"),
    "PH": Country("c", r"\d{4}"),
    "PL": Country("cp", r"\d{2}-\d{3}"),
    "PT": Country("cp", r"\d{4}-\d{3}"),
    "SE": Country("cp", r"\d{3} \d{2}", 2),
    "SG": Country("p", r"\d{6}"),
    "TH": Country("cp", r"\d{5}"),
    "TW": Country("c", r"\d{3}(\d{2,3})?"),
    "US": Country("cpr", r"\d{5}(-\d{4})?"),
    "VN": Country("c", r"\d{5,6}"),
}
ELSEWHERE = Country("c")
SPACES = re.compile(r"\s+")


def normalised(address: Address) -> Address:
    """Without spaces too many; country, region code and postcode as they are written there."""
    given = {each.name: tidy(getattr(address, each.name)) for each in fields(Address)}
    country = (given["country"] or "").upper() or None
    region, code = given["region"], given["postcode"]
    if region and len(region) <= 6 and country:
        # Platforms write MY-10, US-CA and ca for one and the same.
        region = region.upper().removeprefix(f"{country}-")
    if code:
        code = code.upper()
        rule = COUNTRIES.get(country or "", ELSEWHERE)
        plain = code.replace(" ", "")
        if rule.gap and len(plain) > rule.gap:
            code = f"{plain[: -rule.gap]} {plain[-rule.gap :]}"
    return replace(Address(**given), country=country, region=region, postcode=code)


def tidy(text: str | None) -> str | None:
    return SPACES.sub(" ", text).strip() or None if text else None


# What keeps a parcel from going there.
FAULTS = {
    "country": "the country is missing",
    "name": "the name is missing",
    "street": "the street is missing",
    "city": "the city is missing",
    "postcode": "the postcode is missing",
    "region": "the region is missing",
    "odd_postcode": "the postcode is none of {country}",
}


def worded(codes: Iterable[str], country: str) -> str:
    return ", ".join(FAULTS.get(code, code).format(country=country) for code in codes)


def what_is_wrong(address: Address) -> tuple[str, ...]:
    """Codes of what keeps a parcel from going there; nothing personal in them."""
    if not address.country:
        return ("country",)
    rule = COUNTRIES.get(address.country, ELSEWHERE)
    found = [
        code
        for code, given, needed in (
            ("name", address.last_name or address.first_name or address.company, True),
            ("street", address.line_1 or address.line_2, True),
            ("city", address.city, "c" in rule.needs),
            ("postcode", address.postcode, "p" in rule.needs),
            ("region", address.region, "r" in rule.needs),
        )
        if needed and not given
    ]
    if address.postcode and rule.postcode and not re.fullmatch(rule.postcode, address.postcode):
        found.append("odd_postcode")
    return tuple(found)
