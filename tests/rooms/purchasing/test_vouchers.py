"""The best use of vouchers, against every use there is; and a table of them read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.faults import Rejected
from hanse.base.money import Money
from hanse.rooms.purchasing.model import voucher_rows
from hanse.rooms.purchasing.model.vouchers import (
    ORDERS_MAX,
    Buying,
    Voucher,
    chosen,
    expires,
    fit,
    refusals,
    spent_worth,
)

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ACCOUNT = UUID(int=9)


def usd(minor: int) -> Money:
    return Money("USD", minor)


def off(at: int, minor: int, **other: object) -> Voucher:
    made = Voucher(UUID(int=at), f"V{at}", "USD", off=usd(minor))
    return replace(made, **other)  # type: ignore[arg-type]


def order(at: int, minor: int, product: str = "a") -> Buying:
    return Buying(UUID(int=100 + at), ACCOUNT, "s1", {product: usd(minor)})


amounts = st.integers(1, 12)
minimums = st.none() | st.integers(0, 12).map(usd)
days = st.none() | st.integers(-1, 3).map(lambda days: NOW + timedelta(days=days))
vouchers_drawn = st.lists(
    st.builds(
        lambda worth, percent, cap, minimum, ends, uses, products: Voucher(
            id=UUID(int=0),
            code="",
            currency="USD",
            off=None if percent else usd(worth),
            percent=Decimal(percent) if percent else None,
            cap=usd(cap) if percent and cap else None,
            spend_min=minimum,
            valid_to=ends,
            uses_left=uses,
            products=products,
        ),
        *(amounts, st.sampled_from([0, 0, 25, 50, 100]), st.integers(0, 6), minimums, days),
        st.integers(0, 2),
        st.sampled_from([frozenset[str](), frozenset("a"), frozenset("b")]),
    ),
    max_size=3,
).map(
    lambda drawn: [replace(each, id=UUID(int=at), code=f"V{at}") for at, each in enumerate(drawn)]
)
orders_drawn = st.lists(st.tuples(amounts, st.sampled_from("ab")), max_size=4).map(
    lambda drawn: [order(at, minor, product) for at, (minor, product) in enumerate(drawn)]
)


def every_use(
    orders: Sequence[Buying], vouchers: Sequence[Voucher]
) -> Iterator[list[tuple[Voucher, Money]]]:
    """Each way in which these vouchers can be given to these orders."""
    if not orders:
        yield []
        return
    for rest in every_use(orders[1:], vouchers):
        yield rest
        for voucher in vouchers:
            saved = fit(voucher, orders[0], NOW).saved
            used = sum(each is voucher for each, _ in rest)
            if saved is not None and used < voucher.uses_left:
                yield [(voucher, saved), *rest]


def rank(uses: Sequence[tuple[Voucher, Money]]) -> tuple[int, int, int]:
    return (
        -sum(saved.minor for _, saved in uses),
        sum(spent_worth(voucher, saved) for voucher, saved in uses),
        sum(expires(voucher) for voucher, _ in uses),
    )


@settings(max_examples=60)
@given(orders=orders_drawn, vouchers=vouchers_drawn)
def test_no_other_use_is_better(orders: list[Buying], vouchers: list[Voucher]) -> None:
    uses = chosen(orders, vouchers, NOW)
    mine = [(use.voucher, use.saved) for use in uses]
    assert rank(mine) == min(map(rank, every_use(orders, vouchers)))
    assert len({use.order_id for use in uses}) == len(uses)
    for voucher in vouchers:
        assert sum(use.voucher is voucher for use in uses) <= voucher.uses_left
    by_id = {each.id: each for each in orders}
    for use in uses:
        assert fit(use.voucher, by_id[use.order_id], NOW).saved == use.saved


def test_a_large_voucher_is_kept_for_the_order_that_needs_it() -> None:
    large, small = off(1, 1000), off(2, 300)
    uses = chosen([order(1, 300), order(2, 2000)], [large, small], NOW)
    assert [use.voucher.code for use in uses] == ["V2", "V1"]
    [alone] = chosen([order(1, 300)], [large, small], NOW)
    assert alone.voucher is small, "the large one is not spent where the small one does"


def test_of_equals_the_one_that_expires_soonest_goes_first() -> None:
    later, never = off(1, 500, valid_to=NOW + timedelta(days=9)), off(2, 500)
    soon = off(3, 500, valid_to=NOW + timedelta(days=1))
    [use] = chosen([order(1, 900)], [later, never, soon], NOW)
    assert (use.voucher, use.why.code) == (soon, "best")


def test_one_that_saves_less_here_says_where_the_better_one_went() -> None:
    most = Voucher(UUID(int=1), "HALF", "USD", percent=Decimal(50))
    uses = chosen([order(1, 1000), order(2, 4000)], [most, off(2, 100)], NOW)
    assert [(use.voucher.code, use.saved.minor) for use in uses] == [("V2", 100), ("HALF", 2000)]
    assert uses[0].why.code == "better_elsewhere"
    assert uses[0].why.facts == {"code": "HALF", "saves": "USD 5.00"}


def test_each_reason_why_a_voucher_does_not_apply_has_its_word() -> None:
    one = order(1, 900)
    told = [
        off(1, 5, uses_left=0),
        off(2, 5, valid_from=NOW + timedelta(seconds=1)),
        off(3, 5, valid_to=NOW),
        Voucher(UUID(int=4), "EUR", "EUR", off=Money("EUR", 5)),
        off(5, 5, account_id=UUID(int=8)),
        off(6, 5, stores=frozenset({"s2"})),
        off(7, 5, products=frozenset({"z"})),
        off(8, 5, spend_min=usd(901)),
        Voucher(UUID(int=9), "P", "USD", percent=Decimal("0.01")),
        off(10, 5),
    ]
    assert [why.code for _, why in refusals(one, told, NOW)] == [
        *("used_up", "not_yet", "expired", "other_currency", "other_account", "other_store"),
        *("other_products", "below_minimum", "saves_nothing"),
    ]
    lacks = fit(told[7], one, NOW).refused
    assert lacks is not None
    assert lacks.facts == {"minimum": "USD 9.01", "lacks": "USD 0.01"}


def test_currencies_are_never_added_up() -> None:
    euro = Buying(UUID(int=7), ACCOUNT, "s1", {"a": Money("EUR", 900)})
    eur = Voucher(UUID(int=4), "EUR", "EUR", off=Money("EUR", 5))
    uses = chosen([order(1, 900), euro], [eur, off(1, 5)], NOW)
    assert [use.saved for use in uses] == [usd(5), Money("EUR", 5)]


def test_more_orders_than_the_limit_are_refused() -> None:
    with pytest.raises(Rejected, match="at most"):
        chosen([order(at, 5) for at in range(ORDERS_MAX + 1)], [], NOW)


HEADS = ["Code", "off", "percent", "cap", "Minimum spend", "currency", "Valid from", "valid to"]
COLUMNS = voucher_rows.columns_of([*HEADS, "uses", "account", "stores", "colour"])


def parsed(*cells: str) -> voucher_rows.Row:
    row = voucher_rows.parse(3, cells, COLUMNS, {"Ali One": ACCOUNT}, UUID(int=1))
    assert row is not None
    return row


def test_a_row_becomes_a_voucher() -> None:
    found = parsed("A5", "5.50", "", "", "30", "usd", "2026-11-01", "2026-11-27", "3", "ali one")
    assert found.findings == ()
    assert found.voucher == Voucher(
        *(UUID(int=1), "A5", "USD", usd(550), None, None, usd(3000)),
        *(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC), 3, ACCOUNT),
    )
    share = parsed("A6", "", "12.5 %", "4", "", "USD", "", "", "", "", "s1; s2").voucher
    assert share is not None
    assert (share.percent, share.cap) == (Decimal("12.5"), usd(400))
    assert share.stores == frozenset({"s1", "s2"})
    assert voucher_rows.parse(4, ["", " "], COLUMNS, {}, UUID(int=1)) is None


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        (("", "5", "", "", "", "USD"), ["code"]),
        (("A", "5", "10", "", "", "USD"), ["off"]),
        (("A", "", "", "", "", "USD"), ["off"]),
        (("A", "5,50", "", "", "", "USD"), ["off"]),
        (("A", "5.555", "", "", "", "USD"), ["off"]),
        (("A", "0", "", "", "", "USD"), ["off"]),
        (("A", "5", "", "3", "", "USD"), ["cap"]),
        (("A", "", "101", "", "", "USD"), ["percent"]),
        (("A", "5", "", "", "x", "XX"), ["currency"]),
        (("A", "5", "", "", "", "USD", "27.11.2026", "2026-11-27T08:00:00"), ["from", "to"]),
        (("A", "5", "", "", "", "USD", "2026-11-27", "2026-11-26"), ["to"]),
        (("A", "5", "", "", "", "USD", "", "", "1.5", "Nobody"), ["uses", "account"]),
    ],
)
def test_what_is_wrong_names_row_field_and_next_step(
    cells: tuple[str, ...], fields: list[str]
) -> None:
    row = parsed(*cells)
    assert row.voucher is None
    assert [each.field.removeprefix("rows.3.").removeprefix("valid_") for each in row.findings] == (
        fields
    )
    assert all(each.sentence and each.next_step for each in row.findings)


def test_a_table_without_codes_or_with_a_code_twice_is_refused() -> None:
    for heads, word in ((["off"], "codes"), (["code"], "worth"), (["code", "coupon"], "Two")):
        with pytest.raises(Rejected, match=word):
            voucher_rows.columns_of(heads)
    row = parsed("A", "5", "", "", "", "USD")
    [finding] = voucher_rows.twice([row, replace(row, number=4)])
    assert finding.field == "rows.4.code"
