"""What the routes of refunds and returns need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS, Role

READ_REFUNDS = access.declare(
    "orders.refund.read", "See what was given back of orders and what is left.", *EVERYBODY
)
WRITE_REFUNDS = access.declare(
    "orders.refund.write",
    "Propose refunds and cancellations; whoever may approve changes decides.",
    *MANAGERS,
    Role.support,
)
READ_RETURNS = access.declare("orders.return.read", "See returns of orders.", *EVERYBODY)
WRITE_RETURNS = access.declare(
    "orders.return.write",
    "Write down returns, approve or decline them, and receive what comes back.",
    *MANAGERS,
    Role.support,
)
