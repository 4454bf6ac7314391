"""Papers that were issued: shown again as the bytes that they were."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from hanse.base.faults import Conflict, Gone
from hanse.engine import vault
from hanse.engine.tx import Tx
from hanse.engine.vault import Resealing, SealedColumn
from hanse.rooms.orders.model.papers.invoices import Paper
from hanse.rooms.orders.store import papers as store
from hanse.rooms.orders.store.papers import Issued as Issued

CONTENT = SealedColumn("orders_paper_files", "content", Resealing(store.older, store.replace))
SEALED_COLUMNS = (CONTENT,)

decoder = msgspec.json.Decoder(Paper)


@dataclass(frozen=True, slots=True)
class Listed:
    issued: Issued
    buyer: str


async def issued(tx: Tx, paper_id: UUID) -> Issued:
    found = await store.get(tx, paper_id)
    if found is None:
        raise Gone("There is no such paper here.")
    return found


async def list_papers(
    tx: Tx, business_id: UUID | None, before: tuple[datetime, UUID] | None, rows_max: int
) -> Sequence[Listed]:
    """Newest first, with whom they are for."""
    return await named(tx, await store.find(tx, business_id, before, rows_max))


async def of_order(tx: Tx, order_id: UUID) -> Sequence[Listed]:
    return await named(tx, await store.of_order(tx, order_id))


async def named(tx: Tx, rows: Sequence[Issued]) -> Sequence[Listed]:
    known = await papers(tx, [each.id for each in rows], "a list of papers")
    return [Listed(each, known[each.id].buyer.name) for each in rows]


async def papers(tx: Tx, paper_ids: Sequence[UUID], why: str) -> Mapping[UUID, Paper]:
    """What they say, as values."""
    if not paper_ids:
        return {}
    files = await store.files(tx, paper_ids, "value")
    opened = await vault.take_all(tx, CONTENT, dict(files.values()), why)
    return {paper_id: decoder.decode(opened[row]) for paper_id, (row, _) in files.items()}


async def content(tx: Tx, paper_id: UUID, form: str) -> tuple[Issued, bytes]:
    """The bytes that were issued, and nothing else: they are compared with their digest."""
    known = await issued(tx, paper_id)
    digest = known.pdf_digest if form == "pdf" else known.xml_digest
    held = (await store.files(tx, [paper_id], form)).get(paper_id)
    if held is None or digest is None:
        raise Gone(
            f"{known.number} has no part for machines.",
            "Its findings say why; the printed paper is whole.",
        )
    plain = await vault.take(tx, CONTENT, *held, "a paper is printed again")
    if hashlib.sha256(plain).hexdigest() != digest:
        raise Conflict(
            f"The bytes of {known.number} are not those that were issued.",
            "Tell the operator: they come back from a backup with `hanse restore`.",
        )
    return known, plain
