"""What can be written, and how each of it behaves: the ports, and what the card says of them."""

from hanse.connectors.shopify.writes import (
    cancelling,
    creation,
    media,
    offers,
    offers_creation,
    parcels,
    products,
    refunds,
    stock,
)
from hanse.connectors.shopify.writes.calls import MADE_MAX, ROWS_MAX
from hanse.engine.manifest import Proof, Repeat, Write
from hanse.trade.ports_write import WritePort

ABSOLUTE: tuple[WritePort, ...] = (*offers.PORTS, *products.PORTS)
WRITES: tuple[WritePort, ...] = (
    *ABSOLUTE,
    stock.PORT,
    creation.PORT,
    offers_creation.PORT,
    media.PORT,
    parcels.PORT,
    refunds.PORT,
    cancelling.PORT,
)

# Reading by id is never behind. guessed, in all of them: for how long a document whose answer was
# lost may still be carried out.
SPECIAL: tuple[Write, ...] = (
    Write(
        kind=stock.KIND,
        family="graphql",
        repeat=Repeat.absolute,
        proof=Proof.read,
        batch_max=stock.ROWS_MAX,
        settle_after_s=10.0,
        compare_and_set=True,
        key_memory_s=stock.KEY_MEMORY_S,
        cost=stock.COST,
    ),
    # A part of an order that is not left is not sent again, and of the rest the order is read for
    # our number before a second try. guessed: that this tells it after so long.
    Write(
        kind=parcels.SHIP,
        family="graphql",
        repeat=Repeat.one_time,
        proof=Proof.read,
        batch_max=1,
        settle_after_s=30.0,
        unique_by=parcels.UNIQUE,
        cost=0,
        row_cost=11,
    ),
    # Under our key Shopify gives its first answer again, which is the proof.
    Write(
        kind=refunds.KIND,
        family="graphql",
        repeat=Repeat.one_time,
        proof=Proof.keyed_answer,
        batch_max=1,
        settle_after_s=10.0,
        key_memory_s=refunds.KEY_MEMORY_S,
        cost=0,
        row_cost=11,
    ),
    # An order is cancelled once, whoever asks again. guessed: the job is over after so long.
    Write(
        kind=cancelling.KIND,
        family="graphql",
        repeat=Repeat.one_time,
        proof=Proof.read,
        batch_max=1,
        settle_after_s=30.0,
        unique_by=cancelling.UNIQUE,
        cost=0,
        row_cost=11,
    ),
    # A product takes longer to be made.
    Write(
        kind=creation.CREATE,
        family="graphql",
        repeat=Repeat.one_time,
        proof=Proof.read,
        batch_max=MADE_MAX,
        settle_after_s=30.0,
        unique_by=creation.UNIQUE,
        cost=0,
        row_cost=55,
    ),
    Write(
        kind=offers_creation.CREATE,
        family="graphql",
        repeat=Repeat.one_time,
        proof=Proof.read,
        batch_max=MADE_MAX,
        settle_after_s=30.0,
        unique_by=offers_creation.UNIQUE,
        cost=0,
        row_cost=10,
    ),
    # A picture that the platform fetches may come later than that, and says of itself that it is
    # waited for.
    Write(
        kind=media.MEDIA,
        family="graphql",
        repeat=Repeat.absolute,
        proof=Proof.read,
        batch_max=media.ROWS_MAX,
        settle_after_s=30.0,
        cost=0,
        row_cost=21,
    ),
)


def card(port: WritePort) -> Write:
    return next((each for each in SPECIAL if each.kind == port.kind), usual(port))


def usual(port: WritePort) -> Write:
    return Write(
        kind=port.kind,
        family="graphql",
        repeat=Repeat.absolute,
        proof=Proof.read,
        batch_max=ROWS_MAX,
        settle_after_s=20.0,
        cost=0,
        row_cost=11,  # where no two are of one product
    )
