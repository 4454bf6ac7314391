"""What is needed to say what listings should show: goods, translations, templates, own values,
words and mappings, a few statements for any number of listings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.changes.service.hands import Hands
from hanse.engine.manifest import Connector
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import media as media_model
from hanse.rooms.catalog.model import trees
from hanse.rooms.catalog.model.goods import Product, State, Variant
from hanse.rooms.catalog.service import media, naming, reading
from hanse.rooms.catalog.service.naming import Brand
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts
from hanse.rooms.listings.model import checks, overlays, scores
from hanse.rooms.listings.model.checks import Looked
from hanse.rooms.listings.model.goods import Goods, Picture, Place, Sold
from hanse.rooms.listings.model.listings import Cause, Listing, Status, moved
from hanse.rooms.listings.model.mappings import Pair
from hanse.rooms.listings.model.overlays import Resolved
from hanse.rooms.listings.model.scores import Score
from hanse.rooms.listings.model.templates import Template
from hanse.rooms.listings.model.words import WORDS_MAX, Word
from hanse.rooms.listings.store import listings as store
from hanse.rooms.listings.store import rules
from hanse.trade.fields import Fields, Value, shown

TEMPLATES_MAX = 500


@dataclass(frozen=True, slots=True)
class Desk:
    """What listings is handed of the program: the way to propose, the platforms' cards, and where
    pictures are fetched."""

    hands: Hands
    cards: Mapping[str, Connector]
    base: str = ""  # where platforms reach this hub from outside; empty: nowhere


@dataclass(frozen=True, slots=True)
class Rules:
    """Of the workspace, whatever the listing."""

    templates: Sequence[Template]
    words: Sequence[Word]
    keys: frozenset[str]  # of attributes


@dataclass(frozen=True, slots=True)
class Loaded:
    """A listing with all that decides what it should show. `pictures`: how many the shop has."""

    listing: Listing
    account: Account
    goods: Goods
    place: Place
    card: Connector
    own: Fields
    translation: Mapping[str, str]
    fields: Mapping[str, Resolved]
    requires: tuple[str, ...] = ()
    maps: bool = False
    words: Sequence[Word] = ()

    @property
    def title(self) -> str:
        return str(self.fields["title"].value)

    @property
    def pictured(self) -> Goods:
        """With the pictures that this listing chose."""
        own = self.own.get(overlays.IMAGES)
        if not isinstance(own, tuple):
            return self.goods
        by_name = {each.name: each for each in self.goods.pictures}
        chosen = tuple(by_name[name] for name in map(str, own) if name in by_name)
        return replace(self.goods, pictures=chosen)

    def looked(self, pictures: int | None = None) -> Looked:
        return Looked(
            *(self.pictured, self.place, overlays.values(self.fields), self.card),
            requires=self.requires,
            maps=self.maps,
            own_words=self.words,
            new=self.listing.remote_id is None,
            pictures_shown=pictures,
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """What there is to say of a listing, and where it stands then."""

    findings: Sequence[Finding]
    score: Score
    status: Status

    def count(self, severity: Severity) -> int:
        return sum(each.severity is severity for each in self.findings)


async def rules_of(tx: Tx) -> Rules:
    return Rules(
        await rules.templates(tx, TEMPLATES_MAX),
        await rules.words(tx, WORDS_MAX),
        frozenset(await naming.attributes(tx)),
    )


async def load(desk: Desk, tx: Tx, listings: Sequence[Listing]) -> Sequence[Loaded]:
    """In the order given; what lost its product or its shop is left out."""
    if not listings:
        return []
    shops = await accounts.of_ids(tx, sorted({each.account_id for each in listings}))
    by_id = {each.id: each for each in shops}
    goods = await goods_of(tx, sorted({each.product_id for each in listings}), desk.base)
    whole = await rules_of(tx)
    own = await store.own(tx, [each.id for each in listings])
    pairs = await pairs_of(tx, goods)
    texts = await translations(tx, listings, by_id)
    found = []
    for each in listings:
        account, product = by_id.get(each.account_id), goods.get(each.product_id)
        if account is None or product is None:
            continue
        language = language_at(account, each.market)
        translation = texts.get((each.product_id, language), {})
        here = place_of(account, each.market, language)
        wanted = requires_of(pairs, account.platform, product)
        found.append(
            Loaded(
                *(each, account, product, here, desk.cards[account.platform], own[each.id]),
                translation,
                overlays.resolve(
                    product, translation, whole.templates, own[each.id], here, whole.keys
                ),
                *wanted,
                whole.words,
            )
        )
    return found


def judge(loaded: Loaded, pictures: int | None) -> Judged:
    looked = loaded.looked(pictures)
    findings = [
        *checks.findings(looked),
        *(each for field in loaded.fields.values() for each in field.findings),
    ]
    faulty = any(each.severity is Severity.error for each in findings)
    status = moved(loaded.listing.status, Cause.faulty if faulty else Cause.complete)
    if loaded.listing.status is Status.refused:
        status = Status.refused  # until somebody edits it or tries again, the reason stays in sight
    return Judged(findings, scores.score(looked), status)


def place_of(account: Account, market: str, language: str) -> Place:
    return Place(
        *(account.id, account.name, account.platform, account.shop.currency, market, language)
    )


def language_at(account: Account, market: str) -> str:
    """That of the market, or of the shop as it says itself."""
    return overlays.language_of(market) or (account.language or "").partition("-")[0].lower()


async def translations(
    tx: Tx, listings: Sequence[Listing], shops: Mapping[UUID, Account]
) -> Mapping[tuple[UUID, str], Mapping[str, str]]:
    wanted: dict[str, set[UUID]] = {}
    for each in listings:
        if account := shops.get(each.account_id):
            wanted.setdefault(language_at(account, each.market), set()).add(each.product_id)
    found: dict[tuple[UUID, str], Mapping[str, str]] = {}
    for language, product_ids in sorted(wanted.items()):  # as many as the shops have languages
        if language:
            texts = await reading.translations(tx, sorted(product_ids), language)
            found |= {(product_id, language): text for product_id, text in texts.items()}
    return found


# Goods, with names where the catalogue has ids


async def goods_of(tx: Tx, product_ids: Sequence[UUID], base: str) -> Mapping[UUID, Goods]:
    products = await reading.products(tx, product_ids)
    variants = await reading.variants_of(tx, product_ids)
    tree = trees.tree_of(await naming.categories(tx, None))
    brand_ids = sorted({each.brand_id for each in products.values() if each.brand_id})
    brands = await naming.brands_named(tx, brand_ids)
    shown = await media.of_products(tx, product_ids)
    return {
        each.id: replace(
            as_goods(each, variants.get(each.id, ()), tree, brands),
            pictures=tuple(
                picture_of(one, base, tx.workspace_id) for one in shown.get(each.id, ())
            ),
        )
        for each in products.values()
    }


def picture_of(found: media.Shown, base: str, workspace_id: UUID) -> Picture:
    one = found.media
    return Picture(
        *(one.media_type, one.bytes, one.width, one.height, found.placed.alt),
        one.file_name,
        media_model.address(base, workspace_id, one) or "",
    )


def as_goods(
    product: Product, variants: Sequence[Variant], tree: trees.Tree, brands: Mapping[UUID, Brand]
) -> Goods:
    above = trees.path(tree, product.category_id)
    return Goods(
        id=product.id,
        title=product.title,
        description_html=product.description_html,
        summary_html=product.summary_html,
        handle=product.handle,
        seo_title=product.seo_title,
        seo_description=product.seo_description,
        brand=named.name if (named := brands.get(product.brand_id or product.id)) else "",
        category=tree[above[0]].name if above else "",
        category_ids=above,
        tags=product.tags,
        options=product.options,
        attributes={key: worded(value) for key, value in sorted(product.attributes.items())},
        variants=tuple(
            Sold(each.id, each.sku, each.gtin, each.choices, each.price)
            for each in sorted(variants, key=lambda one: (one.position, one.id))
            if each.state is State.active
        ),
        version=product.version,
    )


def worded(value: Value) -> str:
    if isinstance(value, tuple):
        return " ".join(map(worded, value))
    return value if isinstance(value, str) else "" if value is None else shown(value)


# What platforms want to know in a category


async def pairs_of(tx: Tx, goods: Mapping[UUID, Goods]) -> Mapping[tuple[str, str], Pair]:
    ids = sorted({each for product in goods.values() for each in product.category_ids})
    return {(each.platform, each.ours): each for each in await rules.mapped(tx, ids)} if ids else {}


def requires_of(
    pairs: Mapping[tuple[str, str], Pair], platform: str, goods: Goods
) -> tuple[tuple[str, ...], bool]:
    """Of the nearest category that is mapped."""
    for category_id in goods.category_ids:
        if pair := pairs.get((platform, str(category_id))):
            return pair.requires, True
    return (), False
