"""Price rules of the demo: one that works, one that waits for its campaign, and one to try out."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from hanse.engine.tx import Actor, Database
from hanse.rooms.pricing.model.layers import (
    Campaign,
    Cost,
    Ending,
    Exchange,
    Fees,
    Floor,
    Layers,
    Markup,
    Of,
    Way,
)
from hanse.rooms.pricing.model.rules import Band, Mode, Rule, RuleState
from hanse.rooms.pricing.service import rules

NEW = UUID(int=0)  # a rule gets its id when it is kept
NINETY_NINE = Ending(Decimal(1), Decimal("0.01"), Way.up)
WEEK = timedelta(days=7)


async def make_rules(database: Database, workspace_id: UUID, person: Actor) -> None:
    """Once. They propose nothing before goods have costs and prices are handed over to the hub."""
    async with database.tx(workspace_id, person) as tx:
        if (await rules.book(tx)).rules:
            return
        usual = Layers(
            cost=Cost(or_supplier=True),
            fees=Fees(Decimal(12)),
            markup=Markup(Decimal(35), Of.price),
            exchange=Exchange(Decimal(1)),
            rounding=NINETY_NINE,
            floor=Floor(over_cost_percent=Decimal(10)),
        )
        week = Campaign(tx.now + WEEK, tx.now + 2 * WEEK, percent_off=Decimal(15))
        sale = Layers(campaign=week)
        tried = Layers(cost=Cost(or_supplier=True), markup=Markup(Decimal(80)), exchange=Exchange())
        made = [
            await rules.create(tx, Rule(NEW, name, layers, state=state))
            for name, layers, state in (
                ("Sale next week", sale, RuleState.active),
                ("All goods", usual, RuleState.active),
                ("Simple markup", tried, RuleState.paused),
            )
        ]
        order = [each.id for each in made]
        await rules.arrange(tx, order, Mode.stacked, Band(Decimal(2)), 0)
