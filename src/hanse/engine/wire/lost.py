"""What an error of the library means: before there was a connection, and after."""

import aiohttp

from hanse.base.faults import Fault
from hanse.engine.wire.progress import Progress

# What the library raises, the first that fits; the sentence goes on after the host.
BEFORE: tuple[tuple[type[Exception], str, str], ...] = (
    (
        aiohttp.ClientConnectorDNSError,
        "is a name that leads nowhere.",
        "See that the address is spelled as in the browser.",
    ),
    (
        aiohttp.ClientConnectorCertificateError,
        "shows a certificate that cannot be trusted",
        "Ask whoever runs it to renew it; if an authority of your own signed it, name its file in "
        "HANSE_OUTBOUND_CA_FILE.",
    ),
    (aiohttp.ClientSSLError, "does not speak TLS as it should.", ""),
    (aiohttp.ClientProxyConnectionError, "is behind a proxy that does not answer.", ""),
    (aiohttp.ClientHttpProxyError, "is behind a proxy that does not let us through.", ""),
    (Exception, "does not take connections there.", ""),
)
AFTER: tuple[tuple[type[Exception], str, str], ...] = (
    (aiohttp.ServerDisconnectedError, "hung up without an answer.", ""),
    (aiohttp.ClientPayloadError, "sent only a part of its answer.", ""),
    (aiohttp.ClientResponseError, "answered something that is not HTTP.", ""),
    (Exception, "broke the connection.", ""),
)


def broken(error: Exception, progress: Progress) -> Fault:
    """What an error of the library means: without a connection, nothing was sent."""
    table = AFTER if progress.connected else BEFORE
    what, step = next((what, step) for kind, what, step in table if isinstance(error, kind))
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        what += f" ({getattr(error.certificate_error, 'verify_message', 'no reason given')})."
    return progress.lost(what, step)
