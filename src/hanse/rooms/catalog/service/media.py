"""Pictures of goods: brought by people, fetched once from shops, shown by their hash."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from secrets import compare_digest
from uuid import UUID

from hanse.base.faults import Conflict, Denied, Finding, Gone, Rejected, Severity
from hanse.engine.files import pictures
from hanse.engine.files.shelf import DIGEST, Shelf
from hanse.engine.jobs.handlers import Ids
from hanse.engine.jobs.jobs import ENQUEUE_MAX, enqueue_many
from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import media as model
from hanse.rooms.catalog.model.media import Media, Placed
from hanse.rooms.catalog.service import file_facts, offering, reading
from hanse.rooms.catalog.store import media as store
from hanse.rooms.mirror.service import showing
from hanse.trade.goods import Product
from hanse.trade.ports_read import Kind

FETCH_JOB = "catalog.fetch_media"
FOLLOWED = ("catalog.offer.linked",)
URLS_MAX = 50  # of one product; a shop shows no more at once

Fetch = Callable[[str], Awaitable[bytes]]
OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture where it stands. `alt` is what is said of it there, or of the picture itself."""

    placed: Placed
    media: Media


async def add(tx: Tx, shelf: Shelf, content: bytes, alt: str = "") -> Media:
    """Keep a picture that somebody brings; the same one twice is one."""
    words = model.alt_of(alt)
    made = replace(await kept(shelf, content), token=token(tx), alt=words)
    await store.add(tx, made)
    return (await store.named(tx, [made.digest]))[made.digest]


async def kept(shelf: Shelf, content: bytes) -> Media:
    """Looked at, made small, and on the shelf; not known to a workspace yet."""
    picture = await asyncio.to_thread(pictures.looked_at, content)
    small = {side: await shelf.put(each) for side, each in picture.small.items()}
    digest = await shelf.put(content)
    return Media(
        *(digest, picture.media_type, len(content), picture.width, picture.height, small), token=""
    )


def token(tx: Tx) -> str:
    """Two ids hold 120 bits that nobody guesses."""
    return hashlib.sha256(tx.ids.new().bytes + tx.ids.new().bytes).hexdigest()[:32]


async def named(tx: Tx, digest: str) -> Media:
    found = (await store.named(tx, [digest])).get(digest) if DIGEST.fullmatch(digest) else None
    if found is None:
        raise Gone("There is no such picture here.")
    return found


async def files_of(tx: Tx, digests: Collection[str]) -> Mapping[str, Media]:
    """Those of these that this workspace keeps; whose bytes lie here for others is nobody's own."""
    return await store.named(tx, [each for each in digests if DIGEST.fullmatch(each)])


async def content(shelf: Shelf, media: Media, side: int | None = None) -> tuple[bytes, str]:
    """The bytes and their type, in the smallest size that is large enough."""
    digest, media_type = media.at_side(side)
    return await shelf.open(digest), media_type


async def for_platform(tx: Tx, digest: str, given: str) -> Media:
    """For whoever brings the address that we gave to a platform."""
    media = await named(tx, digest)
    if not compare_digest(media.token.encode(), given.encode()):
        raise Gone("There is no such picture here.")
    return media


async def public_url(tx: Tx, base: str, digest: str) -> str | None:
    """Where a platform fetches it; none where this hub has no public address, and who offers a
    picture to such a platform has to say so."""
    return address(tx, base, await named(tx, digest))


def address(tx: Tx, base: str, media: Media) -> str | None:
    return model.address(base, tx.workspace_id, media)


async def of_product(tx: Tx, product_id: UUID) -> Sequence[Shown]:
    await reading.product(tx, product_id)
    placed = (await store.of_products(tx, [product_id]))[product_id]
    return await shown(tx, placed)


async def of_products(tx: Tx, product_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Shown]]:
    """Of each product, in order; one that its variants show as well is there once."""
    placed = await store.of_products(tx, product_ids)
    whole = [each for group in placed.values() for each in group]
    known = {each.placed.digest: each.media for each in await shown(tx, whole)} if whole else {}
    found: dict[UUID, Sequence[Shown]] = {}
    for product_id, group in placed.items():
        first: dict[str, Shown] = {}
        for each in group:
            if media := known.get(each.digest):
                alt = each.alt or media.alt
                first.setdefault(each.digest, Shown(replace(each, alt=alt), media))
        found[product_id] = list(first.values())
    return found


async def fetched_from(tx: Tx, urls: Sequence[str]) -> Mapping[str, str]:
    """Of these addresses, the pictures that were fetched there."""
    known = await store.sources(tx, [digest_of(url) for url in urls]) if urls else {}
    return {url: digest for url in urls if (digest := known.get(digest_of(url)))}


async def first_of(tx: Tx, product_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """The hash of the first picture of each product that has any."""
    return await store.first_of(tx, product_ids) if product_ids else {}


async def shown(tx: Tx, placed: Sequence[Placed]) -> Sequence[Shown]:
    known = await store.named(tx, {each.digest for each in placed})
    return [
        Shown(replace(each, alt=each.alt or known[each.digest].alt), known[each.digest])
        for each in placed
        if each.digest in known
    ]


async def unused(tx: Tx, after: str, rows_max: int) -> Sequence[Media]:
    """Those that no product shows, by their hashes."""
    return await store.unused(tx, after, rows_max)


async def delete(tx: Tx, digest: str) -> None:
    """Forget a picture that is used nowhere. Its bytes go with the next sweep, unless others
    name them."""
    if not DIGEST.fullmatch(digest) or not await store.lock_one(tx, digest):
        raise Gone("There is no such picture here.")
    if (title := await store.used_by(tx, digest)) is not None:
        raise Conflict(
            f"{title} shows this picture.", "Take it out of the pictures of the product first."
        )
    await store.delete(tx, digest)
    await log.append(tx, file_facts.PictureDeleted(digest))


async def arrange(
    tx: Tx, product_id: UUID, wanted: Sequence[Placed], was: Sequence[str]
) -> Sequence[Shown]:
    """Show these in this order, if the editor saw what stands there."""
    await reading.product(tx, product_id)
    await store.lock(tx, product_id)
    standing = (await store.of_products(tx, [product_id]))[product_id]
    model.checked(wanted, standing, was)
    known = await store.named(tx, {each.digest for each in wanted})
    variants = (await reading.variants_of(tx, [product_id])).get(product_id, ())
    own = {None, *(each.id for each in variants)}
    findings = [
        Finding(Severity.error, "gone", sentence, "Read the product again.", f"items.{place}")
        for place, each in enumerate(wanted)
        for sentence in [what_is_missing(each, known, own)]
        if sentence
    ]
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    cleaned = [replace(each, alt=model.alt_of(each.alt)) for each in wanted]
    if cleaned != standing:
        await store.put(tx, product_id, cleaned)
        digests = [each.digest for each in cleaned]
        await log.append(
            tx,
            file_facts.MediaArranged(
                product_id, len(cleaned), [each.digest for each in standing], digests
            ),
        )
    return await shown(tx, cleaned)


def what_is_missing(each: Placed, known: Mapping[str, Media], own: set[UUID | None]) -> str:
    if each.digest not in known:
        return "There is no such picture here."
    return "" if each.variant_id in own else "There is no such variant of this product."


async def attach(tx: Tx, product_id: UUID, digest: str, variant_id: UUID | None) -> None:
    """Behind those that stand there."""
    await reading.product(tx, product_id)
    await store.lock(tx, product_id)
    standing = (await store.of_products(tx, [product_id]))[product_id]
    new = Placed(digest, variant_id)
    if all((each.digest, each.variant_id) != (digest, variant_id) for each in standing):
        await arrange(tx, product_id, [*standing, new], [each.digest for each in standing])


# Fetched from shops


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    """Of what was linked, the pictures are fetched."""
    ids = [UUID(str(each)) for event in happened for each in listed(event.payload["offer_ids"])]
    pairs = {
        (each.account_id, each.product_id) for each in (await offering.links(tx, ids)).values()
    }
    jobs: list[tuple[str, Ids]] = [
        (
            f"{account_id} {product_id}",
            {"account": account_id, "product": product_id, "pictures": f"pictures {account_id}"},
        )
        for account_id, product_id in sorted(pairs)
    ]
    for at in range(0, len(jobs), ENQUEUE_MAX):
        await enqueue_many(tx, FETCH_JOB, jobs[at : at + ENQUEUE_MAX])


def listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


async def fetch_for(
    open_tx: OpenTx, shelf: Shelf, fetch: Fetch, account_id: UUID, product_id: UUID
) -> int:
    """Each address once. A product that has pictures keeps them as they are."""
    async with open_tx() as tx:
        urls = await urls_of(tx, account_id, product_id)
        done = await store.sources(tx, [digest_of(url) for url in urls])
    for url in urls:
        if digest_of(url) not in done:
            await fetch_one(open_tx, shelf, fetch, url)
    async with open_tx() as tx:
        return await place(tx, product_id, urls) if urls else 0


async def urls_of(tx: Tx, account_id: UUID, product_id: UUID) -> Sequence[str]:
    if (await store.of_products(tx, [product_id]))[product_id]:
        return ()
    links = await offering.links_of(tx, [product_id])
    remote_ids = sorted({each.remote_product_id for each in links if each.account_id == account_id})
    values = await showing.named(tx, account_id, Kind.products, remote_ids)
    products = [each for each in values.values() if isinstance(each, Product)]
    images = [image.url for each in products for image in each.images]
    return list(dict.fromkeys(filter(None, images)))[:URLS_MAX]


async def fetch_one(open_tx: OpenTx, shelf: Shelf, fetch: Fetch, url: str) -> None:
    """What is refused is noted and not asked again; a shop that is not there is asked later."""
    media, finding = None, None
    try:
        media = await kept(shelf, await fetch(url))
    except (Rejected, Denied, Gone) as refused:
        finding = Finding(Severity.warning, refused.code, refused.sentence, refused.next_step)
    async with open_tx() as tx:
        if media:
            await store.add(tx, replace(media, token=token(tx)))
        await store.keep_source(tx, digest_of(url), url, media.digest if media else None, finding)


async def place(tx: Tx, product_id: UUID, urls: Sequence[str]) -> int:
    await store.lock(tx, product_id)
    standing = (await store.of_products(tx, [product_id]))[product_id]
    known = await store.sources(tx, [digest_of(url) for url in urls])
    digests = dict.fromkeys(filter(None, (known.get(digest_of(url)) for url in urls)))
    if standing or not digests:
        return 0
    placed = [Placed(each) for each in digests]
    await store.put(tx, product_id, placed)
    await log.append(tx, file_facts.MediaArranged(product_id, len(placed), [], list(digests)))
    return len(placed)


def digest_of(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
