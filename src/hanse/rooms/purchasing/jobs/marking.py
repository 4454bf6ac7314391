"""The follower that notes with suppliers what they did, and settles what vouchers were kept for."""

from hanse.engine.log.followers import Follower
from hanse.rooms.purchasing.service import marking

BATCH = 100


def follower() -> Follower:
    return Follower("purchasing_marks", marking.FOLLOWED, marking.follow, batch=BATCH)
