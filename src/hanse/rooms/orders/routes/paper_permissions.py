"""What the routes of papers need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import MANAGERS, READERS, Role

READ_INVOICES = access.declare(
    "orders.invoice.read",
    "See and print invoices and credit notes, with whom they are for.",
    *READERS,
    Role.support,
)
WRITE_INVOICES = access.declare(
    "orders.invoice.write", "Issue invoices and credit notes.", *MANAGERS
)
READ_SELLERS = access.declare(
    "orders.seller.read", "See what papers say of a business.", *READERS, Role.support
)
WRITE_SELLERS = access.declare(
    "orders.seller.write",
    "Say what papers say of a business, with its bank account and its numbers.",
    *MANAGERS,
)
READ_SLIPS = access.declare(
    "orders.slip.read",
    "Print pick lists and packing slips, with where parcels go.",
    *MANAGERS,
    Role.support,
)
