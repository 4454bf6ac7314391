"""What AliExpress demands of an address, by country, said before anything is sent."""

from dataclasses import replace
from typing import Any

import pytest

from hanse.connectors.aliexpress.manifest import address_findings
from hanse.connectors.aliexpress.mapping import phones
from hanse.connectors.aliexpress.mapping.addresses import as_sent
from tests.connectors.aliexpress.told import BANDUNG

NUMBERS = {"BR": "123.456.789-09", "AR": "20-12345678-6", "IL": "123456789", "SA": "RRRD2929"}


def wrong(country: str, **address: Any) -> list[str]:
    there = replace(BANDUNG, country=country, tax_number=NUMBERS.get(country), **address)
    found = address_findings(there, country)
    assert all(each.sentence and each.next_step for each in found)
    return [each.field for each in found]


@pytest.mark.parametrize(
    ("country", "address", "fields"),
    [
        ("ID", {}, []),
        ("ID", {"line_1": " "}, ["line_1"]),
        ("ID", {"city": None, "region": ""}, ["city", "region"]),
        ("ID", {"region": ""}, []),
        ("CA", {"region": "", "phone": "+1 416 555 0100"}, ["region"]),
        ("ID", {"phone": None}, ["phone"]),
        ("ID", {"phone": "ask me"}, ["phone"]),
        ("ID", {"first_name": None, "last_name": None}, ["name"]),
        ("ES", {"phone": None}, ["phone"]),
        ("SG", {"region": None, "phone": "+65 6123 4567"}, []),
        ("ID", {"first_name": None, "last_name": None, "company": "PT Rumah"}, []),
        ("US", {}, []),
        ("US", {"last_name": None}, ["name"]),
        ("US", {"first_name": "S" * 30}, ["name"]),
        ("US", {"line_1": "No 1"}, ["line_1"]),
        ("US", {"line_1": "x" * 36}, ["line_1"]),
        ("US", {"line_1": "x" * 35, "region": "other"}, ["region"]),
        ("AU", {"first_name": "Ségolène"}, ["name"]),
        ("NZ", {"last_name": None}, ["name"]),
        ("AU", {"phone": "+61 400 000 000"}, []),
        ("ES", {"phone": "+34 612 345 678"}, []),
        ("ES", {"phone": "0034 612 345 67"}, ["phone"]),
        ("BR", {"postcode": None}, ["postcode"]),
        ("BR", {"last_name": ""}, ["name"]),
        ("MX", {"line_2": "x" * 61}, ["line_2"]),
        ("MX", {"line_2": "x" * 60}, []),
        ("MX", {"line_2": "x" * 55, "company": "PT Rumah"}, ["line_2"]),
        ("DZ", {"last_name": None}, ["name"]),
        ("ZA", {"last_name": None}, ["name"]),
        ("AR", {"phone": "+54 11 2345-6789"}, []),
        ("AR", {"phone": "+54 9 11 2345-6789"}, ["phone"]),
        ("SA", {"phone": "+966 51 234 5678"}, []),
        ("SA", {"phone": "051 234 5678"}, []),
        ("SA", {"phone": "+966 41 234 5678"}, ["phone"]),
    ],
)
def test_what_a_country_demands_is_said_with_its_field(
    country: str, address: dict[str, Any], fields: list[str]
) -> None:
    assert wrong(country, **address) == fields


def test_an_address_elsewhere_and_a_country_that_is_none_are_said() -> None:
    assert [each.field for each in address_findings(BANDUNG, "MY")] == ["country"]
    assert [each.code for each in address_findings(BANDUNG, "Indonesia")] == ["country"]
    assert address_findings(replace(BANDUNG, country="uk", phone="+44 20 1234567"), "GB") == []


def test_no_finding_quotes_a_person() -> None:
    odd = replace(BANDUNG, country="US", line_1="Merdeka" * 9, phone="x Siti x", region="Other")
    told = " ".join(f"{each} {each.sentence}" for each in address_findings(odd, "US"))
    for private in ("Siti", "Nurhaliza", "Merdeka"):
        assert private not in told


@pytest.mark.parametrize(
    ("phone", "country", "parts"),
    [
        ("+62 812-3456-7890", "ID", ("+62", "81234567890")),
        ("0062 (0)812 3456", "ID", ("+62", "8123456")),
        ("0812 3456 7890", "ID", ("+62", "081234567890")),
        ("+1 (868) 555-0100", "US", ("+1", "8685550100")),
        ("+1 868 555 0100", "ID", ("+1868", "5550100")),
        ("+44 20 7946 0000", "US", ("+44", "2079460000")),
        ("12345", "XX", None),
        ("+999 12345", "ID", None),
        ("123", "ID", None),
        ("call me", "ID", None),
    ],
)
def test_a_phone_number_is_parted(phone: str, country: str, parts: object) -> None:
    assert phones.split(phone, country) == parts


def test_where_a_country_has_no_regions_the_city_is_one() -> None:
    there = replace(BANDUNG, city="Singapore", region=None)
    assert as_sent(there, "SG")["province"] == "Singapore"
    assert "province" not in as_sent(there, "US")


def test_a_company_stands_in_the_second_line_where_a_person_receives_it() -> None:
    there = replace(BANDUNG, line_2="Lantai 3", company="PT Rumah")
    assert as_sent(there, "ID")["address2"] == "Lantai 3, PT Rumah"
    nobody = as_sent(replace(there, first_name=None, last_name=None), "ID")
    assert (nobody["contact_person"], nobody["address2"]) == ("PT Rumah", "Lantai 3")


def test_what_is_empty_is_not_sent() -> None:
    told = as_sent(replace(BANDUNG, line_2="", postcode=None), "ID")
    assert not {"address2", "zip"} & set(told)
    assert all(told.values())
