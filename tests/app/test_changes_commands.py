"""`hanse changes`: what is seen before anything is sent, who may agree, and what became of it."""

import argparse
import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from hanse.app.cli import changes
from hanse.app.opened import Opened
from hanse.base.faults import Conflict, Denied, Gone, Unavailable
from hanse.base.money import Money
from hanse.changes.model.policies import TWO_PERSONS, Policy, Schedule
from hanse.changes.model.states import State
from hanse.changes.service import proposing, ruling
from hanse.engine import processes
from hanse.engine.log.history import Filters, read_back
from hanse.engine.processes import Process, ProcessRole
from hanse.engine.settings import load
from hanse.engine.tx import Database
from hanse.rooms.connections.model.accounts import WriteMode
from tests.changes.market import Market
from tests.engine.job_workers import until
from tests.rooms.identity.team import Person, enter, founded, somebody
from tests.rooms.shops import Street, street

Hanse = Callable[..., Coroutine[Any, Any, tuple[int, list[str]]]]


@dataclass(frozen=True)
class Team:
    owner: Person
    manager: Person
    viewer: Person


@pytest.fixture
async def shops(database: Database) -> AsyncIterator[Street]:
    async with street(database) as opened:
        yield opened


@pytest.fixture
async def team(database: Database, shops: Street) -> Team:
    owner, manager, viewer = [
        await somebody(database, name) for name in ("Ana Owner", "Ben Manager", "Cik Viewer")
    ]
    return Team(owner, manager, viewer)


@pytest.fixture
async def market(shops: Street, team: Team) -> Market:
    workspace = await founded(shops.database, team.owner)
    await enter(shops.database, workspace, team.manager, "manager")
    await enter(shops.database, workspace, team.viewer, "viewer")
    return await Market.open(shops, workspace, "woocommerce")


@pytest.fixture
def said() -> list[str]:
    """What commands of this test have said so far."""
    return []


@pytest.fixture
def hanse(shops: Street, said: list[str]) -> Hanse:
    """Run the command with these words; its code and the lines that it wrote."""
    database = shops.database
    ways = {"ROUTES": f"*.test={shops.address}", "ALLOW": "127.0.0.0/8"}
    settings = load({f"HANSE_OUTBOUND_{name}": value for name, value in ways.items()})

    async def run(*words: str) -> tuple[int, list[str]]:
        lines: list[str] = []
        parser = argparse.ArgumentParser()
        changes.add(parser.add_subparsers(required=True))
        args = parser.parse_args(["changes", *words])

        def out(line: str) -> None:
            lines.append(line)
            said.append(line)

        opened = Opened(settings, database.clock, database.ids, out, opened_database=database)
        return await changes.run(args, opened), lines

    return run


async def proposed(market: Market, count: int = 2, percent: int = 10) -> UUID:
    made = await market.propose(*await market.dearer("woocommerce", count, percent))
    assert made.set_id is not None
    return made.set_id


async def preview(hanse: Hanse, set_id: UUID) -> str:
    _, lines = await hanse("show", str(set_id))
    [found] = [line.split()[1] for line in lines if line.startswith("preview")]
    return found


async def agreed(hanse: Hanse, team: Team, set_id: UUID) -> None:
    shown = await preview(hanse, set_id)
    words = ("approve", str(set_id), "--preview", shown, "--as", team.manager.email)
    code, lines = await hanse(*words)
    assert (code, lines[0]) == (0, "It is approved, and goes out as soon as its time has come.")


async def works(market: Market) -> None:
    """Some worker says that it lives."""
    now = market.shops.database.clock.now()
    async with market.shops.database.system_tx("a test") as tx:
        await processes.beat(tx, Process(uuid4(), ProcessRole.worker, "here", 1, "0", now))


async def nobody_works(market: Market) -> None:
    async with market.shops.database.system_tx("a test") as tx:
        for each in await processes.running(tx):
            await processes.farewell(tx, each.process.id)


async def test_sets_are_listed_with_how_far_they_are(hanse: Hanse, market: Market) -> None:
    set_id = await proposed(market, 3)
    code, lines = await hanse("list", "--workspace", str(market.workspace))
    assert code == 0
    assert lines[0].startswith(f"{set_id}  ")
    assert lines[0].endswith("  New prices: 3 proposed  Toko Ada")
    assert lines[1] == "1 set"
    assert (await hanse("list", "--workspace", str(market.workspace), "--state", "held"))[1] == [
        "0 sets"
    ]
    _, everywhere = await hanse("list")
    assert lines[0] in everywhere


async def test_a_set_shows_what_will_be_sent_in_words_and_over_the_wire(
    hanse: Hanse, market: Market
) -> None:
    set_id = await proposed(market)
    code, lines = await hanse("show", str(set_id))
    assert code == 0
    assert lines[0] == "New prices"
    assert "sends      2 offers.price to " in "\n".join(lines)
    assert "Missing: the word of one person." in lines
    for each in await market.changes(set_id):
        at = next(n for n, line in enumerate(lines) if line.startswith(str(each.change.id)))
        price = each.change.after["price"]
        assert isinstance(price, Money)
        assert f"-> {price}" in lines[at + 1]
        assert lines[at + 2] == "  owner of price: the shop's own today, a person's after this"
        assert lines[at + 3] == "  POST products/batch"
        assert str(each.change.thing.remote_id) in lines[at + 4]
    shown = await preview(hanse, set_id)
    assert lines[-1] == (
        f"To agree to exactly this: hanse changes approve {set_id} --preview {shown} --as EMAIL"
    )


async def test_of_a_large_set_some_are_shown_and_the_rest_is_counted(
    hanse: Hanse, market: Market
) -> None:
    set_id = await proposed(market, 5)
    _, lines = await hanse("show", str(set_id), "--limit", "2")
    assert "... and 3 more; --limit 5 shows all." in lines


async def test_only_what_was_shown_can_be_agreed_to(
    hanse: Hanse, market: Market, team: Team
) -> None:
    set_id = await proposed(market)
    words = ("--preview", "5f2c", "--as", team.manager.email)
    with pytest.raises(Conflict, match="not what you looked at") as refused:
        await hanse("approve", str(set_id), *words)
    assert refused.value.next_step == "Look at it again."
    assert await market.states(set_id) == {State.proposed: 2}


async def test_whoever_agrees_is_a_member_whose_role_may(
    hanse: Hanse, market: Market, team: Team
) -> None:
    set_id = await proposed(market)
    shown = await preview(hanse, set_id)
    stranger = await somebody(market.shops.database, "Dee Stranger")

    async def by(email: str) -> None:
        await hanse("approve", str(set_id), "--preview", shown, "--as", email)

    with pytest.raises(Gone, match="Nobody has the address"):
        await by("nobody@example.com")
    with pytest.raises(Denied, match="is not in the workspace of these changes"):
        await by(stranger.email)
    with pytest.raises(Denied, match="is viewer there and may not: Agree to changes") as refused:
        await by(team.viewer.email)
    assert refused.value.next_step == "Name somebody who is one of these: owner, admin, manager."
    assert await market.states(set_id) == {State.proposed: 2}
    await by(team.manager.email)
    assert await market.states(set_id) == {State.approved: 2}


async def test_what_was_agreed_on_the_command_line_says_so(
    hanse: Hanse, market: Market, team: Team
) -> None:
    set_id = await proposed(market)
    await agreed(hanse, team, set_id)
    _, lines = await hanse("show", str(set_id))
    [line] = [line for line in lines if line.startswith("agreed")]
    assert line.startswith("agreed     Ben Manager, by hanse changes (manager), 2")
    async with market.tx() as tx:
        [event] = await read_back(tx, Filters(name="changes.set.agreed"), None, 1)
    assert (event.actor.id, event.request_id) == (team.manager.id, "hanse changes")


async def test_where_two_have_to_agree_one_is_told_that_another_is_missing(
    hanse: Hanse, market: Market, team: Team
) -> None:
    async with market.tx() as tx:
        await ruling.set_policy(tx, Policy(otherwise=TWO_PERSONS), 0)
    set_id = await proposed(market)
    shown = await preview(hanse, set_id)
    code, lines = await hanse(
        *("approve", str(set_id), "--preview", shown, "--as", team.manager.email)
    )
    assert (code, lines) == (0, ["Agreed. Missing: the word of 2 persons."])
    await hanse("approve", str(set_id), "--preview", shown, "--as", team.owner.email)
    assert await market.states(set_id) == {State.approved: 2}


async def test_one_agrees_to_a_set_and_not_to_one_change_of_it(
    hanse: Hanse, market: Market, team: Team
) -> None:
    set_id = await proposed(market)
    [first, _] = await market.changes(set_id)
    with pytest.raises(Conflict, match="a single change") as refused:
        await hanse(
            *("approve", str(first.change.id), "--preview", "5f2c", "--as", team.owner.email)
        )
    assert str(set_id) in refused.value.next_step


async def test_a_commit_waits_until_all_is_proven_and_tells_the_way(
    hanse: Hanse, said: list[str], market: Market, team: Team
) -> None:
    set_id = await proposed(market)
    await agreed(hanse, team, set_id)
    await works(market)
    waiting = asyncio.create_task(hanse("commit", str(set_id), "--wait", "60"))
    await until(lambda: "2 approved" in said)
    await market.send()
    code, lines = await waiting
    assert code == 0
    assert lines[0] == "2 approved"
    assert lines[-1] == "2 proven"


async def test_without_a_worker_nothing_is_waited_for(
    hanse: Hanse, market: Market, team: Team
) -> None:
    set_id = await proposed(market)
    await agreed(hanse, team, set_id)
    await nobody_works(market)
    with pytest.raises(Unavailable, match="No worker runs"):
        await hanse("commit", str(set_id))


async def test_a_commit_that_takes_too_long_is_told_and_goes_on(
    hanse: Hanse, market: Market, team: Team
) -> None:
    set_id = await proposed(market)
    await agreed(hanse, team, set_id)
    await works(market)
    code, lines = await hanse("commit", str(set_id), "--wait", "0")
    assert code == 1
    assert lines[-2] == "After 0 s it is still on its way, and goes on by itself."


async def test_what_is_for_later_is_not_waited_for(
    hanse: Hanse, market: Market, team: Team
) -> None:
    tomorrow = market.shops.database.clock.now().replace(year=2999)
    async with market.tx() as tx:
        made = await proposing.propose(
            market.hands,
            tx,
            await market.dearer("woocommerce", 1),
            title="Later",
            why="A sale begins.",
            schedule=Schedule(not_before=tomorrow),
        )
    assert made.set_id is not None
    await agreed(hanse, team, made.set_id)
    await works(market)
    code, lines = await hanse("commit", str(made.set_id))
    assert code == 0
    assert re.fullmatch(r"It goes out from 2999-.* UTC on, by itself\.", lines[-1])
    words = ("commit", str(made.set_id), "--as", team.manager.email, "--at")
    code, lines = await hanse(*words, "now")
    assert (code, lines[0]) == (0, "It goes out at once, as soon as it is approved.")
    assert await market.states(made.set_id) == {State.proposed: 1}


async def test_what_nobody_agreed_to_is_not_sent_and_says_what_to_do(
    hanse: Hanse, market: Market
) -> None:
    set_id = await proposed(market)
    code, lines = await hanse("commit", str(set_id))
    assert code == 1
    assert lines == [
        "2 proposed",
        "2 proposed: Approve, edit or withdraw it.",
        f"To see why: hanse changes show {set_id}",
    ]


async def test_what_the_guard_holds_says_why(hanse: Hanse, market: Market) -> None:
    set_id = await proposed(market, 1, percent=900)
    _, lines = await hanse("show", str(set_id))
    assert "states     1 held" in lines
    assert lines[-1].startswith("The guard holds it. Release it by name")
    [change] = await market.changes(set_id)
    assert change.finding is not None
    assert f"  {change.finding}" in lines


async def test_a_rehearsal_ends_without_anything_sent(
    hanse: Hanse, market: Market, team: Team
) -> None:
    await market.switch(WriteMode.dry)
    set_id = await proposed(market)
    await agreed(hanse, team, set_id)
    await market.send()
    assert await hanse("commit", str(set_id)) == (0, ["2 rehearsed"])
    [change, _] = await market.changes(set_id)
    _, lines = await hanse("show", str(change.change.id))
    assert any(line.startswith("rehearsed, not sent, 2 changes in the call, ") for line in lines)


async def test_a_receipt_tells_the_whole_way_of_a_change(
    hanse: Hanse, market: Market, team: Team
) -> None:
    set_id = await proposed(market, 1)
    await agreed(hanse, team, set_id)
    await market.send()
    [change] = await market.changes(set_id)
    code, lines = await hanse("show", str(change.change.id))
    text = "\n".join(lines)
    assert code == 0
    assert lines[0].startswith(f"{change.change.id}  proven  ")
    assert "wanted by  Sari, 2" in text
    assert "agreed     Ben Manager, by hanse changes (manager)" in text
    assert "proof      read back from the shop" in text
    assert re.search(r"^took       [0-9.]+ s from the wish to the proof$", text, re.MULTILINE)
    assert "sending -> proven  The shop was read and shows it." in text
    assert "  answered 2" in text
    assert f"shop shows price {change.change.after['price']}, asked 2" in text


async def test_an_undo_is_a_set_like_any_other_and_says_what_is_left(
    hanse: Hanse, market: Market, team: Team
) -> None:
    wishes = await market.dearer("woocommerce", 2)
    set_id = await market.agreed(*wishes)
    await market.send()
    newer = await market.dearer("woocommerce", 1, 15)
    await market.agreed(*newer)
    await market.send()
    code, lines = await hanse("undo", str(set_id), "--as", team.manager.email)
    assert code == 0
    assert lines[0].startswith("left: ")
    assert lines[0].endswith("Keep it, or change it by hand.")
    assert lines[1] == "1 change takes it back: proposed, like any other set."
    back = UUID(lines[2].rpartition(" ")[2])
    await agreed(hanse, team, back)
    await market.send()
    assert await market.states(set_id) == {State.proven: 1, State.undone: 1}


async def test_one_change_is_taken_back_alone(hanse: Hanse, market: Market, team: Team) -> None:
    set_id = await market.agreed(*await market.dearer("woocommerce", 3))
    await market.send()
    first, *_ = await market.changes(set_id)
    code, lines = await hanse("undo", str(first.change.id), "--as", team.manager.email)
    assert (code, lines[0]) == (0, "1 change takes it back: proposed, like any other set.")


async def test_what_was_not_done_is_not_taken_back(
    hanse: Hanse, market: Market, team: Team
) -> None:
    set_id = await proposed(market)
    with pytest.raises(Conflict, match="Nothing of this was done"):
        await hanse("undo", str(set_id), "--as", team.manager.email)
    with pytest.raises(Denied, match="is viewer there and may not"):
        await hanse("undo", str(set_id), "--as", team.viewer.email)


async def test_what_is_not_there_is_said_to_be_gone(hanse: Hanse, market: Market) -> None:
    for verb in ("show", "commit"):
        with pytest.raises(Gone, match="no such set and no such change"):
            await hanse(verb, str(uuid4()))
