"""What the routes of mirror need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS, READERS, Role

READ_PULLS = access.declare(
    "mirror.pull.read", "See how far shops have been read, and what keeps us from it.", *EVERYBODY
)
WRITE_PULLS = access.declare(
    "mirror.pull.write", "Have everything of a shop read again.", *MANAGERS
)
READ_PRODUCTS = access.declare(
    "mirror.product.read", "See the products that shops show, with their documents.", *EVERYBODY
)
READ_OFFERS = access.declare(
    "mirror.offer.read", "See the variants that shops show, with their documents.", *EVERYBODY
)
READ_LOCATIONS = access.declare(
    "mirror.location.read", "See the places at which shops keep goods.", *EVERYBODY
)
READ_LEVELS = access.declare("mirror.level.read", "See the stock that shops show.", *EVERYBODY)
READ_ORDERS = access.declare(
    "mirror.order.read", "See the orders of shops, with their documents.", *READERS, Role.support
)
READ_REFUNDS = access.declare(
    "mirror.refund.read", "See the refunds of shops.", *READERS, Role.support
)
READ_BUYERS = access.declare(
    "mirror.buyer.read",
    "See the customers of shops, with their documents.",
    *MANAGERS,
    Role.support,
)
