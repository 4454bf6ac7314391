"""The card of the European Central Bank: rates to the euro, for everybody, without an account."""

from datetime import date

from hanse.connectors.ecb import mapping
from hanse.connectors.ecb.wire import files
from hanse.connectors.ecb.wire.asking import call_for, cubes_of, words
from hanse.connectors.ecb.wire.envelope import DAYS_MAX
from hanse.engine.manifest import ANYWHERE, Connector, Quirk, Rate, Read
from hanse.engine.wire.wire import Answer
from hanse.trade.ports_read import Reach
from hanse.trade.rates import Published

__all__ = ["CARD", "call_for", "published", "read_file", "words"]

CARD = Connector(
    name="ecb",
    title="European Central Bank",
    markets=(ANYWHERE,),
    sign_ins=(),
    keys=(),
    # Nobody counts calls there that anybody knows of; a few in a day are enough.
    rates=(Rate("files", 1, "guessed: what nobody minds", units=6, window_s=60.0),),
    reads=(
        Read(
            kind="rates",
            family="files",
            reaches=frozenset({Reach.everything.value, Reach.changed.value}),
            rows_max=DAYS_MAX,
        ),
    ),
    writes=(),
    plumbing=(),
    limits=(),
    meanings=(),
    quirks=(
        Quirk("The euro is not among its own rates.", "the bank's page"),
        Quirk("There is no file for weekends and the bank's holidays.", "the bank's page"),
        Quirk("The file of a day comes at about 16:00 in Frankfurt.", "the bank's page"),
        Quirk("The daily file quotes with ', the others with \".", "the bank's page"),
        Quirk("The newest day comes first.", "the bank's page"),
        Quirk("What was not quoted on a day is N/A in tables.", "the bank's page"),
        Quirk("Currencies end: RUB in March 2022, BGN at the end of 2025.", "the bank's page"),
        Quirk("VND, TWD, AED, SAR and NGN are not there.", "the bank's page"),
        Quirk("Whether it answers 304 is not known; both answers are right.", "guessed"),
    ),
)


def published(answer: Answer, today: date) -> Published:
    """The rates in an answer that was no fault."""
    return mapping.published(cubes_of(answer), today)


def read_file(body: bytes, today: date) -> Published:
    """The rates in a file that somebody has at hand; `Rejected` if it is none of the bank's."""
    return mapping.published(files.read_file(body), today)
