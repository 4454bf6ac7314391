"""What can be carried from one workspace to another, part by part, in the order of the rooms.

What leans on something stands after it: a part is applied after those above it, and what goes is
taken away from the last part to the first. Write modes are no part: a shop is switched to live on
purpose, by a person. Nor are secrets, keys, people, sessions and networks.
"""

from typing import cast

from hanse.changes.service import portable as changes
from hanse.rooms.config.service.parts import Part, Parts
from hanse.rooms.identity.service import portable as identity
from hanse.rooms.notices.service import portable as notices

PARTS = cast(
    "Parts",
    (
        Part(
            *("limits", "Limits of the guard", changes.GuardLimits, changes.one_name),
            *(changes.limits, changes.settled_limits, changes.apply_limits),
            one=True,
        ),
        Part(
            *("policy", "Who has to agree", changes.ApprovalPolicy, changes.one_name),
            *(changes.policy, changes.settled_policy, changes.apply_policy),
            one=True,
        ),
        Part(
            *("role_limits", "How much a role approves", identity.RoleLimit, identity.role_of),
            *(identity.role_limits, identity.settled_limit, identity.apply_role_limits),
        ),
        Part(
            *("webhooks", "Webhooks", notices.Webhook, notices.webhook_name),
            *(notices.webhooks, notices.settled_webhook, notices.apply_webhooks),
        ),
    ),
)
