"""`hanse serve`: the web door."""

import asyncio
import logging
from importlib.metadata import version

from hanse.app import demo as demo_world
from hanse.app import wiring
from hanse.app.addresses import address
from hanse.app.api import mails
from hanse.app.api import serving as door
from hanse.app.api.app import build
from hanse.app.api.callers import by_access_token, by_cookie, by_key
from hanse.app.api.ground import Ground
from hanse.app.api.operator import (
    any_of,
    by_metrics_token,
    by_operator_token,
    operator_token,
    setup_code,
)
from hanse.app.demo import keep_settings, told
from hanse.app.demo import ready as ready_demo
from hanse.app.demo_changes import propose_changes
from hanse.app.demo_goods import make_goods
from hanse.app.demo_listings import list_goods
from hanse.app.demo_prices import make_rules
from hanse.app.demo_shops import connect_shops, go_live
from hanse.app.demo_stock import stock_goods
from hanse.app.demo_supply import connect_supplier, supply_goods
from hanse.app.opened import Opened
from hanse.app.portability import PARTS
from hanse.app.running import Running, collect_seldom, end, running
from hanse.app.supplying import Suppliers
from hanse.app.working import registry_of
from hanse.base.faults import Fault
from hanse.engine.health.certificates import with_files
from hanse.engine.health.health import ready
from hanse.engine.intake import Intake
from hanse.engine.jobs.workers import prepare
from hanse.engine.live.live import Hub
from hanse.engine.passwords import Passwords
from hanse.engine.processes import ProcessRole
from hanse.rooms.connections.service.hooking import receiver_by
from hanse.rooms.identity.service import registration
from hanse.rooms.identity.service.names import names
from hanse.rooms.identity.service.tokens import Verifier

log = logging.getLogger("hanse.app")


async def serve(bare: Opened, *, demo: bool, child: bool) -> int:
    settings = with_files(bare.settings, bare.clock)
    # The port is taken first: a second start says so before it opens a database.
    sockets = [door.listen(settings.host, settings.port)]
    async with running(bare, ProcessRole.web, child=child) as here:
        # Routes ask for jobs, and a job must be known before it is asked for.
        await prepare(here.database, registry_of(here))
        url = address(here.opened.settings, sockets[0].getsockname()[1])
        held = identity_of(here, url, demo=demo)
        app = build(ground_of(here, held, demo=demo))
        bare.out(f"Hanse is on {url}")
        bare.out(await first_words(here, held, url, demo=demo))
        collect_seldom()
        shops = asyncio.create_task(with_shops(here) if demo else asyncio.sleep(0))
        async with asyncio.TaskGroup() as group:
            group.create_task(door.serve(app, settings, sockets, here.stop))
            if settings.metrics_port:
                group.create_task(serve_metrics(here, app.state.ground))
        await end(shops)
        if app.state.ground.hooks:
            await app.state.ground.hooks.close()
        held.passwords.close()
    return 0


async def with_shops(here: Running) -> None:
    """The demo's shops and its supplier are connected as soon as they are there; changes are
    proposed, products made, stock told and goods offered as soon as they are read; without them it
    is a demo too."""
    try:
        workspace_id = await demo_world.workspace(here.database)
        await connect_shops(here.reach, workspace_id)
        await connect_supplier(here.reach, workspace_id)
        owner = await demo_world.actor(here.database, 0)
        await go_live(here.database, workspace_id, owner, demo_world.WORKSPACE)
        manager = await demo_world.actor(here.database, 1)
        await make_rules(here.database, workspace_id, manager)
        await propose_changes(wiring.hands_of(here.reach), here.database, workspace_id, manager)
        await make_goods(here.database, workspace_id, manager)
        await list_goods(here.database, workspace_id, manager)
        await stock_goods(here.database, workspace_id, manager)
        await supply_goods(here.reach, workspace_id, manager)
    except Fault as fault:
        log.warning("demo.shops.missing", extra={"fault": str(fault)})


async def first_words(here: Running, held: wiring.Held, url: str, *, demo: bool) -> str:
    """How somebody comes in."""
    if demo:
        settings = here.opened.settings
        sign_ins = await ready_demo(here.database, held.passwords, settings.home)
        return told(sign_ins, keep_settings(settings))
    if await registration.is_setup_needed(here.database):
        return f"Set it up, as its first person: {url}/set-up#{held.setup_code}"
    return f"Sign in: {url}/sign-in"


def identity_of(here: Running, url: str, *, demo: bool) -> wiring.Held:
    settings = here.opened.settings
    return wiring.Held(
        passwords=Passwords(),
        setup_code=setup_code(operator_token(settings.home)),
        public_url=url,
        registration="open" if demo else settings.registration,
        mail_ready=bool(settings.smtp_url),
        access_minutes=settings.access_minutes,
        meter=here.meter,
    )


async def serve_metrics(here: Running, ground: Ground) -> None:
    settings = here.opened.settings
    server = door.Server(door.configured(door.metrics_app(ground)))
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve([door.listen("127.0.0.1", settings.metrics_port)]))
        await here.stop.wait()
        server.should_exit = True


def ground_of(here: Running, identity: wiring.Held, *, demo: bool) -> Ground:
    settings, database = here.opened.settings, here.database
    return Ground(
        database=database,
        settings=settings,
        clock=here.opened.clock,
        ids=here.opened.ids,
        meter=here.meter,
        hub=Hub(database, here.meter),
        doors=wiring.DOORS,
        authenticate=any_of(
            # In a demo everybody may look into the mail box, for no mail leaves it.
            by_cookie(database, {mails.READ.name} if demo else ()),
            by_key(database),
            by_access_token(database, Verifier(database, identity.signing)),
            by_operator_token(operator_token(settings.home)),
            by_metrics_token(settings.metrics_token),
        ),
        checks=lambda: ready(database, settings.home),
        version=version("hanse"),
        started_at=here.process.started_at,
        demo=demo,
        names=names,
        tracer=here.tracer,
        held={
            "identity": identity,
            "reach": here.reach,
            "hands": wiring.hands_of(here.reach),
            "suppliers": Suppliers(here.reach),
            "config": PARTS,
        },
        hooks=Intake(database, receiver_by(here.reach), here.opened.clock, meter=here.meter),
    )
