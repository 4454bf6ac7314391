"""Countries that goods are sent to, the provinces and cities of some, and who an account is."""

import json
import re
from typing import Any

from hanse.sandbox.aliexpress.asked import Asked
from hanse.sandbox.aliexpress.envelope import Document, Listed

# guessed: more are served in truth
COUNTRIES = frozenset(
    re.findall(
        "..",
        "AEARATAUBEBRCACHCLCNCOCZDEDKDZESFIFRGBGRHKHUIDIEILINITJPKRKWLTMXMYNLNONZPEPHPLPTQAROSASESG"
        "SISKTHTRTWUAUSVNZA",
    )
)
TREES: dict[str, dict[str, tuple[str, ...]]] = {
    "US": {
        "Colorado": ("Denver", "Boulder"),
        "Massachusetts": ("Boston",),
        "Texas": ("Austin", "Dallas"),
    },
    "ID": {"DKI Jakarta": ("Jakarta Pusat",), "Jawa Barat": ("Bandung", "Bogor")},
    "BR": {"Sao Paulo": ("Sao Paulo", "Campinas")},
    "ES": {"Madrid": ("Madrid",)},
    "SG": {"Singapore": ("Singapore",)},
}


def tree(asked: Asked) -> Document:
    """How a branch of the tree is spelled is guessed."""
    country = asked.text("countryCode")
    if country not in COUNTRIES:
        return {"result": {"ret": False, "code": 404, "msg": "COUNTRY_NOT_FOUND"}}  # guessed
    rows: list[dict[str, Any]] = [
        {
            "name": province,
            "type": "PROVINCE",
            "children": [{"name": city, "type": "CITY"} for city in cities],
        }
        for province, cities in TREES.get(country, {}).items()
    ]
    data = {"country": country, "type": "COUNTRY", "children": json.dumps(rows)}
    return {"result": {"ret": True, "code": 200, "msg": "success", "data": data}}


def benefits(asked: Asked) -> Document:
    """The name of the list's kind is guessed."""
    can = asked.hub.moods.payment == "works"
    row = {"code": "auto-pay", "title": "Automatic payment", "canApply": True, "canBenefit": can}
    result = Listed("member_benefit", [row])
    return {"result": result, "rsp_code": 200, "rsp_msg": "success"}
