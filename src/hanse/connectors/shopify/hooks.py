"""What Shopify sends by itself: who sent it, what to look at again, and what we asked it to send.

A subscription that failed eight times in a row is deleted and not switched off: it is missing from
the list, and switching it on means making it anew.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence

from hanse.base.faults import Rejected, Unavailable
from hanse.connectors.shopify.mapping.ids import gid, plain_id
from hanse.connectors.shopify.wire import query
from hanse.connectors.shopify.wire.query import Fields, many, one
from hanse.trade.access import Access
from hanse.trade.documents import Document
from hanse.trade.ports_read import Kind, Question, Reply
from hanse.trade.signals import (
    AccountHint,
    AccountSignal,
    Delivery,
    Hint,
    Prints,
    Signal,
    Subscription,
    Switch,
)
from hanse.trade.stock import LevelAt

PREFIXES = ("x-shopify-", "shopify-")  # the second where the platform sends its newer events
NEEDED = ("topic", "hmac-sha256", "shop-domain", "api-version", "webhook-id")

Read = Callable[[Document], tuple[Signal, ...]]


# Who sent it


def header(headers: Mapping[str, str], name: str) -> str | None:
    """Names are in small letters."""
    return next((headers[p + name] for p in PREFIXES if headers.get(p + name)), None)


def signature(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def verify(headers: Mapping[str, str], body: bytes, access: Access) -> bool:
    """Whether whoever sent this knows the app's secret, or the one before it: for an hour after a
    change Shopify may still sign with that. Only the body is signed."""
    if not body or any(header(headers, name) is None for name in NEEDED):
        return False
    sent = (header(headers, "hmac-sha256") or "").encode(errors="replace")
    names = ("client_secret", "client_secret_before")
    secrets = [secret for name in names if (secret := access.fields.get(name))]
    right = [hmac.compare_digest(sent, signature(body, secret).encode()) for secret in secrets]
    return any(right)


# What to look at again


def changed(kind: Kind, key: str = "id", hint: Hint = Hint.changed) -> Read:
    def read(document: Document) -> tuple[Signal, ...]:
        remote_id = document.key(key)
        return (Signal(kind, hint, remote_id),) if remote_id else ()

    return read


def level(document: Document) -> tuple[Signal, ...]:
    """What is available at one place, with when it became so."""
    item, place = document.key("inventory_item_id"), document.key("location_id")
    if item is None:
        return ()
    available, at = document.whole("available"), document.instant("updated_at")
    told = LevelAt(place, available, modified_at=at) if place else None
    return (Signal(Kind.levels, Hint.changed, item, level=told),)


def product(document: Document) -> tuple[Signal, ...]:
    """It is told with every sale and with every number that is set, for the product counts as
    changed then. How many there are is told by the levels."""
    remote_id = document.key("id")
    told = prints(document)
    return (Signal(Kind.products, Hint.changed, remote_id, prints=told),) if remote_id else ()


TIMES = frozenset({"updated_at"})
COUNTS = frozenset({"inventory_quantity", "old_inventory_quantity"})
ALL_OF_THEM = "variant_gids"  # the others are told in part where there are many


def prints(document: Document) -> Prints | None:
    """None where the variants are not told one by one."""
    fields = document.fields
    variants, all_of_them = fields.get("variants"), fields.get(ALL_OF_THEM)
    if not isinstance(variants, list) or not isinstance(all_of_them, list):
        return None
    if len(variants) != len(all_of_them) or not all(isinstance(each, Mapping) for each in variants):
        return None
    counts = [[each.get("id"), each.get("inventory_quantity")] for each in variants]
    plain = [{n: v for n, v in each.items() if n not in TIMES | COUNTS} for each in variants]
    left_out = {*TIMES, "variants", ALL_OF_THEM}
    rest = {name: value for name, value in fields.items() if name not in left_out}
    return Prints(digest({**rest, "variants": plain}), digest(counts))


def digest(value: object) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


TOPICS: Mapping[str, Read] = {
    "products/create": product,
    "products/update": product,
    "products/delete": changed(Kind.products, hint=Hint.deleted),
    "inventory_levels/update": level,
    "inventory_levels/connect": changed(Kind.levels, "inventory_item_id"),
    "inventory_levels/disconnect": changed(Kind.levels, "inventory_item_id"),
    "inventory_items/update": changed(Kind.levels),
    "orders/create": changed(Kind.orders),
    "orders/updated": changed(Kind.orders),
    "orders/paid": changed(Kind.orders),
    "orders/cancelled": changed(Kind.orders),
    "orders/fulfilled": changed(Kind.orders),
    "orders/partially_fulfilled": changed(Kind.orders),
    "orders/delete": changed(Kind.orders, hint=Hint.deleted),
    "refunds/create": changed(Kind.orders, "order_id"),
    "fulfillments/create": changed(Kind.orders, "order_id"),
    "fulfillments/update": changed(Kind.orders, "order_id"),
    "customers/create": changed(Kind.buyers),
    "customers/update": changed(Kind.buyers),
    "customers/delete": changed(Kind.buyers, hint=Hint.deleted),
}
OF_ACCOUNT: Mapping[str, AccountHint] = {
    "app/uninstalled": AccountHint.uninstalled,
    "app/scopes_update": AccountHint.scopes_changed,
    "shop/update": AccountHint.shop_changed,
    "bulk_operations/finish": AccountHint.bulk_finished,
    "customers/data_request": AccountHint.data_asked,
    "customers/redact": AccountHint.person_erased,
    "shop/redact": AccountHint.shop_erased,
}
PRIVACY = frozenset({"customers/data_request", "customers/redact", "shop/redact"})
# What a change of an order brings along anyway is not asked for apart. Topics about privacy are
# set in the app's own configuration; they cannot be asked for.
ASKED = (
    "products/create",
    "products/update",
    "products/delete",
    "inventory_levels/update",
    "inventory_levels/connect",
    "inventory_levels/disconnect",
    "inventory_items/update",
    "orders/create",
    "orders/updated",
    "orders/delete",
    "refunds/create",
    "fulfillments/create",
    "fulfillments/update",
    "customers/create",
    "customers/update",
    "customers/delete",
    "app/uninstalled",
    "app/scopes_update",
    "shop/update",
    "bulk_operations/finish",
)


def is_ping(headers: Mapping[str, str], body: bytes) -> bool:
    """Shopify signs everything that it sends."""
    return False


def signals(headers: Mapping[str, str], body: bytes) -> Delivery:
    """What to look at again. The body is what was true when it was sent: ids are taken, and what
    tells whether that is known already, nothing to be kept."""
    topic = header(headers, "topic")
    found, account, note = hints(topic or "", body)
    return Delivery(
        delivery_id=header(headers, "webhook-id"),  # a repeat has the same
        subscription_id=None,
        topic=topic,
        signals=found,
        note=note,
        account=account,
    )


def hints(topic: str, body: bytes) -> tuple[tuple[Signal, ...], AccountSignal | None, str]:
    read, account = TOPICS.get(topic), OF_ACCOUNT.get(topic)
    if read is None and account is None:
        return (), None, "unknown topic"
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return (), None, "not readable"
    document = Document(value if isinstance(value, Mapping) else {})
    if account is not None:
        again = erased(document) if account is AccountHint.person_erased else ()
        return again, AccountSignal(account, about(account, document)), ""
    found = read(document) if read else ()
    return found, None, "" if found else "no id"


def erased(document: Document) -> tuple[Signal, ...]:
    """The person and the orders that the shop has made nameless: as they are there now, they are
    here when they have been read again."""
    person = document.one("customer")
    number = person.key("id") if person else None
    named = document.texts("orders_to_redact")
    buyers = [Signal(Kind.buyers, Hint.changed, number)] if number else []
    return (*buyers, *(Signal(Kind.orders, Hint.changed, each) for each in named))


def about(account: AccountHint, document: Document) -> str | None:
    """The file or the person; a person may be told by a mail address only, which stays in there."""
    if account is AccountHint.bulk_finished:
        return plain_id(document.filled("admin_graphql_api_id") or "")
    person = document.one("customer")
    return person.key("id") if person else None


# What we asked for

FIELDS = Fields("id topic uri")
ENUMS: Mapping[str, str] = {each.upper().replace("/", "_"): each for each in (*TOPICS, *OF_ACCOUNT)}
PAGE_ROWS = 100
PAYLOAD = f"webhookSubscription {{ {FIELDS.text} }} userErrors {{ field message }}"
CREATED = "webhookSubscriptionCreate"


def subscriptions_question(page: str | None = None) -> Question:
    """Of this app alone; the platform shows nobody those of others."""
    asked = many("webhookSubscriptions", PAGE_ROWS, FIELDS, ", after: $after")
    text = f"query($after: String) {{ {asked.text} }}"
    return query.question(text, asked.cost, {"after": page}, "webhooks.list")


def subscriptions_of(reply: Reply) -> Sequence[Subscription]:
    data = Document(reply.document if isinstance(reply.document, Mapping) else {})
    if made := data.one(CREATED):
        one_made = made.one("webhookSubscription")
        return tuple(subscription(each) for each in [one_made] if each)
    listed = data.one("webhookSubscriptions")
    if listed is None:
        raise Unavailable("Shopify answered, but not with webhooks.")
    return tuple(subscription(each) for each in listed.many("nodes"))


def subscriptions_next(reply: Reply, page: str | None) -> str | None:
    data = Document(reply.document if isinstance(reply.document, Mapping) else {})
    info = (data.one("webhookSubscriptions") or Document({})).one("pageInfo") or Document({})
    end = info.filled("endCursor") if info.flag("hasNextPage") else None
    return end if end != page else None


def subscription(told: Document) -> Subscription:
    """Whatever is on the list is on. The topic is named as deliveries name it."""
    document = Document(told.fields)
    document.need("topic", "uri")
    topic = document.filled("topic")
    return Subscription(
        remote_id=plain_id(document.filled("id") or "") or "",
        topic=ENUMS.get(topic or "", topic),
        address=document.filled("uri"),
        switch=Switch.on,
        findings=document.said,
    )


def subscribe_question(topic: str, address: str, access: Access) -> Question:
    if not access.fields.get("client_secret"):
        raise Rejected(
            "Without the client secret nobody can tell whether a message is from Shopify.",
            next_step="Enter the client secret of the app beside the token.",
        )
    if topic in PRIVACY:
        raise Rejected(
            f"Shopify takes the address for {topic} from the app's own configuration only.",
            next_step="Enter it in the Dev Dashboard, under compliance topics.",
        )
    return created(topic, address)


def created(topic: str, address: str) -> Question:
    text = (
        "mutation($topic: WebhookSubscriptionTopic!, $about: WebhookSubscriptionInput!) {"
        f" {CREATED}(topic: $topic, webhookSubscription: $about) {{ {PAYLOAD} }} }}"
    )
    variables = {
        "topic": topic.upper().replace("/", "_"),
        "about": {"uri": address, "format": "JSON"},
    }
    cost = 10 + one("webhookSubscription", FIELDS).cost
    return query.question(text, cost, variables, "webhooks.create", writes=True)


def switch_on_question(found: Subscription, access: Access) -> Question:
    """There is no switch: what Shopify took off the list is put on it again."""
    if not found.topic or not found.address:
        raise Rejected("Nobody knows what this webhook was for.", next_step="Ask for it anew.")
    return subscribe_question(found.topic, found.address, access)


def unsubscribe_question(remote_id: str) -> Question:
    text = (
        "mutation($id: ID!) { webhookSubscriptionDelete(id: $id)"
        " { deletedWebhookSubscriptionId userErrors { field message } } }"
    )
    variables = {"id": gid("WebhookSubscription", remote_id)}
    return query.question(text, 10, variables, "webhooks.delete", writes=True)
