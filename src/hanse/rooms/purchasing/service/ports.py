"""What purchasing is handed by `app`: the way to suppliers, for questions that change nothing, and
to services that follow parcels."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.manifest import Connector
from hanse.trade.shop import Shop
from hanse.trade.supply import (
    Dispute,
    DisputeLine,
    DisputeTerms,
    Freight,
    FreightAsk,
    Supply,
    SupplyPort,
    SupplyStock,
    Tracked,
)
from hanse.trade.trackers import Allowance, Looked, Taken, TrackerPort
from hanse.trade.tracking import TrackReport
from hanse.trade.trends import Category, Feed, SeenPage, Sought


class Opened(Protocol):
    """An account at a supplier, with its keys."""

    @property
    def id(self) -> UUID: ...

    @property
    def shop(self) -> Shop: ...

    @property
    def platform_name(self) -> str: ...


class Suppliers(Protocol):
    """Each method asks the supplier itself, at its pace."""

    def card(self, platform: str) -> Connector: ...

    def port(self, platform: str) -> SupplyPort | None: ...

    async def open(self, workspace_id: UUID, account_id: UUID) -> Opened: ...

    async def supplies(self, opened: Opened, product_ids: Sequence[str]) -> Mapping[str, Supply]:
        """Products by their ids; one that is not there is left out. What was read is kept."""
        ...

    def look_points(self, opened: Opened) -> int:
        """What reading one product costs of the day's points."""
        ...

    async def stocks(self, opened: Opened, product_id: str) -> Sequence[SupplyStock]: ...

    async def freights(self, opened: Opened, ask: FreightAsk) -> Sequence[Freight]: ...

    async def balance(self, opened: Opened) -> Money | None:
        """None where the supplier keeps none for us."""
        ...

    async def dispute_lines(self, opened: Opened, order_id: str) -> Sequence[DisputeLine]:
        """What a dispute about this order can be about; nothing where no call tells it."""
        ...

    async def dispute_terms(
        self, opened: Opened, order_id: str, lines: Sequence[DisputeLine]
    ) -> DisputeTerms: ...

    async def disputes(self, opened: Opened, order_id: str) -> Sequence[Dispute]:
        """All that were ever opened about it."""
        ...

    async def tracked(
        self, opened: Opened, parcels: Sequence[Tracked]
    ) -> Sequence[TrackReport]: ...

    def tells_trends(self, platform: str) -> bool:
        """Whether lists of what sells there can be read."""
        ...

    async def seen(self, opened: Opened, sought: Sought, page: int) -> SeenPage: ...

    async def feeds(self, opened: Opened) -> Sequence[Feed]: ...

    async def categories(self, opened: Opened, parent_id: str) -> Sequence[Category]:
        """Those at the top, or below one."""
        ...


class Trackers(Protocol):
    """Services that follow parcels of all carriers. Who has numbers followed there pays for each
    once; nothing of a merchant is changed by it."""

    def platforms(self) -> Collection[str]: ...

    def port(self, platform: str) -> TrackerPort: ...

    async def open(self, workspace_id: UUID, account_id: UUID) -> Opened: ...

    async def look(self, opened: Opened, numbers: Sequence[str]) -> Looked: ...

    async def register(self, opened: Opened, numbers: Sequence[str]) -> Taken: ...

    async def stop(self, opened: Opened, numbers: Sequence[str]) -> None: ...

    async def allowance(self, opened: Opened) -> Allowance: ...
