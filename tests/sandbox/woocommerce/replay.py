"""The recorded calls again, one after the other, and where the answers differ."""

import base64
import json
import re
from datetime import UTC, datetime
from typing import Any

from hanse.base.clock import FixedClock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.woocommerce.auth import Key
from hanse.sandbox.woocommerce.envelope import Answer, spelled
from hanse.sandbox.woocommerce.replies import reply
from hanse.sandbox.woocommerce.store import Store
from tests.sandbox.woocommerce.records import keys_of_the_store, recording

HOSTS = {"http": "127.0.0.1:18080", "https": "127.0.0.1:18443"}
STARTED = datetime(2026, 11, 21, 15, 21, 27, tzinfo=UTC)
USERS = {"hub read_write": "", "hub read": "r", "hub write": "w", "buyer key": "b"}
HEADERS = [
    "content-type",
    "x-robots-tag",
    "link",
    "access-control-expose-headers",
    "x-wp-total",
    "x-wp-totalpages",
    "allow",
    "cache-control",
    "location",
    "retry-after",
]
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def recorded_store() -> Store:
    """The recorded store as it was on its first day, with its four keys."""
    store = Store(FixedClock(STARTED), Ledger(), sniff=sniffed)
    name, secret = keys_of_the_store()
    for number, tail in enumerate(USERS.values(), 1):
        rights = {"r": "read", "w": "write"}.get(tail, "read_write")
        store.keys[name + tail] = Key(number, name + tail, secret, rights, manager=tail != "b")
    return store


def sniffed(src: str) -> str | None:
    """The recorder's images were PNG whatever their names said; its port 9 answered nobody."""
    return None if ":9/" in src else "png"


def send(store: Store, request: dict[str, Any], fault: str | None = None) -> Answer:
    headers = {name.lower(): value for name, value in request["headers"].items()}
    if (user := re.search(r"\[(.*)\]", headers.get("authorization", ""))) is not None:
        headers["authorization"] = basic(user[1])
    body = request["body"]
    content = body.encode() if isinstance(body, str) else b"" if body is None else spelled(body)
    url = (request["scheme"], HOSTS[request["scheme"]], request["path"], request["query"])
    sent = reply(store, request["method"], url, headers, content, fault)
    if "json" not in sent.headers["Content-Type"] or fault in ("noise", "bom"):
        return Answer(sent.status, sent.content.decode(), sent.headers)
    body = json.loads(sent.content) if sent.content else ""
    return Answer(sent.status, body, sent.headers)


def basic(user: str) -> str:
    name, secret = keys_of_the_store()
    pair = (name + USERS[user], secret) if user in USERS else ("ck_unknown", "cs_unknown")
    return "Basic " + base64.b64encode(":".join(pair).encode()).decode()


def call(store: Store, method: str, path: str, body: Any = None) -> Any:
    """A call between two recorded ones, which was not recorded."""
    request = {
        "method": method,
        "scheme": "https",
        "path": f"/wp-json/wc/v3{path.partition('?')[0]}",
        "query": path.partition("?")[2],
        "headers": {"Content-Type": "application/json", "Authorization": "[hub read_write]"},
        "body": body,
    }
    found = send(store, request)
    assert found.status < 300, (method, path, found.body)
    return found.body


def differences(number: int, found: Answer) -> list[str]:
    """Field by field; of a shortened recording, only what it still has."""
    wanted = recording(number)["response"]
    faults = [] if found.status == wanted["status"] else [f"status {found.status}"]
    had = {name.lower(): value for name, value in found.headers.items()}
    kept = {name.lower(): value for name, value in wanted["headers"].items()}
    faults += [
        f"header {name}: {had.get(name)!r}, recorded {kept.get(name)!r}"
        for name in HEADERS
        if masked(had.get(name)) != masked(kept.get(name))
    ]
    # Of 64 the recorder kept only the field; the numbers of notes went to unrecorded ones too.
    start = {64: ".meta_data", 133: "notes"}.get(number, "")
    compare(start, found.body, wanted["body"], bool(wanted.get("trimmed")), faults)
    return faults


def compare(at: str, had: Any, wanted: Any, short: bool, faults: list[str]) -> None:
    if isinstance(had, dict) and isinstance(wanted, dict):
        names = wanted if short else {**wanted, **had}
        for name in names:
            if name in had and name in wanted:
                compare(f"{at}.{name}", had[name], wanted[name], short, faults)
            elif not (short and wanted.get(name) is None):
                faults.append(f"{at}.{name} is only {'here' if name in had else 'recorded'}")
    elif isinstance(had, list) and isinstance(wanted, list):
        if len(had) != len(wanted):
            faults.append(f"{at} has {len(had)} rows, recorded {len(wanted)}")
        for index, (left, right) in enumerate(zip(had, wanted, strict=False)):
            compare(f"{at}[{index}]", left, right, short, faults)
    elif short and isinstance(had, str) and "<!DOCTYPE" in had:
        if had.split("</title>")[0] != str(wanted).split("</title>", maxsplit=1)[0]:
            faults.append(f"{at}: another title")  # of a page for people only its head was kept
    elif masked(had, at) != masked(wanted, at):
        faults.append(f"{at}: {had!r}, recorded {wanted!r}")


def masked(value: Any, at: str = "") -> Any:
    """Dates by their shape; which products are related is drawn by lot; ids of meta rows."""
    if ".related_ids" in at or (at.startswith("notes[") and at.endswith("].id")):
        return "id"
    if ".meta_data" in at and at.endswith(".id"):
        return "id"
    if not isinstance(value, str):
        return value
    value = re.sub(r"/notes/\d+", "/notes/N", value)
    value = re.sub(r"wc_order_\w+", "wc_order_KEY", value)
    return DATE.sub("DATE", value)
