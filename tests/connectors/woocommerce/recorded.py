"""What a real store answered, read as the wire reads it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from hanse.base.faults import Finding
from hanse.connectors.woocommerce.wire.access import Keys
from hanse.engine.wire.body import decode
from hanse.engine.wire.wire import Answer, Call
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


def answer(number: int) -> Answer:
    """As the wire hands it on."""
    whole = recording(number).whole
    request, response = whole["request"], whole["response"]
    url = f"{request['scheme']}://127.0.0.1:18443{request['path']}"
    body = response["body"]
    headers = CIMultiDictProxy(CIMultiDict(response["headers"]))
    writes = request["method"] not in ("GET", "HEAD")
    return Answer(
        call=Call(request["method"], url, writes=writes),
        url=URL(url),
        status=response["status"],
        headers=headers,
        body=body.encode() if isinstance(body, str) else raw(body),
        elapsed_s=0.1,
        retry_after_s=float(headers["Retry-After"]) if "Retry-After" in headers else None,
    )


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
