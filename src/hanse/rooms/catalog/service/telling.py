"""What has changed is told to the log: to whoever builds on goods, and for the history of each."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.log import history
from hanse.engine.log.events import Position
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import facts
from hanse.rooms.catalog.store import beside, searching
from hanse.rooms.identity.service import names
from hanse.trade.fields import Fields, Value, decoded, encoded

TEXT_CHARS_MAX = 2_000  # in an event; longer ones are named
EVENT_FIELDS_MAX = 12  # so that one with long texts in each still fits the log
SEARCHED = {"title", "tags", "brand_id", "sku", "gtin", "state"}


@dataclass(frozen=True, slots=True)
class Told:
    """The fields of a product, or of one variant of it, before and after."""

    product_id: UUID
    variant_id: UUID | None
    what: str
    before: Fields
    after: Fields


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the history of a product. `before` and `after` are empty where no field changed."""

    position: Position
    name: str
    at: datetime
    who: str
    sentence: str
    variant_id: UUID | None
    before: Fields
    after: Fields


async def tell_changed(tx: Tx, product_ids: Collection[UUID], fields: Iterable[str]) -> None:
    """Also makes the words anew by which they are found."""
    names, ids = sorted(set(fields)), sorted(product_ids)
    if not ids or not names:
        return
    if SEARCHED.intersection(names):
        await searching.renew(tx, ids)
    for at in range(0, len(ids), facts.IDS_MAX):
        part = ids[at : at + facts.IDS_MAX]
        await log.append(tx, facts.ProductsChanged(part, names, len(part)))


async def tell_edited(tx: Tx, told: Sequence[Told]) -> None:
    """Every field with what stood in it and what stands there now."""
    long: dict[str, str] = {}
    events = [
        facts.ProductEdited(
            *(each.product_id, each.variant_id, each.what[:200]),
            before={name: in_log(each.before.get(name), long) for name in names},
            after={name: in_log(each.after[name], long) for name in names},
        )
        for each in told
        for names in parted(sorted(each.after))
    ]
    if long:
        await beside.keep_texts(tx, long)
    for at in range(0, len(events), log.APPEND_MAX):
        await log.append(tx, *events[at : at + log.APPEND_MAX])


def parted(names: Sequence[str]) -> Sequence[Sequence[str]]:
    return [names[at : at + EVENT_FIELDS_MAX] for at in range(0, len(names), EVENT_FIELDS_MAX)]


def in_log(value: Value, long: dict[str, str]) -> object:
    """As JSON; what is too long goes into `long` and is named by its digest."""
    if isinstance(value, tuple) and sum(len(str(each)) for each in value) > TEXT_CHARS_MAX:
        value = "\n".join(str(each) for each in value)
    if not isinstance(value, str) or len(value) <= TEXT_CHARS_MAX:
        return encoded(value)
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    long[digest] = value
    return {"text": digest}


async def history_of(
    tx: Tx, product_id: UUID, before: Position | None, rows_max: int
) -> Sequence[Line]:
    """What happened to a product and its variants, the newest first."""
    events = await history.read_about(tx, product_id, before, rows_max)
    digests = sorted({digest for event in events for digest in named_in(event)})
    texts = await beside.texts(tx, digests) if digests else {}
    called = await history.actor_names(tx, names.names, events)
    return [line_of(event, texts, called) for event in events]


def line_of(event: Event, texts: Mapping[str, str], called: Mapping[UUID, str]) -> Line:
    actor = event.actor
    variant = event.payload.get("variant_id")
    return Line(
        event.position,
        event.name,
        event.happened_at,
        (actor.id and called.get(actor.id)) or actor.name or actor.kind.value,
        history.sentence(event, called),
        UUID(str(variant)) if variant else None,
        out_of_log(event.before, texts),
        out_of_log(event.after, texts),
    )


def out_of_log(document: object, texts: Mapping[str, str]) -> Fields:
    if not isinstance(document, Mapping):
        return {}
    return {name: value_of(value, texts) for name, value in document.items()}


def value_of(value: object, texts: Mapping[str, str]) -> Value:
    digest = digest_of(value)
    return texts.get(digest, "") if digest else decoded(value)


def named_in(event: Event) -> Sequence[str]:
    documents = [each for each in (event.before, event.after) if isinstance(each, Mapping)]
    return [digest for each in documents for value in each.values() if (digest := digest_of(value))]


def digest_of(value: object) -> str | None:
    if isinstance(value, Mapping) and set(value) == {"text"}:
        return str(value["text"])
    return None
