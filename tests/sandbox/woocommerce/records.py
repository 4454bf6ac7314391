"""The recorded answers of a real store, by their number."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "recordings" / "woocommerce"


def recording(number: int) -> dict[str, Any]:
    (path,) = FOLDER.glob(f"{number:03d}_*.json")
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def keys_of_the_store() -> tuple[str, str]:
    """The pair that recording 011 carries in its query."""
    query = dict(pair.split("=") for pair in recording(11)["request"]["query"].split("&"))
    return query["consumer_key"], query["consumer_secret"]
