"""What the routes of orders need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS, EVERYBODY, MANAGERS, Caller, Role

READ = access.declare(
    "orders.order.read", "See orders, without who bought and where they go.", *EVERYBODY
)
WRITE = access.declare(
    "orders.order.write",
    "Hold orders and let them go on, tag them, write notes, pack and ship them.",
    *MANAGERS,
    Role.support,
)
READ_TROUBLES = access.declare(
    "orders.exception.read", "See what keeps orders from going their way.", *EVERYBODY
)
WRITE_TROUBLES = access.declare(
    "orders.exception.write", "Answer exceptions of orders.", *MANAGERS, Role.support
)
READ_CUSTOMERS = access.declare(
    "orders.customer.read",
    "See who bought, where it goes, and notes to orders. Who looks is in the log.",
    *MANAGERS,
    Role.support,
)
WRITE_CUSTOMERS = access.declare("orders.customer.write", "Erase who bought.", *ADMINS)


def sees_persons(caller: Caller) -> bool:
    return READ_CUSTOMERS.name in caller.permissions
