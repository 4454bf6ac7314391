"""What a real store answered, read as the wire reads it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hanse.base.faults import Finding
from hanse.connectors.woocommerce.wire.access import Keys
from hanse.engine.wire.body import decode
from hanse.trade.access import Access
from hanse.trade.shop import Shop

FOLDER = Path(__file__).parents[2] / "recordings" / "woocommerce"
SHOP = Shop("USD", 2, time_zone="Asia/Singapore")


@dataclass(frozen=True)
class Recording:
    whole: Any

    @property
    def body(self) -> Any:
        return self.whole["response"]["body"]

    @property
    def request(self) -> Any:
        return self.whole["request"]


def recording(number: int) -> Recording:
    (path,) = FOLDER.glob(f"{number:03}_*.json")
    return Recording(decode(path.read_bytes(), 64))


def body(number: int) -> Any:
    return recording(number).body


def raw(document: object) -> bytes:
    """As bytes on the wire."""
    return json.dumps(document, default=float).encode()


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(each.code, each.field) for each in findings]


def access_of(keys: Keys) -> Access:
    """As it is kept for an account."""
    return Access(
        {
            "store_url": keys.store_url,
            "consumer_key": keys.consumer_key,
            "consumer_secret": keys.consumer_secret,
            "way": keys.way.value,
        }
    )
