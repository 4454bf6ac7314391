"""What Shopify tells, made by hand from its documents, and the vectors of its signatures."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from hanse.base.faults import Finding
from hanse.engine.wire.body import decode
from hanse.engine.wire.wire import Answer, Call
from hanse.trade.access import Access
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop

VECTORS = Path(__file__).parents[2] / "recordings" / "shopify" / "vectors.json"
HOST = "some-shop.myshopify.com"
GRAPHQL = f"https://{HOST}/admin/api/2026-10/graphql.json"
TOKEN = f"https://{HOST}/admin/oauth/access_token"
SHOP = Shop("USD", 2, time_zone="Asia/Singapore", weight_unit="kg")
APP = Access({"shop": HOST, "client_id": "client-id-0001", "client_secret": "hush-hush"})


def vectors(group: str) -> list[Any]:
    found: list[Any] = json.loads(VECTORS.read_text("utf-8"))["groups"][group]
    return found


def raw(document: object) -> bytes:
    """As bytes on the wire."""
    return json.dumps(document, ensure_ascii=False).encode()


def received(document: object) -> Any:
    """As the wire reads it."""
    return decode(raw(document), 64)


def answer(
    body: object,
    status: int = 200,
    *,
    writes: bool = False,
    url: str = GRAPHQL,
    wait_s: float | None = None,
    secrets: tuple[str, ...] = (),
    **headers: str,
) -> Answer:
    call = Call("POST", url, writes=writes, secrets=secrets)
    told = CIMultiDict({name.replace("_", "-"): text for name, text in headers.items()})
    sent = body if isinstance(body, bytes) else raw(body)
    return Answer(call, URL(url), status, CIMultiDictProxy(told), sent, 0.1, wait_s)


def said(data: object) -> Reply:
    """A reply with this as its `data`."""
    return Reply(received(data))


def sent(question: Question) -> Any:
    assert question.body is not None
    return json.loads(question.body)


def error(code: str, message: str = "", **extensions: object) -> dict[str, object]:
    return {"message": message, "extensions": {"code": code, **extensions}}


def bucket(left: float, restored: float = 100.0, wanted: int = 13) -> dict[str, object]:
    status = {"maximumAvailable": 2000.0, "currentlyAvailable": left, "restoreRate": restored}
    return {"cost": {"requestedQueryCost": wanted, "throttleStatus": status}}


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(each.code, each.field) for each in findings]


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): text for name, text in headers.items()}
