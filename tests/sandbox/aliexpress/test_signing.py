"""What the gateway takes for signed, against vectors that foreign programs have agreed on."""

import json
from pathlib import Path
from typing import Any

import pytest

from hanse.sandbox.aliexpress.signing import signature, text_to_sign

FILE = Path(__file__).parents[2] / "recordings" / "aliexpress" / "signing.json"
ROWS = [pytest.param(row, id=row["case"]) for row in json.loads(FILE.read_text("utf-8"))]


@pytest.mark.parametrize("row", ROWS)
def test_a_call_is_signed_as_the_vectors_say(row: dict[str, Any]) -> None:
    given, expected = row["inputs"], row["expected"]
    params, path, secret = given["params"], given.get("api_path") or "", given["app_secret"]
    wraps = secret if params.get("sign_method") == "md5" else ""
    assert f"{wraps}{text_to_sign(params, path)}{wraps}" == expected["string_to_sign"]
    made = signature(params, secret, path)
    assert made == expected["sign"]
    assert signature({**params, "sign": "anything"}, secret, path) == made
    declared = {"sign_method=sha256 declared but md5 value sent": {"sign_method": "sha256"}}
    for wrong in row.get("negative_cases", ()):
        changed = params | declared.get(wrong["change"], {})
        assert signature(changed, secret, path) != wrong["value"]
