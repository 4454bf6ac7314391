"""What the routes of notices need."""

from hanse.engine.doors import access
from hanse.engine.doors.access import ADMINS, EVERYBODY

READ = access.declare("notices.notice.read", "See one's own notices.", *EVERYBODY)
WRITE = access.declare(
    "notices.notice.write",
    "Mark one's own notices as read, and choose what to be told.",
    *EVERYBODY,
)
READ_ENDPOINTS = access.declare("notices.endpoint.read", "See the webhooks.", *ADMINS)
WRITE_ENDPOINTS = access.declare(
    "notices.endpoint.write", "Add webhooks, change and remove them, see their secrets.", *ADMINS
)
READ_DELIVERIES = access.declare(
    "notices.delivery.read", "See what was sent to webhooks, and what they answered.", *ADMINS
)
