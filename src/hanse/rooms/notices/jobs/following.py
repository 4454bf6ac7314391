"""Who follows the log for notices."""

from hanse.engine.log.followers import Follower
from hanse.rooms.notices.model.kinds import NOTICES, followed
from hanse.rooms.notices.service.telling import roles_with, tell

BATCH = 50  # events; each may be for many people


def follower() -> Follower:
    """Asked for when all doors are loaded, so that it follows what every room declares.

    A permission that nobody declares is a `LookupError` here, at the start.
    """
    for permission in {kind.permission for kind in NOTICES.values() if kind.permission}:
        roles_with(permission)
    return Follower("notices", frozenset(followed()), tell, batch=BATCH)
