"""What the routes of changes need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS, EVERYBODY, MANAGERS, READERS

READ_SETS = access.declare(
    "changes.set.read", "See sets of changes, how far they are, and who agreed.", *EVERYBODY
)
WRITE_SETS = access.declare(
    "changes.set.write", "Propose changes at shops, edit and withdraw what was not sent.", *MANAGERS
)
APPROVE_SETS = access.declare(
    "changes.set.approve", "Agree to changes, and release what the guard holds.", *MANAGERS
)
READ_CHANGES = access.declare(
    "changes.change.read",
    "See single changes with what was sent, answered and read back.",
    *EVERYBODY,
)
APPROVE_CHANGES = access.declare(
    "changes.change.approve", "Decide about changes whose outcome nobody knows.", *MANAGERS
)
READ_LIMITS = access.declare("changes.limits.read", "See the limits of the guard.", *READERS)
APPROVE_LIMITS = access.declare("changes.limits.approve", "Set the limits of the guard.", *ADMINS)
READ_POLICY = access.declare("changes.policy.read", "See who has to agree to changes.", *READERS)
APPROVE_POLICY = access.declare(
    "changes.policy.approve", "Set who has to agree to changes.", *ADMINS
)
APPROVE_OWNERS = access.declare(
    "changes.owner.approve",
    "Hand fields over to the hub, to a person or back to the shop.",
    *MANAGERS,
)
READ_DRIFT = access.declare(
    "changes.drift.read",
    "See what was changed at shops, and how much is as we left it.",
    *EVERYBODY,
)
APPROVE_DRIFT = access.declare(
    "changes.drift.approve",
    "Decide about what was changed at shops, and read them again.",
    *MANAGERS,
)
