"""Where people and platforms find us, as the settings say."""

from pathlib import Path

from hanse.engine.settings import Settings


def address(settings: Settings, port: int = 0) -> str:
    """Where a person finds us: the public address, or this machine by its own name."""
    if settings.public_url:
        return settings.public_url
    scheme = "https" if settings.tls_certificate else "http"
    host = "localhost" if settings.host in ("127.0.0.1", "::1", "0.0.0.0", "::") else settings.host  # noqa: S104
    return f"{scheme}://{host}:{port or settings.port}"


def authorities(settings: Settings) -> Path | None:
    """The file of certificate authorities of the operator's own, if there is one."""
    return Path(settings.outbound_ca_file) if settings.outbound_ca_file else None
