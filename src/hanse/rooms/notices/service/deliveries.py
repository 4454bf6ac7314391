"""What is sent to endpoints: written with the notices, sent by a job, tried for a day.

A delivery keeps its id however often it is sent, so whoever receives it twice knows that it is one.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec

from hanse.base.faults import Conflict, Denied, Fault, Gone, OutcomeUnknown, Rejected
from hanse.base.text import HIDDEN
from hanse.engine.jobs.jobs import ENQUEUE_MAX, enqueue, enqueue_many
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.engine.wire.wire import Answer, Call, Limits, Timeouts, Wire
from hanse.rooms.notices.model import webhooks
from hanse.rooms.notices.model.notices import Notice, Reader, read
from hanse.rooms.notices.model.webhooks import (
    ANSWER_BYTES_MAX,
    PING,
    Attempt,
    Delivery,
    DeliveryState,
    Endpoint,
    EndpointState,
)
from hanse.rooms.notices.service import endpoints
from hanse.rooms.notices.store import deliveries as store
from hanse.rooms.notices.store import endpoints as endpoints_store

JOB = "notices.deliver"
SUBJECT = ("notices.delivery", "delivery_id")
TIMEOUTS = Timeouts(connect_s=5.0, first_byte_s=10.0, whole_s=15.0)
LIMITS = Limits(received_bytes_max=1024**2)
WHY_CHARS_MAX = 500

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


@log.declare(
    "notices.delivery.ended",
    "A call of the webhook {name} is {state}",
    subject=SUBJECT,
    routine=True,
)
@dataclass(frozen=True, slots=True)
class DeliveryEnded:
    delivery_id: UUID
    endpoint_id: UUID
    name: str
    state: str
    tries: int


@log.declare(
    "notices.delivery.asked", "{actor} had the webhook {name} called", subject=SUBJECT, routine=True
)
@dataclass(frozen=True, slots=True)
class DeliveryAsked:
    delivery_id: UUID
    endpoint_id: UUID
    name: str
    kind: str


@log.declare(
    "notices.delivery.written", "{deliveries} calls of webhooks were written", routine=True
)
@dataclass(frozen=True, slots=True)
class DeliveriesWritten:
    deliveries: int


async def deliver(tx: Tx, happened: Sequence[Notice]) -> None:
    """Have every active endpoint called that takes these; once for each event."""
    active = await endpoints_store.active(tx)
    drafts = [
        (tx.ids.new(), endpoint.id, one.event_id, one.kind, document(one))
        for one in happened
        for endpoint in active
        if endpoint.takes(one.kind)
    ]
    if not drafts:
        return
    new = set(await store.add(tx, drafts))
    items = [
        (str(delivery_id), {"delivery": delivery_id, "endpoint": endpoint_id})
        for delivery_id, endpoint_id, *_ in drafts
        if delivery_id in new
    ]
    for at in range(0, len(items), ENQUEUE_MAX):
        await enqueue_many(tx, JOB, items[at : at + ENQUEUE_MAX])
    if items:
        await log.append(tx, DeliveriesWritten(len(items)))


def document(one: Notice) -> str:
    """What is sent. Nothing in it is personal: people are their ids."""
    return msgspec.json.encode(
        {
            "id": one.event_id,
            "kind": one.kind,
            "made_at": one.made_at,
            "workspace_id": one.workspace_id,
            "subject": one.subject_kind and {"kind": one.subject_kind, "id": one.subject_id},
            "actor_id": one.actor_id,
            "person_id": one.about_id,
            "facts": one.facts,
            "title": read(one, {}, Reader()).title,
        }
    ).decode()


async def list_deliveries(
    tx: Tx,
    endpoint_id: UUID,
    states: Sequence[str] | None,
    before: UUID | None,
    rows_max: int,
) -> Sequence[Delivery]:
    await endpoints.endpoint(tx, endpoint_id)
    return await store.find(tx, endpoint_id, states, before, rows_max)


async def delivery(tx: Tx, delivery_id: UUID) -> Delivery:
    return there(await store.get(tx, delivery_id))


async def ping(tx: Tx, endpoint_id: UUID) -> Delivery:
    """Call the endpoint once to see whether it answers, also where it is switched off."""
    found = await endpoints.endpoint(tx, endpoint_id)
    delivery_id = tx.ids.new()
    body = {"id": delivery_id, "kind": PING, "made_at": tx.now, "workspace_id": tx.workspace_id}
    text = msgspec.json.encode(body).decode()
    await store.add(tx, [(delivery_id, endpoint_id, None, PING, text)])
    await log.append(tx, DeliveryAsked(delivery_id, endpoint_id, found.name, PING))
    await ask_for(tx, delivery_id, endpoint_id)
    return await delivery(tx, delivery_id)


async def redeliver(tx: Tx, delivery_id: UUID) -> Delivery:
    """Send it again, under the same id; one that waits is sent now."""
    found = there(await store.hold(tx, delivery_id))
    endpoint = await endpoints.endpoint(tx, found.endpoint_id)
    if endpoint.state is not EndpointState.active:
        raise Conflict(
            f"The webhook {endpoint.name} is switched off, so nothing is sent there.",
            "Switch it on first.",
        )
    await store.again(tx, delivery_id)
    await log.append(tx, DeliveryAsked(delivery_id, endpoint.id, endpoint.name, found.kind))
    await ask_for(tx, delivery_id, endpoint.id)
    return await delivery(tx, delivery_id)


async def ask_for(tx: Tx, delivery_id: UUID, endpoint_id: UUID) -> None:
    ids = {"delivery": delivery_id, "endpoint": endpoint_id}
    await enqueue(tx, JOB, str(delivery_id), ids)


async def send(open_tx: OpenTx, wire: Wire, delivery_id: UUID) -> DeliveryState | None:
    """Try once and write down how it went; the next try is asked for in the same transaction.

    The state that it has then; none if it was not tried.
    """
    async with open_tx() as tx:
        found = await store.hold(tx, delivery_id)
        call = await prepared(tx, found) if found else None
        clock = tx.clock
    if found is None or call is None:
        return None
    began = clock.monotonic()
    attempt = await tried(wire, call)
    took_ms = round((clock.monotonic() - began) * 1_000)
    async with open_tx() as tx:
        return await conclude(tx, found, replace(attempt, took_ms=took_ms))


async def prepared(tx: Tx, found: Delivery) -> Call | None:
    """The call; none if it is not to be sent any more."""
    if found.state is not DeliveryState.waiting:
        return None
    endpoint = await endpoints.endpoint(tx, found.endpoint_id)
    if endpoint.state is not EndpointState.active and found.kind != PING:
        await store.give_up(tx, endpoint.id, "The webhook was switched off.")
        return None
    body = found.body.encode()
    signs = await endpoints.signing_secrets(tx, endpoint.id)
    return Call(
        "POST",
        endpoint.url,
        writes=True,
        headers={
            "Content-Type": "application/json",
            "Hanse-Signature": webhooks.signature(signs, tx.now, body),
            "Hanse-Delivery": str(found.id),
            "Hanse-Kind": found.kind,
        },
        body=body,
        timeouts=TIMEOUTS,
        limits=LIMITS,
        secrets=tuple(secret.decode() for secret in signs),
    )


async def tried(wire: Wire, call: Call) -> Attempt:
    try:
        answer = await wire.send(call, words=any_answer)
    except OutcomeUnknown as fault:
        return failed(fault, lost=True)
    except (Denied, Rejected) as fault:
        return failed(fault, hopeless=True)
    except Fault as fault:
        return failed(fault)
    text = answer.body[:ANSWER_BYTES_MAX].decode("utf-8", "replace")
    return Attempt(answer.status, 0, call.shown(HIDDEN.sub("", text)), why_not(answer))


def any_answer(answer: Answer) -> Fault | None:
    """Every status is an answer here; what it means is decided by who sent."""
    return None


def failed(fault: Fault, *, lost: bool = False, hopeless: bool = False) -> Attempt:
    why = str(fault)[:WHY_CHARS_MAX]
    return Attempt(None, 0, "", why, lost=lost, hopeless=hopeless)


def why_not(answer: Answer) -> str:
    if 200 <= answer.status < 300:
        return ""
    if 300 <= answer.status < 400:
        return f"It answered {answer.status} and sends the call elsewhere, which is not followed."
    return f"It answered {answer.status}; what arrived is answered by 200 to 299."


async def conclude(tx: Tx, found: Delivery, attempt: Attempt) -> DeliveryState | None:
    endpoint = await endpoints_store.hold(tx, found.endpoint_id)
    if endpoint is None:
        return None  # it was removed meanwhile, and its deliveries with it
    is_ping = found.kind == PING
    if is_ping:  # a person waits for it, and would rather know now
        attempt = replace(attempt, hopeless=True)
    following = webhooks.after(attempt, found.tries + 1, found.asked_at, tx.now)
    if not await store.note(tx, found, attempt, following):
        return None
    if following.state is not DeliveryState.waiting:
        state = following.state.value
        ended = DeliveryEnded(found.id, endpoint.id, endpoint.name, state, found.tries + 1)
        await log.append(tx, ended)
    elif following.next_at:
        ids = {"delivery": found.id, "endpoint": endpoint.id}
        await enqueue(tx, JOB, str(found.id), ids, at=following.next_at)
    if not is_ping:
        await judge(tx, endpoint, attempt)
    return following.state


async def judge(tx: Tx, endpoint: Endpoint, attempt: Attempt) -> None:
    """Remember since when nothing arrives; after days of that, switch the endpoint off."""
    since = endpoint.failing_since
    if attempt.arrived:
        if since is not None:
            await endpoints_store.note_failing(tx, endpoint.id, None)
    elif since is None:
        await endpoints_store.note_failing(tx, endpoint.id, tx.now)
    elif webhooks.is_over(since, tx.now) and endpoint.state is EndpointState.active:
        await endpoints.disable(tx, endpoint, since)


def there(found: Delivery | None) -> Delivery:
    if found is None:
        raise Gone("There is no such delivery here, or not any more.", "They are kept for 30 days.")
    return found
