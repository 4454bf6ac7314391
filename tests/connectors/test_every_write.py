"""Every connector that writes is asked the same about it; what its answers say is its own test."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Finding, OutcomeUnknown, Rejected, Severity
from hanse.base.money import Money
from hanse.changes.model.kinds import KINDS, joined
from hanse.engine.manifest import Limit, Proof, Write
from hanse.trade.fields import Fields, Picture, Value
from hanse.trade.ports_read import Kind, Reach, Reply
from hanse.trade.ports_write import Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop
from tests.connectors.samples import (
    IN_VARIANTS,
    MONEY,
    OTHER_REFUNDED,
    OTHERS,
    SAMPLES,
    another,
    samples,
    seen,
    target,
    there,
)
from tests.connectors.sides import PAIRS, Pair, read

# What a card calls a field of ours.
LIMITS = {"gtin": ("gtin", "barcode"), "title": ("title", "name")}
# What a platform knows by itself, or says to the buyer whatever it is told.
UNSAID = {
    ("shopify", "orders.ship"): frozenset({"complete"}),
    ("woocommerce", "orders.ship"): frozenset({"notify"}),
    ("woocommerce", "orders.refund"): frozenset({"notify", "shipping"}),
    ("shopify", "orders.cancel"): frozenset({"cancelled", "amount"}),
    ("woocommerce", "orders.cancel"): frozenset({"cancelled", "restock", "notify"}),
}
MARK = "0192a7c0-0000-7000-8000-000000000001"


def writes_of(pair: Pair) -> Sequence[WritePort]:
    found: Sequence[WritePort] = getattr(pair.platform, "WRITES", ())
    return found


WRITING = [pair for pair in PAIRS if writes_of(pair) or pair.platform.CARD.writes]
every = pytest.mark.parametrize("pair", WRITING, ids=lambda pair: pair.name)
every_write = pytest.mark.parametrize(
    ("pair", "port"),
    [(pair, port) for pair in WRITING for port in writes_of(pair)],
    ids=lambda each: each.name if isinstance(each, Pair) else each.kind,
)


def card_of(pair: Pair, port: WritePort) -> Write:
    return next(each for each in pair.platform.CARD.writes if each.kind == port.kind)


def wishes(port: WritePort, shop: Shop) -> Iterator[Wanted]:
    """All fields at once, and where it is there already, each by itself."""
    whole = samples(port, shop)
    yield Wanted(target(port), seen(port), whole, MARK)
    for name in sorted(port.fields & IN_VARIANTS):
        yield Wanted(target(port), {}, samples(port, shop, name), MARK)
    if not KINDS[port.kind].creates:
        for name in whole:
            yield Wanted(target(port), whole, {name: whole[name]}, MARK)


def pieces(pair: Pair, port: WritePort, count: int) -> list[Piece]:
    """As many as asked for, of one group, each about another thing."""
    shop = pair.suite.SHOP
    found: list[Piece] = []
    for number in range(1, count + 1):
        after = dict(samples(port, shop))
        if "handle" in after:
            after["handle"] = f"lamp-{number}"
        wanted = Wanted(target(port, number), seen(port), after, f"{MARK}-{number}")
        piece = port.piece(wanted, shop)
        found.append(replace(piece, group=found[0].group if found else piece.group))
    return found


# The card


@every
def test_the_card_and_the_ports_write_the_same(pair: Pair) -> None:
    told = [each.kind for each in pair.platform.CARD.writes]
    assert sorted(told) == sorted(port.kind for port in writes_of(pair))
    assert len(set(told)) == len(told)


@every
def test_the_card_fits_the_kinds(pair: Pair) -> None:
    ways = joined(pair.platform.CARD.writes)
    for way in ways.values():
        assert way.write.proof is not Proof.read or way.write.settle_after_s > 0


@every_write
def test_what_a_second_one_is_refused_by_is_a_field(pair: Pair, port: WritePort) -> None:
    write = card_of(pair, port)
    if write.unique_by:
        assert write.unique_by in port.fields


@every_write
def test_every_field_is_known_and_has_a_name(pair: Pair, port: WritePort) -> None:
    assert port.fields
    assert port.fields <= set(SAMPLES)
    assert set(port.names) <= port.fields
    assert {name for name, _ in KINDS[port.kind].gauges} & port.fields <= set(SAMPLES)


# Pieces


@every_write
def test_the_same_change_is_the_same_bytes(pair: Pair, port: WritePort) -> None:
    for wanted in wishes(port, pair.suite.SHOP):
        one, two = port.piece(wanted, pair.suite.SHOP), port.piece(wanted, pair.suite.SHOP)
        assert one == two
        assert one.body
        assert one.target == wanted.target
        turned = Wanted(
            wanted.target, wanted.shown, dict(reversed(list(wanted.after.items()))), wanted.mark
        )
        assert port.piece(turned, pair.suite.SHOP).body == one.body


def other_of(port: WritePort, name: str, value: Value) -> Value:
    if (port.kind, name) == ("orders.refund", "lines"):
        return OTHER_REFUNDED
    return OTHERS.get(name, another(value))


@every_write
def test_another_value_is_other_bytes(pair: Pair, port: WritePort) -> None:
    shop = pair.suite.SHOP
    for name in port.fields - UNSAID.get((pair.name, port.kind), frozenset()):
        good = samples(port, shop, name)
        after = dict(good) if KINDS[port.kind].creates else {}
        one, other = (
            port.piece(Wanted(target(port), good, {**after, name: value}, MARK), shop).body
            for value in (good[name], other_of(port, name, good[name]))
        )
        assert one != other, name


@every_write
def test_what_is_said_of_a_good_change_is_no_error(pair: Pair, port: WritePort) -> None:
    for wanted in wishes(port, pair.suite.SHOP):
        for finding in port.piece(wanted, pair.suite.SHOP).findings:
            assert finding.severity is not Severity.error
            assert finding.sentence


def refusal(pair: Pair, port: WritePort, after: Fields) -> Sequence[Finding]:
    with pytest.raises(Rejected) as raised:
        port.piece(Wanted(target(port), {}, after, MARK), pair.suite.SHOP)
    wrong = [each for each in raised.value.findings if each.severity is Severity.error]
    assert wrong
    assert all(each.sentence and each.next_step for each in wrong)
    return wrong


def limited(pair: Pair, port: WritePort) -> Iterator[tuple[str, Limit]]:
    """The texts of a port that the card has a limit for."""
    for limit in pair.platform.CARD.limits:
        for name in port.fields:
            if limit.field in LIMITS.get(name, (name,)) and isinstance(SAMPLES[name], str):
                yield name, limit


@every_write
def test_a_value_over_the_limit_is_refused_with_a_finding(pair: Pair, port: WritePort) -> None:
    good = samples(port, pair.suite.SHOP)
    for name, limit in limited(pair, port):
        for finding in refusal(pair, port, {**good, name: "x" * (limit.size_max + 1)}):
            assert finding.field == name
            assert str(limit.size_max) in finding.sentence


@every_write
def test_a_value_of_another_type_is_refused_with_a_finding(pair: Pair, port: WritePort) -> None:
    for name in port.fields:
        good = samples(port, pair.suite.SHOP, name)
        found = refusal(pair, port, {**good, name: (("odd",), 7)})
        assert name in {each.field for each in found}


@every_write
def test_money_is_refused_rather_than_rounded_or_converted(pair: Pair, port: WritePort) -> None:
    good, shop = samples(port, pair.suite.SHOP), pair.suite.SHOP
    other = "EUR" if shop.currency != "EUR" else "USD"
    for name in port.fields & MONEY:
        fine, few = {**good, name: Money(shop.currency, 1291)}, replace(shop, decimals=1)
        with pytest.raises(Rejected):
            port.piece(Wanted(target(port), {}, fine, MARK), few)
        refusal(pair, port, {**good, name: Money(other, 1290)})
        refusal(pair, port, {**good, name: Money(shop.currency, -1)})


@every_write
def test_what_the_port_does_not_know_is_refused(pair: Pair, port: WritePort) -> None:
    good = samples(port, pair.suite.SHOP)
    refusal(pair, port, {**good, "colour_of_the_sky": "blue"})


@every_write
def test_what_is_there_is_not_made_and_what_is_not_there_is_not_changed(
    pair: Pair, port: WritePort
) -> None:
    good, shop = samples(port, pair.suite.SHOP), pair.suite.SHOP
    there = target(port)
    other = replace(there, remote_id="31" if KINDS[port.kind].creates else None)
    with pytest.raises(Rejected):
        port.piece(Wanted(other, {}, good, MARK), shop)


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
ANYTHING: st.SearchStrategy[Value] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | ANY_TEXT
    | st.sampled_from(["", " ", "\x00", "\ud800", "<script>", "a,b", "live", "x" * 300])
    | st.decimals(-(10**9), 10**9, places=3)
    | st.builds(Money, st.sampled_from(["USD", "JPY", "KWD"]), st.integers(-(2**63) + 1, 2**63 - 1))
    | st.datetimes(timezones=st.just(UTC))
    | st.builds(Picture, ANY_TEXT, ANY_TEXT, ANY_TEXT, st.sampled_from(["", "81"])),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=4,
)


@every_write
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_wanted_is_a_piece_or_is_refused_in_words(
    pair: Pair, port: WritePort, data: st.DataObject
) -> None:
    """Nothing else is raised, and all that is said can be kept."""
    names = sorted(port.fields)
    shown = data.draw(st.dictionaries(st.sampled_from(names), ANYTHING))
    after = {
        **(samples(port, pair.suite.SHOP) if data.draw(st.booleans()) else {}),
        **data.draw(st.dictionaries(st.sampled_from(names) | ANY_TEXT, ANYTHING, max_size=3)),
    }
    wanted = Wanted(target(port), shown, after, data.draw(ANY_TEXT))
    try:
        piece = port.piece(wanted, pair.suite.SHOP)
    except Rejected as fault:
        findings = fault.findings
        assert any(each.severity is Severity.error for each in findings)
    else:
        findings = piece.findings
        assert not any(each.severity is Severity.error for each in findings)
        assert piece.body.decode()
        port.request([piece], "key-1", pair.suite.SHOP)
    for each in findings:
        assert each.sentence
        assert len(each.sentence) < 1000
        assert b"\x00" not in str(each).encode()


# Calls


@every_write
def test_a_request_is_the_change_that_it_says(pair: Pair, port: WritePort) -> None:
    write = card_of(pair, port)
    batch = pieces(pair, port, min(2, write.batch_max))
    question = port.request(batch, "key-1", pair.suite.SHOP)
    assert (question.change, question.writes, question.plumbing) == (port.kind, True, "")
    assert question.family == write.family
    assert question.family in {rate.family for rate in pair.platform.CARD.rates}
    assert question.cost >= 1
    again = port.request(pieces(pair, port, len(batch)), "key-1", pair.suite.SHOP)
    assert again == question


@every_write
def test_a_batch_as_large_as_the_card_says_is_one_call(pair: Pair, port: WritePort) -> None:
    most = card_of(pair, port).batch_max
    question = port.request(pieces(pair, port, most), "key-1", pair.suite.SHOP)
    for rate in pair.platform.CARD.rates:
        if rate.family == question.family and rate.units is not None:
            assert question.cost <= rate.units
    for count in (0, most + 1):
        batch = pieces(pair, port, count)
        with pytest.raises(ValueError, match=r"."):
            port.request(batch, "key-1", pair.suite.SHOP)


@every_write
def test_pieces_of_two_groups_are_no_call(pair: Pair, port: WritePort) -> None:
    one, other = (pieces(pair, port, 1)[0] for _ in range(2))
    with pytest.raises(ValueError, match=r"."):
        port.request([one, replace(other, group=f"{one.group}-other")], "key-1", pair.suite.SHOP)


# Answers


@every_write
@pytest.mark.parametrize("document", [None, {}, [], "", 7, {"id": None}, [None], {"data": {}}])
def test_an_answer_that_names_no_row_leaves_every_row_unknown(
    pair: Pair, port: WritePort, document: object
) -> None:
    batch = pieces(pair, port, min(3, card_of(pair, port).batch_max))
    found = port.outcomes(batch, Reply(document), pair.suite.SHOP)
    assert len(found) == len(batch)
    for outcome in found:
        assert isinstance(outcome.fault, OutcomeUnknown)
        assert (outcome.remote_id, outcome.number_taken) == (None, False)


# Reading back


@every_write
def test_what_is_read_back_is_read_by_id_and_once(pair: Pair, port: WritePort) -> None:
    reads = {read.kind: read for read in pair.platform.CARD.reads}
    targets = [Target(there(port, each), str(each + 5000)) for each in range(1, 251)]
    asked: list[str] = []
    for reading in port.readings([*targets, *targets[:7]]):
        read = reads[reading.kind.value]
        assert reading.ask.reach is (
            Reach.of_parent if reading.ask.parent_id and not reading.ask.ids else Reach.named
        )
        assert reading.ask.reach.value in read.reaches
        assert len(reading.ask.ids) <= read.rows_max
        asked += reading.ask.ids or [reading.ask.parent_id or ""]
    first = 5001 if port.kind.startswith("orders.") else 1  # a parcel is read with its order
    assert sorted(asked) == sorted(str(each) for each in range(first, first + 250))
    assert not port.readings([])
    assert not port.readings([Target(None)])


@every_write
def test_a_document_of_the_platform_shows_only_fields_of_the_port(
    pair: Pair, port: WritePort
) -> None:
    kinds = {reading.kind for reading in port.readings([target_there(port)])}
    assert kinds
    for kind in kinds:
        for value in values(pair, kind):
            found = port.found(kind, value)
            assert found or port.kind.startswith("orders.")  # not every order has a parcel
            for each in found:
                assert each.target.remote_id
                assert set(each.fields) <= port.fields | port.leans_on
                assert each.fields


def target_there(port: WritePort) -> Target:
    if port.kind.startswith(("offers.", "orders.")):
        return Target(there(port, 31), "12")
    return Target("12")


def values(pair: Pair, kind: Kind) -> list[Any]:
    return [row.value for row in read(pair, kind, pair.suite.DOCUMENTS[kind]).rows]
