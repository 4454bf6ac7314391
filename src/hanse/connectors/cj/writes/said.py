"""What is said about a change before it goes out, and what all changes of an order share."""

from collections.abc import Iterable, Sequence

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.base.text import clean
from hanse.connectors.cj.mapping.goods import CURRENCY
from hanse.trade.fields import Value, spelled
from hanse.trade.ports_read import Ask, Kind, Reach
from hanse.trade.ports_write import Piece, Reading, Target, Wanted


def error(code: str, sentence: str, next_step: str, field: str) -> Finding:
    return Finding(Severity.error, code, clean(sentence), next_step, field)


def wrong(code: str, sentence: str, next_step: str) -> Rejected:
    """Of the change as a whole."""
    return Rejected(sentence, (error(code, sentence, next_step, ""),), next_step)


def piece(
    wanted: Wanted, document: object, findings: Sequence[Finding], known: Iterable[str]
) -> Piece:
    """`Rejected` if one of the findings is an error, with all of them."""
    strangers = sorted(set(wanted.after) - set(known))
    said = [*(unknown(each) for each in strangers), *findings]
    if not wanted.after:
        raise wrong("nothing_wanted", "It changes nothing.", "Leave it out.")
    if errors := [each for each in said if each.severity is Severity.error]:
        raise Rejected(errors[0].sentence, said, errors[0].next_step)
    body = spelled(document).encode()
    return Piece(wanted.target, body, findings=tuple(said))


def unknown(field: str) -> Finding:
    return error("unknown_field", f"'{field}' cannot be written here.", "Leave it out.", field)


def spent(value: Value, field: str) -> Sequence[Finding]:
    if isinstance(value, Money) and value.currency == CURRENCY and value.minor > 0:
        return ()
    sentence = f"What it costs is an amount in {CURRENCY} above 0."
    return (error("no_amount", sentence, "Ask CJ again what it costs.", field),)


def only(pieces: Sequence[Piece]) -> Piece:
    if len(pieces) != 1:
        raise ValueError(f"A call is about one order, not about {len(pieces)}.")
    return pieces[0]


def readings(targets: Sequence[Target]) -> tuple[Reading, ...]:
    """By id, each in a call of its own."""
    named = dict.fromkeys(each.remote_id for each in targets if each.remote_id)
    return tuple(Reading(Kind.purchases, Ask(Reach.named, ids=(each,))) for each in named)
