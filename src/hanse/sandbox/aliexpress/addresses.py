"""What the platform wants of an address, by country. Only names in snake_case are read."""

import re
from collections.abc import Callable
from typing import Any

from hanse.sandbox.aliexpress.places import COUNTRIES

INVALID = "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL"
# guessed: what stands before the two words that are documented
NO_CPF = "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL_CPF_CN_INVALID"
NO_COUNTRY = "A005_INVALID_COUNTRIES"
NEEDED = ("country", "province", "city", "address")

Fields = dict[str, str]


def read(document: Any) -> Fields:
    """Texts by name, whatever they came as."""
    if not isinstance(document, dict):
        return {}
    return {
        str(name): value if isinstance(value, str) else _text(value)
        for name, value in document.items()
        if value is not None
    }


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def refusal(fields: Fields, extra: Fields) -> str:
    """The code that is answered, or nothing. `extra` are the parameters of the trade."""
    if not all(fields.get(name, "").strip() for name in NEEDED):
        return INVALID
    country = fields["country"]
    if country not in COUNTRIES:
        return NO_COUNTRY
    rule = RULES.get(country)
    return rule(fields, extra) if rule else ""


def name_of(fields: Fields) -> str:
    """guessed: who is named twice is called by the full name."""
    return fields.get("full_name", "") or fields.get("contact_person", "")


def _if(is_right: bool, code: str = INVALID) -> str:
    return "" if is_right else code


def _us(fields: Fields, _extra: Fields) -> str:
    name, province = name_of(fields), fields["province"]
    is_named = 2 <= len(name) <= 32 and " " in name.strip()
    return _if(is_named and 5 <= len(fields["address"]) <= 35 and province != "Other")


def _au(fields: Fields, _extra: Fields) -> str:
    name = name_of(fields)
    return _if(bool(re.fullmatch(r"[A-Za-z ]{2,128}", name)) and " " in name.strip())


def _es(fields: Fields, _extra: Fields) -> str:
    return _if(bool(re.fullmatch(r"\d{9}", fields.get("mobile_no", ""))))


def _br(fields: Fields, _extra: Fields) -> str:
    """guessed: whose number it is, is not looked at."""
    if not re.fullmatch(r"\d{11}", re.sub(r"[.-]", "", fields.get("cpf", ""))):
        return NO_CPF
    return _if(bool(fields.get("zip")) and " " in name_of(fields).strip())


def _mx(fields: Fields, _extra: Fields) -> str:
    return _if(len(fields.get("address2", "")) <= 60)


def _dz(fields: Fields, _extra: Fields) -> str:
    return _if(" " in name_of(fields).strip())


def _ar(fields: Fields, _extra: Fields) -> str:
    is_known = bool(re.fullmatch(r"\d{2}-\d{8}-\d", fields.get("passport_no", "")))
    return _if(is_known and bool(re.fullmatch(r"\d{10}", fields.get("mobile_no", ""))))


def _il(fields: Fields, _extra: Fields) -> str:
    own = (fields.get("passport_no", ""), fields.get("foreigner_passport_no", ""))
    is_known = all(re.fullmatch(r"\d{9}", each) for each in own)
    return _if(is_known and fields.get("is_foreigner", "") == "false")


def _sa(fields: Fields, extra: Fields) -> str:
    is_reached = bool(re.fullmatch(r"5\d{8}", fields.get("mobile_no", "")))
    return _if(is_reached and bool(re.fullmatch(r"[A-Z]{4}\d{4}", extra.get("nat_addr", ""))))


RULES: dict[str, Callable[[Fields, Fields], str]] = {
    "US": _us,
    "AU": _au,
    "NZ": _au,
    "ES": _es,
    "BR": _br,
    "MX": _mx,
    "DZ": _dz,
    "ZA": _dz,
    "AR": _ar,
    "IL": _il,
    "SA": _sa,
}
