"""Whose a field is, with lines in the database: nothing is proposed to what is as found, and what
was handed over is asked again before it is sent."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from hanse.base.faults import Finding, Rejected
from hanse.changes.model.changes import Origin, Wisher
from hanse.changes.model.owners import Owner
from hanse.changes.model.planned import Wish, thing_of
from hanse.changes.model.states import State
from hanse.changes.service import approving, handing, owning, proposing, undoing
from hanse.changes.service.handing import Selection
from hanse.changes.service.proposing import Proposed
from hanse.engine.tx import Actor, ActorKind
from hanse.trade.ports_write import Target
from tests.changes.market import SARI, Market

SHOP = "woocommerce"
HUB = Actor(ActorKind.system, None, "the hub")
RULE = Origin(Wisher.rule, UUID(int=80), "price rules", SARI.id)


async def by_rule(market: Market, *wishes: Wish) -> Proposed:
    async with market.tx(HUB) as tx:
        return await proposing.propose(
            market.hands, tx, wishes, title="Rules", why="Costs have risen.", origin=RULE
        )


async def owner_of(market: Market, wish: Wish, field: str = "price") -> Owner:
    async with market.tx() as tx:
        found = await owning.owned(tx, wish.account_id, [thing_of(wish)])
    key = (thing_of(wish), field)
    return found[key].owner if key in found else Owner.channel


async def hand(market: Market, to: Owner, *wishes: Wish) -> int:
    async with market.tx() as tx:
        keys = [(thing_of(each), "price") for each in wishes]
        return await owning.hand_over(tx, wishes[0].account_id, keys, to)


async def hand_shop(market: Market, to: Owner, *, persons: bool = False) -> None:
    chosen = Selection(market.accounts[SHOP].id, None, frozenset(), to, persons)
    async with market.tx() as tx:
        assert await handing.hand_over(market.hands, tx, chosen) is None


def codes(findings: Sequence[Finding]) -> list[str]:
    return [each.code for each in findings]


async def test_a_shop_as_found_takes_nothing_from_hub_and_rules(market: Market) -> None:
    """Shops differ as they like: who is no person changes nothing there before it is handed
    over."""
    wishes = await market.dearer(SHOP, 2)
    for made in (await by_rule(market, *wishes), await market.propose(*wishes, actor=HUB)):
        assert (made.set_id, made.count) == (None, 0)
        assert [codes(each.findings) for each in made.refused] == [["not_owned"]] * 2
        assert all(each.findings[0].next_step for each in made.refused)


async def test_what_a_person_changed_is_the_persons_and_a_rule_leaves_it(market: Market) -> None:
    wishes = await market.dearer(SHOP, 1)
    made = await market.propose(*wishes)
    assert made.set_id
    assert await owner_of(market, wishes[0]) is Owner.channel
    await market.approve(made.set_id)
    assert await owner_of(market, wishes[0]) is Owner.person
    await market.send()
    assert await market.states(made.set_id) == {State.proven: 1}
    [again] = await market.dearer(SHOP, 1)
    assert (await by_rule(market, again)).count == 0
    async with market.tx() as tx:
        [line] = (await owning.owned(tx, again.account_id, [thing_of(again)])).values()
    assert line.base == line.ours == wishes[0].after["price"]


async def test_what_was_handed_over_is_changed_by_a_rule_and_taken_back(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    before = await market.looked(wish)
    assert await hand(market, Owner.hub, wish) == 1
    assert await hand(market, Owner.hub, wish) == 0
    made = await by_rule(market, wish)
    assert made.set_id
    await market.approve(made.set_id)
    await market.send()
    assert await market.states(made.set_id) == {State.proven: 1}
    assert await hand(market, Owner.channel, wish) == 1
    async with market.tx(HUB) as tx:
        undone = await undoing.undo_set(market.hands, tx, made.set_id, frozenset(), frozenset())
    assert undone.proposed
    assert undone.proposed.set_id
    await market.approve(undone.proposed.set_id)
    await market.send()
    assert await market.looked(wish) == before


async def test_a_field_handed_over_before_its_turn_sends_the_change_back(market: Market) -> None:
    first, second, third = await market.dearer(SHOP, 3)
    await hand(market, Owner.hub, first)
    mine = await market.agreed(second, third)
    ruled = await by_rule(market, first)
    assert ruled.set_id
    await market.approve(ruled.set_id)
    await hand(market, Owner.person, first)
    await hand(market, Owner.channel, second)
    await market.send()
    assert await market.states(ruled.set_id) == {State.proposed: 1}
    assert await market.states(mine) == {State.proposed: 1, State.proven: 1}
    [of_rule] = await market.changes(ruled.set_id)
    assert of_rule.finding
    assert of_rule.finding.code == "not_owned"
    [back] = [each for each in await market.changes(mine) if each.change.state is State.proposed]
    assert back.finding
    assert "price now belongs to the shop" in back.finding.sentence
    await market.approve(mine)
    await market.send()
    assert await market.states(mine) == {State.proven: 2}


async def test_a_whole_shop_is_handed_over_but_for_what_persons_edited(market: Market) -> None:
    """A few lines, whatever its size; handing back takes it back."""
    mine, other = await market.dearer(SHOP, 2)
    await market.agreed(mine)
    await market.send()
    account = market.accounts[SHOP].id
    async with market.tx() as tx:
        chosen = Selection(account, None, frozenset({"price"}), Owner.hub)
        preview = await handing.preview(market.hands, tx, chosen)
    assert (preview.persons, preview.skipped, preview.moves) == (1, True, None)
    assert preview.listings > 1
    assert preview.fields == ["price"]
    assert {each.field for each in preview.samples} == {"price"}, "what it is about is shown"
    await hand_shop(market, Owner.hub)
    assert [await owner_of(market, each) for each in (mine, other)] == [Owner.person, Owner.hub]
    async with market.tx() as tx:
        assert await owning.want(tx, account, {(thing_of(other), "price"): other.after["price"]})
        assert not await owning.want(tx, account, {(thing_of(mine), "price"): mine.after["price"]})
        [line, kept] = sorted(
            await owning.owned_page(tx, account, None, 10), key=lambda each: each.owner
        )
    assert (line.ours, line.base_known, kept.owner) == (other.after["price"], False, Owner.person)
    await hand_shop(market, Owner.hub, persons=True)
    assert await owner_of(market, mine) is Owner.hub
    await hand_shop(market, Owner.channel)
    assert [await owner_of(market, each) for each in (mine, other)] == [Owner.channel] * 2
    await market.agreed(*(await market.dearer(SHOP, 2, percent=5))[1:])
    assert await owner_of(market, other) is Owner.person


async def test_some_things_are_looked_at_before_they_are_handed_over(market: Market) -> None:
    mine, other = await market.dearer(SHOP, 2)
    await market.agreed(mine)
    things = {thing_of(each): None for each in (mine, other)}
    account = market.accounts[SHOP].id
    async with market.tx() as tx:
        chosen = Selection(account, things, frozenset({"price"}), Owner.hub)
        preview = await handing.preview(market.hands, tx, chosen)
        [sample] = preview.samples
        assert (preview.moves, preview.persons, preview.listings) == (1, 1, 2)
        assert (sample.thing, sample.owner) == (thing_of(other), Owner.channel)
        assert sample.theirs
        over = Selection(account, things, frozenset({"price"}), Owner.hub, persons=True)
        decided = await handing.preview(market.hands, tx, over)
        assert (decided.moves, decided.differ) == (2, 1)
        assert await handing.hand_over(market.hands, tx, over) == 2


async def test_what_we_made_is_the_hubs(market: Market) -> None:
    account = market.accounts[SHOP]
    wish = Wish(
        account.id,
        "products.create",
        Target(None),
        {"title": "Brass lamp", "sku": "OURS-1", "state": "draft"},
        "Brass lamp",
        mark="ours1",
    )
    set_id = await market.agreed(wish)
    await market.send()
    [made] = await market.changes(set_id)
    assert made.change.state is State.proven
    name = made.change.thing.remote_id
    async with market.tx() as tx:
        found = await owning.owned(tx, account.id, [f"products/{name}", f"offers/{name}"])
    assert {each.owner for each in found.values()} == {Owner.hub}
    assert found[f"products/{name}", "title"].base == "Brass lamp"
    assert found[f"offers/{name}", "sku"].base == "OURS-1"


async def test_an_edit_reaches_no_field_that_the_wisher_may_not_change(market: Market) -> None:
    [wish] = await market.dearer(SHOP, 1)
    await hand(market, Owner.hub, wish)
    made = await by_rule(market, wish)
    assert made.set_id
    [change] = await market.changes(made.set_id)
    after = {"sale_price": wish.after["price"]}
    assert SARI.id
    async with market.tx() as tx:
        with pytest.raises(Rejected) as refused:
            await approving.edit(
                market.hands, tx, change.change.id, after, change.change.version, SARI.id
            )
    assert codes(refused.value.findings) == ["not_owned"]
