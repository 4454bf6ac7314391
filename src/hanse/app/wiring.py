"""Which rooms and connectors there are: their routes, jobs, schedules and followers."""

from collections.abc import Sequence
from typing import Protocol

from hanse.app import handing, rates
from hanse.app.fetching import pictures_by
from hanse.app.supplying import Suppliers, Trackers
from hanse.changes import jobs as changes_jobs
from hanse.changes.routes import changes as single_changes
from hanse.changes.routes import drifts as change_drifts
from hanse.changes.routes import owners as change_owners
from hanse.changes.routes import rules as change_rules
from hanse.changes.routes import sets as change_sets
from hanse.changes.service import hands
from hanse.connectors.aliexpress import manifest as aliexpress
from hanse.connectors.cj import manifest as cj
from hanse.connectors.ecb import manifest as ecb
from hanse.connectors.shopify import manifest as shopify
from hanse.connectors.track17 import manifest as track17
from hanse.connectors.woocommerce import manifest as woocommerce
from hanse.engine import calls as kept_calls
from hanse.engine import hooks as kept_hooks
from hanse.engine.doors.doors import Doors
from hanse.engine.files.shelf import Shelf
from hanse.engine.jobs.handlers import Jobs
from hanse.engine.log.followers import Follower
from hanse.engine.mail import mails
from hanse.engine.metrics import Meter
from hanse.engine.vault import SealedColumn
from hanse.engine.wire.wire import Wire
from hanse.rooms.billing import jobs as billing_jobs
from hanse.rooms.billing.routes import earnings as billing_earnings
from hanse.rooms.billing.routes import plans as billing
from hanse.rooms.billing.routes import shares as billing_shares
from hanse.rooms.catalog.jobs import files as catalog_files
from hanse.rooms.catalog.jobs import matching as catalog_jobs
from hanse.rooms.catalog.routes import bulks, imports, matches, media, names, products, told
from hanse.rooms.config import routes as config
from hanse.rooms.connections.jobs import tending
from hanse.rooms.connections.routes import accounts, calls, consents, hooks, modes, platforms
from hanse.rooms.connections.service import keeping
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.identity.jobs import closing
from hanse.rooms.identity.jobs import tidying as identity_jobs
from hanse.rooms.identity.routes import (
    activity,
    businesses,
    factors,
    invitations,
    joining,
    keys,
    limits,
    members,
    passkeys,
    passwords,
    people,
    proof,
    sessions,
    sign_in,
    tokens,
    workspaces,
)
from hanse.rooms.identity.routes.held import Held as Held
from hanse.rooms.identity.service import tokens as access_tokens
from hanse.rooms.letters.routes import settings as letter_settings
from hanse.rooms.letters.routes import stops as letter_stops
from hanse.rooms.letters.routes import templates as letter_templates
from hanse.rooms.listings.jobs import planning as listings_jobs
from hanse.rooms.listings.routes import listings, mappings, templates
from hanse.rooms.mirror.jobs import reading
from hanse.rooms.mirror.routes import feeds, things
from hanse.rooms.mirror.service import packing
from hanse.rooms.notices.jobs import following
from hanse.rooms.notices.jobs import sending as notices_jobs
from hanse.rooms.notices.routes import endpoints, notices, preferences
from hanse.rooms.notices.service import endpoints as webhooks
from hanse.rooms.orders.jobs import earning as orders_earning
from hanse.rooms.orders.jobs import intake as orders_jobs
from hanse.rooms.orders.jobs import lettering as orders_letters
from hanse.rooms.orders.routes import files as order_files
from hanse.rooms.orders.routes import letters as order_letters
from hanse.rooms.orders.routes import orders as order_book
from hanse.rooms.orders.routes import papers as order_papers
from hanse.rooms.orders.routes import picks as order_picks
from hanse.rooms.orders.routes import refunds as order_refunds
from hanse.rooms.orders.routes import returns as order_returns
from hanse.rooms.orders.routes import sellers as order_sellers
from hanse.rooms.orders.routes import sourcing as order_sources
from hanse.rooms.orders.service import sealing as order_people
from hanse.rooms.orders.service.papers import kept as kept_papers
from hanse.rooms.pricing import jobs as pricing_jobs
from hanse.rooms.pricing.routes import prices as price_doors
from hanse.rooms.pricing.routes import rules as price_rules
from hanse.rooms.pricing.routes import taxes as tax_doors
from hanse.rooms.pricing.service import rates as kept_rates
from hanse.rooms.purchasing.jobs import buying as purchasing_jobs
from hanse.rooms.purchasing.jobs import disputing as purchasing_disputes
from hanse.rooms.purchasing.jobs import following as purchasing_followed
from hanse.rooms.purchasing.jobs import looking as purchasing_looks
from hanse.rooms.purchasing.jobs import marking as purchasing_marks
from hanse.rooms.purchasing.jobs import trending as purchasing_trends
from hanse.rooms.purchasing.routes import disputes as dispute_doors
from hanse.rooms.purchasing.routes import looks as supplier_looks
from hanse.rooms.purchasing.routes import offers as supplier_offers
from hanse.rooms.purchasing.routes import orders as supplier_orders
from hanse.rooms.purchasing.routes import restocks as restock_doors
from hanse.rooms.purchasing.routes import suppliers as supplier_doors
from hanse.rooms.purchasing.routes import trends as trend_doors
from hanse.rooms.purchasing.routes import vouchers as voucher_doors
from hanse.rooms.purchasing.routes import wishes as wish_doors
from hanse.rooms.purchasing.service import hearing as parcels_heard
from hanse.rooms.stock.jobs import promotions as stock_promotions
from hanse.rooms.stock.jobs import pushing as stock_pushing
from hanse.rooms.stock.jobs import shown as stock_shown
from hanse.rooms.stock.routes import alerts as stock_alerts
from hanse.rooms.stock.routes import channels as stock_channels
from hanse.rooms.stock.routes import counts as stock_counts
from hanse.rooms.stock.routes import files as stock_files
from hanse.rooms.stock.routes import levels as stock_levels
from hanse.rooms.stock.routes import opening as stock_opening
from hanse.rooms.stock.routes import places as stock_places
from hanse.rooms.stock.routes import promotions as promotion_doors
from hanse.rooms.stock.routes import shop_places as stock_shop_places
from hanse.rooms.stock.routes import transfers as stock_transfers


class Connector(Platform, hands.Platform, Protocol):
    """What is asked of a connector: by whoever reads, and by whoever writes."""


# Every platform that can be connected, one line each.
CONNECTORS: Sequence[Connector] = (
    shopify,
    woocommerce,
    cj,
    aliexpress,
    track17,
)

# Whose exchange rates are read, for the whole installation. Nobody connects it.
RATES: rates.Source = ecb
SHELF = rates.Shelf(kept_rates.newest, kept_rates.on, kept_rates.keep)

CARDS = {each.CARD.name: each.CARD for each in CONNECTORS}

# Each room's doors, in the order of the rooms.
DOORS: Sequence[Doors] = (
    sign_in.doors,
    people.doors,
    passwords.doors,
    sessions.doors,
    tokens.doors,
    factors.doors,
    passkeys.doors,
    proof.doors,
    workspaces.doors,
    members.doors,
    invitations.doors,
    joining.doors,
    businesses.doors,
    limits.doors,
    keys.doors,
    activity.doors,
    platforms.doors,
    accounts.doors,
    modes.doors,
    consents.doors,
    calls.doors,
    hooks.doors,
    feeds.doors,
    things.doors,
    change_sets.doors,
    single_changes.doors,
    change_rules.doors,
    change_owners.doors,
    change_drifts.doors,
    billing.doors,
    billing_shares.doors,
    billing_earnings.doors,
    notices.doors,
    preferences.doors,
    endpoints.doors,
    letter_settings.doors,
    letter_templates.doors,
    letter_stops.doors,
    products.doors,
    told.doors,
    matches.doors,
    names.doors,
    price_rules.doors,
    price_doors.doors,
    tax_doors.doors,
    stock_places.doors,
    stock_levels.doors,
    stock_counts.doors,
    stock_transfers.doors,
    promotion_doors.doors,
    stock_files.doors,
    stock_channels.doors,
    stock_alerts.doors,
    stock_opening.doors,
    stock_shop_places.doors,
    supplier_doors.doors,
    supplier_offers.doors,
    voucher_doors.doors,
    supplier_looks.doors,
    trend_doors.doors,
    supplier_orders.doors,
    wish_doors.doors,
    dispute_doors.doors,
    restock_doors.doors,
    listings.doors,
    templates.doors,
    mappings.doors,
    order_book.doors,
    order_files.doors,
    order_letters.doors,
    order_papers.doors,
    order_picks.doors,
    order_refunds.doors,
    order_returns.doors,
    order_sellers.doors,
    order_sources.doors,
    config.doors,
    media.doors,
    imports.doors,
    bulks.doors,
)


NO_SHELF = Shelf()


def hands_of(reach: Reach, shelf: Shelf = NO_SHELF) -> hands.Hands:
    """What changes is handed of the rooms above it; whoever sends needs the shelf."""
    return handing.hands_of(reach, CONNECTORS, shelf)


def jobs_of(
    wire: Wire,
    reach: Reach,
    meter: Meter | None = None,
    shelf: Shelf = NO_SHELF,
    import_days: int = 90,
) -> Sequence[Jobs]:
    """Each room's jobs and schedules."""
    return (
        changes_jobs.jobs_of(hands_of(reach, shelf), meter),
        identity_jobs.jobs,
        closing.jobs,
        tending.jobs_of(reach, meter),
        reading.jobs_of(reach, meter, parcels_heard.hear),
        notices_jobs.sending(wire, reach.base, meter),
        catalog_jobs.jobs,
        pricing_jobs.jobs_of(hands_of(reach), meter),
        stock_promotions.jobs,
        stock_pushing.jobs_of(hands_of(reach), CARDS, meter),
        stock_shown.jobs,
        listings_jobs.jobs_of(hands_of(reach), CARDS, reach.base, meter),
        catalog_files.jobs_of(shelf, pictures_by(wire), import_days),
        purchasing_jobs.jobs_of(hands_of(reach), Suppliers(reach), meter),
        purchasing_looks.jobs_of(Suppliers(reach), meter),
        purchasing_followed.jobs_of(Trackers(reach), meter),
        purchasing_disputes.jobs_of(Suppliers(reach), meter),
        purchasing_trends.jobs_of(Suppliers(reach), meter),
        orders_jobs.jobs_of(hands_of(reach), CARDS, meter),
        orders_earning.jobs,
        billing_jobs.jobs,
    )


def followers(reach: Reach) -> Sequence[Follower]:
    """Who follows the log."""
    return (
        reading.follower(reach),
        following.follower(),
        catalog_jobs.follower(),
        pricing_jobs.follower(),
        stock_shown.follower(),
        stock_pushing.follower(),
        listings_jobs.follower(),
        catalog_files.follower(),
        purchasing_jobs.follower(),
        purchasing_marks.follower(),
        orders_jobs.follower(),
        orders_earning.follower(),
        orders_letters.follower(reach.base),
    )


# Each room's columns that hold sealed values, so that a new data key can seal them anew.
SEALED_COLUMNS: Sequence[SealedColumn] = (
    mails.HEAD,
    mails.BODY,
    kept_calls.EXCERPTS,
    kept_hooks.BODY,
    *access_tokens.SEALED_COLUMNS,
    webhooks.SECRET,
    webhooks.OLD_SECRET,
    keeping.SECRETS,
    keeping.TYPED,
    keeping.GRANTED,
    *packing.SEALED_COLUMNS,
    *order_people.SEALED_COLUMNS,
    *kept_papers.SEALED_COLUMNS,
)
