"""What the routes of connections need."""

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS, EVERYBODY, MANAGERS

READ = access.declare(
    "connections.account.read", "See connected shops, how they are, and what runs out.", *EVERYBODY
)
WRITE = access.declare(
    "connections.account.write", "Connect shops, connect them again, disconnect them.", *ADMINS
)
APPROVE = access.declare(
    "connections.account.approve",
    "Let changes go out to a shop, or have them rehearsed only.",
    *ADMINS,
)
READ_CALLS = access.declare(
    "connections.call.read", "See what was sent to a shop, and what came back.", *ADMINS
)
READ_HOOKS = access.declare(
    "connections.hook.read", "See the webhooks that a shop sent.", *MANAGERS
)
WRITE_HOOKS = access.declare(
    "connections.hook.write", "Have webhooks read again, and switched on again.", *MANAGERS
)
