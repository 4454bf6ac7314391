"""What the routes of purchasing need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS, READERS

READ_SUPPLIERS = access.declare(
    "purchasing.supplier.read", "See suppliers, what they can do and how they did.", *EVERYBODY
)
WRITE_SUPPLIERS = access.declare(
    "purchasing.supplier.write",
    "Add, change and archive suppliers, say what is wanted of them, and accept what none proves.",
    *MANAGERS,
)
# Live events of this noun are for whoever may see suppliers.
READ_SETTINGS = access.declare(
    "purchasing.settings.read", "See what is wanted of every supplier.", *EVERYBODY
)
READ_OFFERS = access.declare(
    "purchasing.offer.read", "See what suppliers offer, and for how much.", *READERS
)
WRITE_OFFERS = access.declare(
    "purchasing.offer.write", "Say what suppliers offer, and for how much.", *MANAGERS
)
READ_VOUCHERS = access.declare("purchasing.voucher.read", "See codes of vouchers.", *READERS)
WRITE_VOUCHERS = access.declare("purchasing.voucher.write", "Book and change vouchers.", *MANAGERS)
READ_RESTOCKS = access.declare(
    "purchasing.restock.read", "See purchase orders for your own shelf.", *READERS
)
WRITE_RESTOCKS = access.declare(
    "purchasing.restock.write",
    "Make purchase orders for your own shelf, send them, and take in what comes.",
    *MANAGERS,
)
READ_ORDERS = access.declare(
    "purchasing.order.read",
    "See what is ordered of suppliers for buyers, and where it is, without what it costs.",
    *EVERYBODY,
)
READ_COSTS = access.declare(
    "purchasing.cost.read",
    "See what supplier orders cost, and what remains of the sale.",
    *READERS,
)
WRITE_ORDERS = access.declare(
    "purchasing.order.write",
    "Place supplier orders at once, stop them, agree to them, pay and end them.",
    *MANAGERS,
)
# Live events of this noun are for whoever may see supplier orders.
READ_PARCELS = access.declare(
    "purchasing.parcel.read", "See where parcels of suppliers are.", *EVERYBODY
)
READ_TOPICS = access.declare(
    "purchasing.topic.read", "See what is watched at suppliers, and what sells there.", *READERS
)
WRITE_TOPICS = access.declare(
    "purchasing.topic.write", "Say what is watched at suppliers.", *MANAGERS
)
