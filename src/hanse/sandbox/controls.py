"""The sandbox's own pages for programs: its shops, clock, faults, letters, shoppers and counts."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from hanse.sandbox.cj.application import HOST as CJ_HOST
from hanse.sandbox.cj.supplier import PLATFORM as CJ
from hanse.sandbox.held import Sandbox
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.shops import Shop, host_of
from hanse.sandbox.track17 import desk
from hanse.sandbox.webhooks import Outbox
from hanse.sandbox.woocommerce.store import new_key
from hanse.sandbox.world import number_of

Work = Callable[[Sandbox, Request], Awaitable[Response]]
OF_A_WORLD = ("products", "customers", "orders")  # what a shop may have otherwise than the others


def _refused(wrong: Exception, status: int = 400) -> Response:
    return JSONResponse({"error": str(wrong.args[0]) if wrong.args else str(wrong)}, status)


async def document_of(request: Request) -> dict[str, Any]:
    found = await request.json()
    if not isinstance(found, dict):
        raise TypeError("Send one JSON object.")
    return found


def checked(work: Work) -> Work:
    """What cannot be read or does not exist is said, and is no crash."""

    async def run(sandbox: Sandbox, request: Request) -> Response:
        try:
            return await work(sandbox, request)
        except LookupError as unknown:
            return _refused(unknown, 404)
        except (ValueError, TypeError) as wrong:
            return _refused(wrong)

    return run


def _chosen(sandbox: Sandbox, document: dict[str, Any]) -> list[Shop]:
    """One by `host`, all of a `platform`, or all."""
    if document.get("host") == CJ_HOST:
        return []
    if document.get("host"):
        return [sandbox.shops.named(str(document["host"]))]
    platform = document.get("platform")
    return [s for s in sandbox.shops.by_host.values() if platform in (None, "", s.platform)]


def _places(sandbox: Sandbox, document: dict[str, Any]) -> dict[str, tuple[Ledger, Outbox]]:
    """The same choice, with the supplier, which is no shop."""
    found = {host_of(shop): (shop.ledger, shop.outbox) for shop in _chosen(sandbox, document)}
    host, platform = document.get("host"), document.get("platform")
    if host == CJ_HOST or (not host and platform in (None, "", CJ)):
        found[CJ_HOST] = (sandbox.cj.ledger, sandbox.cj.outbox)
    return found


def _one(sandbox: Sandbox, document: dict[str, Any]) -> Shop:
    found = _chosen(sandbox, document)
    if not found:
        raise LookupError("There is no shop here.")
    return found[0]


async def shops(sandbox: Sandbox, request: Request) -> Response:
    """What there is; POST opens one more: {"platform", "name", "products", ...}."""
    if request.method == "POST":
        document = await document_of(request)
        more = {name: int(document[name]) for name in OF_A_WORLD if name in document}
        platform, name = str(document.get("platform", "")), str(document.get("name", ""))
        shop = sandbox.shops.open(platform, name, **more)
        return JSONResponse(connection(shop, reach_of(request)), 201)
    return await connect(sandbox, request)


async def connect(sandbox: Sandbox, request: Request) -> Response:
    """Everything that a program needs to connect each shop."""
    rows = [connection(shop, reach_of(request)) for shop in sandbox.shops.by_host.values()]
    return JSONResponse({"shops": rows})


def reach_of(request: Request) -> str:
    host, port = request.scope.get("server") or ("127.0.0.1", None)
    return f"{request.url.scheme}://{host}:{port}"


def connection(shop: Shop, reach: str) -> dict[str, Any]:
    """`address` is the shop's own; `reach` is where it is served; `open` is for a browser."""
    host, port = host_of(shop), reach.rpartition(":")[2]
    return {
        "platform": shop.platform,
        "name": shop.name,
        "host": host,
        "address": f"https://{host}",
        "reach": reach,
        "open": f"http://{host}.localhost:{port}/_sandbox/shop/{host}/",
        "keys": shop.keys(),
    }


async def ledger(sandbox: Sandbox, request: Request) -> Response:
    host = request.query_params.get("host")
    if not host:
        return JSONResponse(sandbox.ledger.document())
    [(counts, _)] = _places(sandbox, {"host": host}).values()
    return JSONResponse(counts.document())


async def calls(sandbox: Sandbox, request: Request) -> Response:
    """What programs asked of each shop and of the supplier, or of one `host`."""
    chosen = _places(sandbox, dict(request.query_params))
    return JSONResponse({"shops": {host: counts.asked() for host, (counts, _) in chosen.items()}})


async def faults(sandbox: Sandbox, request: Request) -> Response:
    if request.method == "POST":
        sandbox.faults.set(await document_of(request))
    if request.method == "DELETE":
        sandbox.faults.rows.clear()
    rows = [row.document() for row in sandbox.faults.rows]
    return JSONResponse({"faults": rows, "struck": sandbox.faults.struck})


async def clock(sandbox: Sandbox, request: Request) -> Response:
    if request.method == "POST":
        document = await document_of(request)
        if "rate" not in document:
            raise ValueError("Give a rate above 0.")
        sandbox.clock.change_rate(float(document["rate"]))
    return JSONResponse({"now": sandbox.clock.now().isoformat()})


async def letters(sandbox: Sandbox, request: Request) -> Response:
    """How webhooks behave; POST changes that of one `host`, one `platform` or all."""
    document: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        document = await document_of(request)
        wanted = {n: v for n, v in document.items() if n not in ("host", "platform")}
        for _, outbox in _places(sandbox, document).values():
            outbox.manners.change(wanted)
    rows = {
        host: {
            **outbox.manners.document(),
            "waiting": outbox.count(),
            "sent": outbox.sent,
        }
        for host, (_, outbox) in _places(sandbox, document).items()
    }
    return JSONResponse({"shops": rows})


async def shoppers(sandbox: Sandbox, request: Request) -> Response:
    """Who comes; POST {"per_hour": 60} or {"on": false}, for one `host`, `platform` or all."""
    document: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        document = await document_of(request)
        if unknown := set(document) - {"host", "platform", "per_hour", "on"}:
            raise ValueError(f"Shoppers have no {', '.join(sorted(unknown))}.")
        rate = float(document.get("per_hour", 60)) if document.get("on", True) else 0.0
        for shop in _chosen(sandbox, document):
            sandbox.shoppers_of(shop).change_rate(rate, sandbox.clock.now())
    rows = {}
    for shop in _chosen(sandbox, document):
        found = sandbox.shoppers_of(shop)
        counts = {name: getattr(found, name).total() for name in ("wanted", "sold", "lost")}
        rows[host_of(shop)] = {"per_hour": found.per_hour, "looked": found.looked, **counts}
    return JSONResponse({"shops": rows})


async def truth(sandbox: Sandbox, request: Request) -> Response:
    """`product` is a number of the world or a seeded SKU; `host` the shop, else the first one."""
    wanted = request.query_params.get("product", "")
    shop = _one(sandbox, dict(request.query_params))
    found, count = number_of(shop.world, wanted), shop.world.products
    number = int(wanted) if wanted.isdecimal() else found[0] if found else -1
    if not 0 <= number < count:
        raise LookupError(f"There is no product {wanted!r}: give a number below {count}, or a SKU.")
    return JSONResponse(sandbox.shoppers_of(shop).truth(number, sandbox.clock.now()))


async def world(sandbox: Sandbox, _request: Request) -> Response:
    return JSONResponse(asdict(sandbox.world))


async def keys(sandbox: Sandbox, request: Request) -> Response:
    """A pair of keys without the clicks, for programs that start from nothing."""
    document = await document_of(request)
    store = sandbox.store_of(_one(sandbox, {"platform": "woocommerce"} | document))
    key = new_key(
        store,
        str(document.get("permissions", "read_write")),
        manager=bool(document.get("manager", True)),
    )
    pair = {"consumer_key": key.consumer_key, "consumer_secret": key.consumer_secret}
    return JSONResponse(pair, 201)


async def track17(sandbox: Sandbox, request: Request) -> Response:
    """Accounts, parcels and pushes of 17TRACK; what there is to do is in `desk.ACTS`."""
    document = await document_of(request)
    return JSONResponse(desk.act(sandbox.track17, request.path_params["act"], document))


async def track17_accounts(sandbox: Sandbox, _request: Request) -> Response:
    return JSONResponse(desk.accounts(sandbox.track17))


async def sign_in(_sandbox: Sandbox, request: Request) -> Response:
    to = request.query_params.get("to", "/")
    if not to.startswith("/") or to.startswith(("//", "/\\")):
        raise ValueError("Give a path of this store to go to.")
    back = RedirectResponse(to, 302)
    back.set_cookie("sandbox_user", request.query_params.get("user", "admin"), httponly=True)
    return back


ROUTES: list[tuple[str, Work, list[str]]] = [
    (f"/_sandbox/{path}", checked(work), verbs)
    for path, work, verbs in (
        ("shops", shops, ["GET", "POST"]),
        ("connect", connect, ["GET"]),
        ("ledger", ledger, ["GET"]),
        ("calls", calls, ["GET"]),
        ("faults", faults, ["GET", "POST", "DELETE"]),
        ("clock", clock, ["GET", "POST"]),
        ("webhooks", letters, ["GET", "POST"]),
        ("shoppers", shoppers, ["GET", "POST"]),
        ("truth", truth, ["GET"]),
        ("world", world, ["GET"]),
        ("keys", keys, ["POST"]),
        ("sign-in", sign_in, ["GET"]),
        ("track17/accounts", track17_accounts, ["GET"]),
        ("track17/{act}", track17, ["POST"]),
    )
]
