"""Is the log as it was sealed? Names the first row that was altered, removed or inserted."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

import asyncpg

from hanse.engine.log import history
from hanse.engine.log.chain import ROW_HASH, Block, Entry, follows, month_of, months, read_list
from hanse.engine.log.events import append, declare
from hanse.engine.log.heads import ExportedHead, compare
from hanse.engine.log.history import Filters
from hanse.engine.log.sealer import BLOCK, LATE_S, ROW, from_row, newest, unsealed
from hanse.engine.tx import INSTALLATION, Actor, Database, Tx

PURPOSE = "audit"
ROWS_AT_ONCE = 20_000
BLOCKS_AT_ONCE = 500

Report: TypeAlias = Callable[["Verdict"], None]


@declare("engine.log.verified", "{actor} checked blocks {first} to {last} of the log: {outcome}")
@dataclass(frozen=True, slots=True)
class LogVerified:
    first: int
    last: int
    rows: int
    outcome: str  # "right", or the first thing that is wrong


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the log is sealed, and how far it was found right when somebody last looked."""

    sealed: Block | None  # the newest
    verified: Block | None  # the last one that was right then
    verified_at: datetime | None
    right: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check has looked at, and the first thing that is wrong, if any."""

    first: int  # the block that it began with
    last: int  # the newest block that is right
    rows: int = 0
    dropped_rows: int = 0  # listed in a block, but gone with their month
    dropped: tuple[date, ...] = ()
    heads: int = 0  # compared with exported ones
    unsealed_rows: int = 0
    unsealed_s: float = 0.0
    problem: str = ""


async def verify(
    database: Database,
    first: int = 1,
    exported: Sequence[ExportedHead] = (),
    report: Report | None = None,
) -> Verdict:
    """Recompute the chain from this block on and compare every row; stop at the first difference.

    Reads in short transactions and holds nobody up: what is sealed does not change any more.
    """
    async with database.system_tx(PURPOSE) as tx:
        waiting, waiting_s = await unsealed(tx)
        dropped = await dropped_months(tx)
        begin_after = await tx.fetchrow(ONE_BLOCK, first - 1)
        problem = (
            await compare(tx, exported) or await out_of_place(tx) or await dropped_in_secret(tx)
        )
    if begin_after is None and first > 1:
        problem = problem or f"Block {first - 1}, which the check begins after, is not there."
    block = from_row(begin_after) if begin_after else None
    verdict = Verdict(
        first=first,
        last=first - 1,
        dropped=tuple(dropped),
        heads=len(exported),
        unsealed_rows=waiting,
        unsealed_s=waiting_s,
        problem=problem,
    )
    while not verdict.problem:
        async with database.system_tx(PURPOSE) as tx:
            rows = await tx.fetch(CHECK, verdict.last, BLOCKS_AT_ONCE, ROWS_AT_ONCE)
            for row in rows:
                before, block = block, from_row(row)
                verdict = await checked(tx, verdict, before, block, row)
                if verdict.problem:
                    return verdict
        if not rows:
            break
        if report:
            report(verdict)
    return verdict


# No block covers a row in front of all positions, nor one of a transaction that has yet to begin.
OUT_OF_PLACE = f"""
    select {ROW} from (
        (select * from events where (xact, seq) <= (0, 0) order by xact, seq limit 1)
        union all
        (select * from events where xact >= (select events_ceiling()) order by xact, seq limit 1)
    ) as misplaced limit 1
"""  # noqa: S608 - our own columns
ONE_BLOCK = f"{BLOCK} where number = $1"
LIST = "select list from events_blocks where number = $1"
# The hashes of each block's rows as they are now, put together as its list was; the rows of a
# block are fetched only when they differ.
CHECK = f"""
    select chosen.*, found.digest as found_digest
    from (
        select block.*, sum(rows) over (order by number) - rows as rows_before
        from ({BLOCK} where number > $1 order by number limit $2) as block
    ) as chosen
    cross join lateral (
        select sha256(coalesce(string_agg(entry, '' order by xact, seq), '')) as digest
        from (
            select xact, seq, uuid_send(id) || timestamptz_send(recorded_at) || {ROW_HASH} as entry
            from events
            where (xact, seq) > (chosen.after_xact, chosen.after_seq)
              and (xact, seq) <= (chosen.last_xact, chosen.last_seq)
        ) as entries
    ) as found
    where rows_before < $3
    order by number
"""  # noqa: S608 - our own columns
FOUND_ROWS = f"""
    select {ROW} from events
    where (xact, seq) > ($1, $2) and (xact, seq) <= ($3, $4) order by xact, seq
"""  # noqa: S608 - our own columns


async def out_of_place(tx: Tx) -> str:
    row = await tx.fetchrow(OUT_OF_PLACE)
    return f"{named(row)} was inserted at a place that is no place in the log." if row else ""


async def dropped_in_secret(tx: Tx) -> str:
    """A drop is an event, and that is there unless its own month was dropped later."""
    month: date | None = await tx.fetchval(
        """
        select month from events_dropped_months as dropped
        where not exists (
            select from events where workspace_id = $1 and name = 'engine.month.dropped'
              and payload ->> 'month' = to_char(dropped.month, 'YYYY-MM-DD'))
          and not exists (
            select from events_dropped_months as later
            where later.month = date_trunc('month', dropped.dropped_at at time zone 'UTC')::date)
        order by month limit 1
        """,
        INSTALLATION,
    )
    return f"{month:%Y-%m} counts as dropped, but no event tells by whom." if month else ""


async def note(database: Database, verdict: Verdict, actor: Actor) -> None:
    """Remember that the log was checked and what came out, in the log of the installation."""
    outcome = verdict.problem or "right"
    async with database.tx(INSTALLATION, actor) as tx:
        await append(tx, LogVerified(verdict.first, verdict.last, verdict.rows, outcome))


async def standing(tx: Tx) -> Standing:
    """Needs a system transaction: the chain runs over all workspaces."""
    checks = Filters(workspace_id=INSTALLATION, name="engine.log.verified")
    sealed = await newest(tx)
    found = await history.read_back(tx, checks, None, 1)
    if not found:
        return Standing(sealed, None, None, right=True)
    check = history.fact(found[0], LogVerified)
    row = await tx.fetchrow(ONE_BLOCK, check.last)
    return Standing(
        sealed=sealed,
        verified=from_row(row) if row else None,
        verified_at=found[0].recorded_at,
        right=check.outcome == "right",
    )


async def checked(
    tx: Tx, verdict: Verdict, before: Block | None, block: Block, row: asyncpg.Record
) -> Verdict:
    """The verdict with one more block looked at."""
    expected = before.number + 1 if before else 1
    problem, gone = "", 0
    if block.number != expected:
        problem = f"Block {expected} was removed; the next one is block {block.number}."
    elif row["head"] != block.head:
        problem = f"Block {block.number} was altered: its head is not the one of its contents."
    elif not follows(block, before):
        problem = f"Block {block.number} does not follow block {expected - 1}: one was made anew."
    elif row["found_digest"] != block.digest:
        problem, gone = await first_difference(tx, block)
    if problem:
        return replace(verdict, problem=problem)
    return replace(
        verdict,
        last=block.number,
        rows=verdict.rows + block.rows - gone,
        dropped_rows=verdict.dropped_rows + gone,
    )


async def first_difference(tx: Tx, block: Block) -> tuple[str, int]:
    """What is wrong with the rows of the block; or nothing, and how many went with their month."""
    dropped = set(await dropped_months(tx))
    listed = await tx.fetchval(LIST, block.number)
    found = await tx.fetch(
        FOUND_ROWS, block.after.xact, block.after.seq, block.last.xact, block.last.seq
    )
    if listed is None:
        if set(months(block)) - dropped:
            return f"The list of the rows of block {block.number} was removed.", 0
        return (inserted(found[0], block) if found else ""), block.rows
    if hashlib.sha256(listed).digest() != block.digest:
        return f"The list of the rows of block {block.number} was altered.", 0
    entries = [entry for entry in read_list(listed) if month_of(entry.recorded_at) not in dropped]
    return compare_rows(block, entries, found), block.rows - len(entries)


async def dropped_months(tx: Tx) -> list[date]:
    rows = await tx.fetch("select month from events_dropped_months order by month")
    return [row["month"] for row in rows]


def compare_rows(block: Block, entries: Sequence[Entry], found: Sequence[asyncpg.Record]) -> str:
    listed = {entry.id for entry in entries}
    for entry, row in zip(entries, found, strict=False):
        if row["id"] == entry.id and row["hash"] == entry.hash:
            continue
        if row["id"] == entry.id:
            return f"{named(row)} in block {block.number} was altered after it was sealed."
        if row["id"] not in listed:
            return inserted(row, block)
        return removed(entry, block)
    if len(found) > len(entries):
        return inserted(found[len(entries)], block)
    return removed(entries[len(found)], block) if len(entries) > len(found) else ""


def inserted(row: asyncpg.Record, block: Block) -> str:
    return f"{named(row)} was inserted into block {block.number} after it was sealed."


def removed(entry: Entry, block: Block) -> str:
    instant = f"{entry.recorded_at:%Y-%m-%d %H:%M:%S}"
    return f"Event {entry.id}, recorded {instant}, was removed from block {block.number}."


def named(row: asyncpg.Record) -> str:
    return (
        f"Event {row['id']} ({row['name']}, recorded {row['recorded_at']:%Y-%m-%d %H:%M:%S}, "
        f"workspace {row['workspace_id']})"
    )


def story(verdict: Verdict) -> list[str]:
    """What was done and what came out, as sentences for people."""
    told = []
    if verdict.last < verdict.first:
        told.append("There is no block to check." if not verdict.problem else "No block is right.")
    else:
        told.append(
            f"Checked blocks {verdict.first} to {verdict.last}: {verdict.rows:,} rows are as they "
            "were sealed."
        )
    if verdict.first > 1:
        told.append(f"What stands before block {verdict.first} was not looked at.")
    if verdict.dropped:
        months_named = ", ".join(f"{month:%Y-%m}" for month in verdict.dropped)
        told.append(
            f"Dropped months, of which only the sealed heads are left: {months_named} "
            f"({verdict.dropped_rows:,} rows)."
        )
    if verdict.heads:
        told.append(f"Compared {verdict.heads} exported heads.")
    else:
        told.append(
            "No exported heads were given: whoever owns the database could have made the whole "
            "chain anew (`hanse audit heads --export FILE`, kept elsewhere, excludes that)."
        )
    if verdict.unsealed_rows:
        told.append(
            f"{verdict.unsealed_rows:,} rows are not sealed yet, the oldest for "
            f"{verdict.unsealed_s:.0f} s."
        )
    if verdict.unsealed_s > LATE_S:
        told.append("That is too long: see that a worker runs, and that no transaction hangs.")
    told.append(verdict.problem or "Nothing was altered, removed or inserted.")
    return told
