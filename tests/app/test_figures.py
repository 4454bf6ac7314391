"""What is counted of people: sign-ins, refusals, mails and calls of webhooks."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from hanse.app.api.ground import Ground
from hanse.base.faults import Unavailable
from hanse.engine import metrics
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.mail import jobs as mail_jobs
from hanse.engine.metrics import Meter
from hanse.engine.passwords import Passwords
from hanse.engine.tx import Database
from hanse.engine.wire.wire import Wire
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.notices.jobs.sending import sending
from hanse.rooms.notices.service import endpoints
from tests.api.conftest import ground
from tests.engine.job_workers import until, working
from tests.engine.mail_rows import job_of, server_at, written
from tests.engine.smtp_server import post
from tests.engine.wire_servers import http, saying, stranger
from tests.engine.wire_servers import wire as opened_wire
from tests.rooms.identity.entrance import OTHER, browsing, for_people
from tests.rooms.identity.halfway import somebody
from tests.rooms.notices.desk import BASE, gathered, ready, stop_job

__all__ = ["ground"]


def shown(meter: Meter) -> str:
    return metrics.render(meter).decode()


async def test_sign_ins_and_refusals_are_counted(ground: Ground, database: Database) -> None:
    passwords, meter = Passwords(1), Meter()
    person = await somebody(database, passwords)
    held = Held(passwords, "", "", "invited", False, 15, meter=meter)
    async with browsing(for_people(replace(ground, meter=meter)), held) as browser:
        asked = {"email": person.email, "password": OTHER}
        await browser.ask("POST", "/api/identity/sign_in", 422, asked)
        await browser.sign_in(person.email)
    passwords.close()
    assert 'hanse_sign_ins_total{outcome="session"} 1.0' in shown(meter)
    assert 'hanse_http_refusals_total{code="sign_in_wrong"} 1.0' in shown(meter)
    assert person.email not in shown(meter)


async def test_mails_are_counted_by_the_state_that_they_have_then(
    database: Database, workspace: UUID
) -> None:
    meter = Meter()
    async with post() as place, post(answers={"text": "451 disk full"}) as full:
        for there in (place, full):
            registry = collect([mail_jobs.sending(server_at(there), meter)])
            await prepare(database, registry)
            handle = registry.declarations["engine.send_mail"].handle
            job = job_of(workspace, await written(database, workspace))
            if there is place:
                await handle(job, database)
            else:
                with pytest.raises(Unavailable):
                    await handle(job, database)
    assert 'hanse_mails_total{state="sent"} 1.0' in shown(meter)
    assert 'hanse_mails_total{state="waiting"} 1.0' in shown(meter)


async def test_calls_of_webhooks_are_counted_by_the_state_that_they_have_then(
    database: Database, tmp_path: Path
) -> None:
    meter = Meter()
    async with opened_wire() as wire:
        await ready(database, wire)
        team = await gathered(database)
        async with stranger(saying(http(200, b"thank you"))) as receiver:
            async with database.tx(team.workspace, team.owner.actor) as tx:
                await endpoints.make_endpoint(tx, "Warehouse", receiver.url(), ())
            await stop_job(database, team.workspace)
            await delivered(database, wire, meter)
    assert 'hanse_deliveries_total{state="delivered"} 1.0' in shown(meter)


async def delivered(database: Database, wire: Wire, meter: Meter) -> None:
    registry = collect([mail_jobs.sending(None), sending(wire, BASE, meter)])
    async with working(database, registry):
        await until(lambda: "hanse_deliveries_total{" in shown(meter))
