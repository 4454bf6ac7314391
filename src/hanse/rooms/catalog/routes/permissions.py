"""What the routes of catalog need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS, READERS

READ = access.declare("catalog.product.read", "See products, without what they cost.", *EVERYBODY)
WRITE = access.declare(
    "catalog.product.write", "Make, edit, merge and split products, and what names them.", *MANAGERS
)
READ_COSTS = access.declare("catalog.cost.read", "See what products cost us.", *READERS)
WRITE_COSTS = access.declare("catalog.cost.write", "Set what products cost us.", *MANAGERS)
READ_MATCHES = access.declare(
    "catalog.match.read", "See the listings of which nobody knows what they are.", *EVERYBODY
)
WRITE_MATCHES = access.declare(
    "catalog.match.write",
    "Say which listing is which product, and have products made of listings.",
    *MANAGERS,
)
