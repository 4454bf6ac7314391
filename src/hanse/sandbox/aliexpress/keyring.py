"""The app that is known here, and the tokens that it holds."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class App:
    key: str
    secret: str
    title: str = "Hanse"
    redirect_uris: list[str] = field(default_factory=list)  # empty lets every address pass


@dataclass(slots=True)
class Grant:
    """What a buyer let an app do. Its end does not move."""

    app_key: str
    ends_at: datetime


@dataclass(slots=True)
class Token:
    grant: Grant
    expires_at: datetime


@dataclass(slots=True)
class Keyring:
    tokens: dict[str, Token] = field(default_factory=dict)
    refreshes: dict[str, Grant] = field(default_factory=dict)
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)  # app, and until when
    nonces: dict[str, dict[str, str]] = field(default_factory=dict)

    def holder(self, text: str, app_key: str, now: datetime) -> Token | None:
        """The token where it is this app's and still counts."""
        found = self.tokens.get(text)
        if found is None or found.grant.app_key != app_key or found.expires_at <= now:
            return None
        return found

    def forget(self, grant: Grant) -> None:
        """All that was given out under it."""
        for text in [text for text, row in self.tokens.items() if row.grant is grant]:
            del self.tokens[text]
        for text in [text for text, row in self.refreshes.items() if row is grant]:
            del self.refreshes[text]
