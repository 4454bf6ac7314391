"""Files on the open internet, for rooms that hold no wire of their own."""

from collections.abc import Awaitable, Callable

from hanse.engine.files.pictures import BYTES_MAX
from hanse.engine.wire.wire import Call, Limits, Timeouts, Wire

TIMEOUTS = Timeouts(whole_s=120.0)
REDIRECTS_MAX = 3  # as shops do that moved their pictures elsewhere
ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif"


def pictures_by(wire: Wire) -> Callable[[str], Awaitable[bytes]]:
    """A picture behind an address that a shop shows; never from a private network."""

    async def fetch(url: str) -> bytes:
        limits = Limits(received_bytes_max=BYTES_MAX, redirects_max=REDIRECTS_MAX)
        headers = {"accept": ACCEPT}
        call = Call("GET", url, False, headers=headers, limits=limits, timeouts=TIMEOUTS)
        return (await wire.send(call)).body

    return fetch
