"""What programs and people may do at the supplier of the sandbox, beside its own interface."""

from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from hanse.sandbox.cj import desk
from hanse.sandbox.cj.application import HOST
from hanse.sandbox.cj.disputes import settle
from hanse.sandbox.cj.places import FOLDER
from hanse.sandbox.cj.supplier import PLATFORM
from hanse.sandbox.controls import Work, checked, document_of, reach_of
from hanse.sandbox.held import Sandbox
from hanse.sandbox.pages import SUPPLIER

ROWS_MAX = 1000


async def connect(sandbox: Sandbox, request: Request) -> Response:
    """Everything that a program needs to connect."""
    accounts = [desk.account_of(sandbox.cj, each) for each in sandbox.cj.accounts.values()]
    found = {"platform": PLATFORM, "host": HOST, "address": f"https://{HOST}{FOLDER}"}
    return JSONResponse(found | {"reach": reach_of(request), "accounts": accounts})


async def accounts(sandbox: Sandbox, request: Request) -> Response:
    """One more, or another level, balance or limit of one that there is."""
    account = desk.change_account(sandbox.cj, await document_of(request))
    return JSONResponse(desk.account_of(sandbox.cj, account))


async def rules(sandbox: Sandbox, request: Request) -> Response:
    if request.method == "POST":
        desk.change_rules(sandbox.cj, await document_of(request))
    return JSONResponse(desk.rules_of(sandbox.cj))


async def variants(sandbox: Sandbox, request: Request) -> Response:
    """What there is; POST sets stock, price, weight or whether it is sold, of one."""
    goods = sandbox.cj.goods
    if request.method == "POST":
        each = desk.change_variant(sandbox.cj, await document_of(request))
        return JSONResponse(desk.variant_of(each, goods.good_of(each)))
    wanted = request.query_params.get("variant", "")
    found = [desk.find(sandbox.cj, wanted)] if wanted else list(goods.by_vid.values())
    rows = [desk.variant_of(each, goods.good_of(each)) for each in found[:ROWS_MAX]]
    return JSONResponse({"total": len(found), "variants": rows})


async def orders(sandbox: Sandbox, request: Request) -> Response:
    """The stranger's count of one number; POST moves an order on."""
    if request.method == "GET":
        return JSONResponse(desk.counted(sandbox.cj, request.query_params.get("number", "")))
    if "json" in request.headers.get("content-type", ""):
        return JSONResponse(desk.act(sandbox.cj, await document_of(request)))
    document: dict[str, Any] = dict(parse_qsl((await request.body()).decode()))
    try:
        found = desk.act(sandbox.cj, document)
        said = f"Order {found['number']} is {found['status']}."
    except (ValueError, LookupError) as why:
        said = str(why.args[0])
    return RedirectResponse(f"{SUPPLIER}?said={quote(said)}", 303)


async def disputes(sandbox: Sandbox, request: Request) -> Response:
    """What the supplier decides: {"dispute", "deal": 1 refund, 2 reissue or 3 reject}."""
    document = await document_of(request)
    account = sandbox.cj.named(str(document.get("account", "")))
    dispute, deal = str(document.get("dispute", "")), int(document.get("deal", 0))
    return JSONResponse(settle(sandbox.cj, account, dispute, deal))


ROUTES: list[tuple[str, Work, list[str]]] = [
    (f"{SUPPLIER}{path}", checked(work), verbs)
    for path, work, verbs in (
        ("connect", connect, ["GET"]),
        ("accounts", accounts, ["POST"]),
        ("rules", rules, ["GET", "POST"]),
        ("variants", variants, ["GET", "POST"]),
        ("orders", orders, ["GET", "POST"]),
        ("disputes", disputes, ["POST"]),
    )
]
