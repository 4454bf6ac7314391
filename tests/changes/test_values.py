"""Values as they come in and go out over HTTP."""

import pytest
from pydantic import JsonValue

from hanse.base.faults import Rejected
from hanse.changes.routes.values import fields_in, fields_out
from hanse.trade.fields import Picture

LAMP: dict[str, JsonValue] = {"name": "81", "alt": "A lamp", "address": "https://shop.example/81"}


def test_a_picture_comes_in_as_it_goes_out() -> None:
    fields = fields_in({"images": [LAMP]})
    assert fields == {"images": (Picture("81", "A lamp", "https://shop.example/81"),)}
    assert fields_out(fields) == {"images": [LAMP]}


@pytest.mark.parametrize(
    "odd", [{"name": "81"}, {**LAMP, "alt": 7}, {**LAMP, "address": "x" * 2001}]
)
def test_what_is_no_picture_is_refused_with_its_field(odd: dict[str, JsonValue]) -> None:
    with pytest.raises(Rejected) as refused:
        fields_in({"images": [odd]})
    assert refused.value.findings[0].field == "images"
