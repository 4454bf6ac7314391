"""Large answers by the road out: line by line, at the pace, kept as any call."""

import gzip
from contextlib import aclosing
from uuid import UUID

import pytest

from hanse.base.faults import Rejected, Unavailable
from hanse.base.ids import RandomIds
from hanse.engine import calls
from hanse.engine.pace import states
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.lines import line_of, outbound
from tests.engine.wire_servers import get, http, saying, stranger


@pytest.fixture
def account(ids: RandomIds) -> UUID:
    return ids.new()


async def test_the_lines_of_a_large_answer_come_one_by_one_and_the_call_is_kept(
    database: Database, workspace: UUID, account: UUID
) -> None:
    lines = [b'{"id": %d}' % number for number in range(30_000)]
    body = gzip.compress(b"\n".join(lines) + b"\n\n")
    line = line_of(workspace, account)
    answer = http(200, body, Content_Encoding="gzip")
    async with stranger(saying(answer)) as shop, outbound(database) as out:
        for _ in range(line.rates["products"].at_once_max + 1):
            read = out.stream(line, get(shop.url()), family="products", bytes_max=10**7)
            assert [found async for found in read] == lines
        async with aclosing(
            out.stream(line, get(shop.url()), family="products", bytes_max=10**7)
        ) as stopped:
            assert await anext(stopped) == lines[0]
        await out.recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        last, *kept = await calls.find(tx, account)
    assert last.outcome == "broken off"
    assert {(call.outcome, call.status) for call in kept} == {("ok", 200)}
    assert kept[0].received_bytes == len(b"\n".join(lines)) + 2


async def test_a_stream_fails_as_a_call_does(
    database: Database, workspace: UUID, account: UUID
) -> None:
    line = line_of(workspace, account)
    async with outbound(database) as out:
        async with stranger(saying(http(503))) as shop:
            with pytest.raises(Unavailable, match="answered 503"):
                async for _ in out.stream(line, get(shop.url()), family="products", bytes_max=10):
                    pass
        async with stranger(saying(http(200, b"x" * 5_000))) as shop:
            with pytest.raises(Rejected, match="A line of the answer has more than 1,000 bytes"):
                async for _ in out.stream(
                    line,
                    get(shop.url()),
                    family="products",
                    bytes_max=10_000,
                    line_bytes_max=1_000,
                ):
                    pass
        await out.recorder.flush()
    async with database.tx(workspace, NOBODY) as tx:
        kept = await calls.find(tx, account)
        (state,) = await states(tx, [account])
    assert [(call.outcome, call.status) for call in kept] == [("rejected", 0), ("unavailable", 503)]
    assert state.failures == 1
