"""Where news go: set with a check at once, sent in an envelope, tried again, and stopped."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from hanse.sandbox.cj.call import Answer, Call, Record
from hanse.sandbox.cj.refusals import Refusal
from hanse.sandbox.cj.supplier import Account, Hook, Rules, Supplier
from hanse.sandbox.webhooks import Letter, Parcel

TOPICS = ("product", "stock", "order", "logistics")
ON, OFF = ("ENABLE", "ALL"), "CANCEL"
AGAIN_S, TRIES_MAX = 300, 4  # the first and three more
FAILED_SHARE = 0.5
JUDGED_FROM = 10  # guessed: attempts before the share says anything
HEADERS = {"Content-Type": "application/json", "User-Agent": "CJ-Sandbox"}  # guessed


async def register(call: Call) -> Answer:
    """All topics of one call or none. What is asked of an address at that time is guessed: {}."""
    if not call.body or set(call.body) - set(TOPICS):
        raise Refusal(1606001)
    wanted = {topic: _read(call.supplier.rules, row) for topic, row in call.body.items()}
    for url in dict.fromkeys(url for url in wanted.values() if url):
        await _probe(call.supplier, url)
    for topic, url in wanted.items():
        if url:
            call.account.hooks[topic] = Hook(topic, url)
        else:
            call.account.hooks.pop(topic, None)
        call.supplier.note("webhook.set" if url else "webhook.cancel", topic)
    for hook in call.account.hooks.values():  # guessed: one address set anew wakes all of them
        hook.is_on, hook.sent, hook.failed = True, 0, 0
    return Answer(True)


def _read(rules: Rules, row: Any) -> str:
    """The address, or nothing where the topic is cancelled."""
    if not isinstance(row, dict) or row.get("type") not in (*ON, OFF):
        raise Refusal(1606000)
    if row["type"] == OFF:
        return ""
    urls = row.get("callbackUrls")
    if not isinstance(urls, list) or len(urls) != 1 or not isinstance(urls[0], str):
        raise Refusal(1606000, "callbackUrls must hold one address")
    try:
        scheme, host = urlsplit(urls[0]).scheme, urlsplit(urls[0]).hostname or ""
    except ValueError:
        raise Refusal(1607000) from None
    if scheme not in ("https", "http") or not host or (rules.guarded and scheme != "https"):
        raise Refusal(1607000)
    if rules.guarded and is_here(host):
        raise Refusal(1607001)
    return str(urls[0])


def is_here(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


async def _probe(supplier: Supplier, url: str) -> None:
    try:
        async with asyncio.timeout(supplier.rules.answer_s):
            status = await supplier.post(Parcel(url, HEADERS, b"{}"))
    except TimeoutError:
        raise Refusal(1607003) from None
    if status is None:
        raise Refusal(1607002)
    if status != 200:
        raise Refusal(1607003)


def tell(
    supplier: Supplier, account: Account, topic: str, kind: str, params: Any, act: str = "UPDATE"
) -> None:
    """Queue it as it is now; nothing where nobody has registered or pushing has stopped."""
    hook = account.hooks.get(topic)
    if hook is None or not hook.is_on:
        return
    document: Record = {
        "messageId": supplier.text("message"),
        "type": kind,
        "messageType": act,
        "openId": account.open_id,
        "params": params,
    }
    _try(supplier, account, hook, document["messageId"], json.dumps(document).encode(), 1)


def tell_all(
    supplier: Supplier, topic: str, kind: str, params: Mapping[str, Any], act: str = "UPDATE"
) -> None:
    """guessed: whoever has registered is told of all goods, chosen or not."""
    for account in supplier.accounts.values():
        tell(supplier, account, topic, kind, params, act)


def _try(
    supplier: Supplier, account: Account, hook: Hook, message: str, content: bytes, tries: int
) -> None:
    """guessed: the message is the same to the byte at every try."""
    judged: list[bool] = []

    def make() -> Parcel | None:
        meant = account.hooks.get(hook.topic)
        return Parcel(meant.url, HEADERS, content) if meant and meant.is_on else None

    def done(status: int | None) -> None:
        meant = account.hooks.get(hook.topic)
        if judged or meant is None:  # the second of two copies changes nothing
            return
        judged.append(True)
        meant.sent += 1
        if status == 200:  # guessed: what the answer says is not looked at
            return
        meant.failed += 1
        hooks = account.hooks.values()
        sent, failed = sum(each.sent for each in hooks), sum(each.failed for each in hooks)
        if sent >= JUDGED_FROM and failed >= sent * FAILED_SHARE:
            for each in hooks:
                each.is_on = False
        elif tries < TRIES_MAX:
            _try(supplier, account, hook, message, content, tries + 1)

    due_at = supplier.clock.now() + timedelta(seconds=AGAIN_S if tries > 1 else 0)
    lane = f"{account.name}:{hook.topic}"
    supplier.outbox.post(Letter(due_at, f"{message}:{tries}", make, done, lane))
