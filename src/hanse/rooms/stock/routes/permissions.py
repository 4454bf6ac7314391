"""What the routes of stock need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS

READ_LEVELS = access.declare(
    "stock.level.read", "See what is there, what is promised and what moved.", *EVERYBODY
)
WRITE_LEVELS = access.declare(
    "stock.level.write",
    "Take goods in, correct what is there, count, move goods between places, keep for promotions.",
    *MANAGERS,
)
READ_PLACES = access.declare("stock.place.read", "See places where goods lie.", *EVERYBODY)
WRITE_PLACES = access.declare("stock.place.write", "Add, change and archive places.", *MANAGERS)
# Live events of these nouns are for whoever may see what is there.
READ_COUNTS = access.declare("stock.count.read", "See counts of places.", *EVERYBODY)
READ_TRANSFERS = access.declare(
    "stock.transfer.read", "See goods on their way between places.", *EVERYBODY
)
READ_PROMOTIONS = access.declare(
    "stock.promotion.read", "See what is kept for promotions.", *EVERYBODY
)
READ_CHANNELS = access.declare(
    "stock.channel.read", "See how shops are told of stock, and how fast.", *EVERYBODY
)
WRITE_CHANNELS = access.declare(
    "stock.channel.write",
    "Say how shops are told of stock: on and off, held, what is kept back.",
    *MANAGERS,
)
# Live events of these nouns are for whoever may see what is there.
READ_VARIANTS = access.declare(
    "stock.variant.read",
    "See what is counted from now on, runs low, is sold out or came back.",
    *EVERYBODY,
)
READ_SETTINGS = access.declare(
    "stock.settings.read", "See when stock counts as low, and how counts open.", *EVERYBODY
)
READ_SHOP_PLACES = access.declare("stock.shop_place.read", "See places of shops.", *EVERYBODY)
