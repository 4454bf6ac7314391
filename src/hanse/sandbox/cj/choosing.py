"""Goods that an account has chosen, what buyers say of goods, and goods that are looked for."""

from functools import partial

from hanse.sandbox.cj import shown
from hanse.sandbox.cj.call import Answer, Call, Record, paged, spooled
from hanse.sandbox.cj.goods import GOODS
from hanse.sandbox.cj.order import stamp
from hanse.sandbox.cj.refusals import Refusal
from hanse.sandbox.cj.supplier import Account, Supplier
from hanse.sandbox.cj.webhooks import tell

COMMENTS = ("Good quality, as described.", "Arrived late, but fine.", "Exactly what I wanted.")
SOURCES_MAX = 100
PENDING, FOUND = ("1", "待处理"), ("3", "搜品成功")  # guessed: numbers and words


def choose(call: Call) -> Answer:
    pid = call.told("productId")
    if pid not in call.supplier.goods.by_pid:
        raise Refusal(1602001)
    if pid in call.account.chosen:
        raise Refusal(1600000, "The product has already been added to My Products")
    call.account.chosen.append(pid)
    call.supplier.note("product.add", pid)
    return Answer(True)


def chosen(call: Call) -> Answer:
    word = call.asked("keyword").lower()
    goods = [call.supplier.goods.by_pid[pid] for pid in call.account.chosen]
    rows = [
        {
            "productId": good.pid,
            "nameEn": good.name,
            "sku": good.sku,
            "bigImage": shown.picture(good),
            "sellPrice": shown.price_text(good),
            "isListed": 0,
            "createAt": int(good.created_at.timestamp() * 1000),
        }
        for good in goods
        if word in f"{good.name} {good.sku}".lower()
    ]
    return Answer(spooled(call, rows))


def comments(call: Call) -> Answer:
    """Numbers of pages are texts here, and the code is 0."""
    good = call.supplier.goods.by_pid.get(call.needed("pid"))
    if good is None:
        raise Refusal(1602001)
    rows = [
        {
            "commentId": str(good.number * 10 + at),
            "comment": COMMENTS[(good.number + at) % len(COMMENTS)],
            "commentDate": good.created_at.isoformat(),
            "commentUser": "B***r",
            "score": str(3 + (good.number + at) % 3),
            "commentUrls": [],
            "countryCode": "US",
        }
        for at in range(good.number % 4)
    ]
    rows = [row for row in rows if call.asked("score") in ("", row["score"])]
    found = paged(call, rows)
    texts = {name: str(found[name]) for name in ("pageNum", "pageSize", "total")}
    return Answer(texts | {"list": found["list"]}, code=0)


def look_for(call: Call) -> Answer:
    """guessed: after some time something is always found."""
    supplier, account = call.supplier, call.account
    name, _ = call.told("productName"), call.told("productImage")
    source = f"CJSRC{supplier.id()}"
    account.sourcings[source] = {"name": name, "sku": None, "pid": None}
    supplier.note("sourcing.create", str(call.body.get("thirdProductId") or name))
    supplier.later(supplier.rules.source_after_s, partial(find, supplier, account, source))
    return Answer({"cjSourcingId": source, "result": "success"}, code=0)


def find(supplier: Supplier, account: Account, source: str) -> None:
    if (row := account.sourcings.get(source)) is None:
        raise LookupError(f"Nothing is looked for as {source!r} here.")
    goods = list(supplier.goods.by_pid.values())
    good = goods[sum(row["name"].encode()) % GOODS]
    row |= {"pid": good.pid, "sku": good.variants[0].sku}
    params = {
        "cjProductId": good.pid,
        "cjVariantId": good.variants[0].vid,
        "cjVariantSku": good.variants[0].sku,
        "cjSourcingId": source,
        "status": "completed",
        "failReason": None,
        "createDate": stamp(supplier.clock.now()),
    }
    # guessed: under which topic one registers for it
    tell(supplier, account, "product", "SOURCINGCREATE", params, "INSERT")


def looked_for(call: Call) -> Answer:
    sources = [str(each) for each in call.rows("sourceIds")][:SOURCES_MAX]
    known = call.account.sourcings
    return Answer([_sourced(each, known[each]) for each in sources if each in known], code=0)


def _sourced(source: str, row: Record) -> Record:
    number, words = FOUND if row["pid"] else PENDING
    return {
        "sourceId": source,
        "sourceNumber": source.removeprefix("CJSRC").lstrip("0"),
        "sourceStatus": number,
        "sourceStatusStr": words,
        "cjProductId": row["pid"],
        "cjVariantSku": row["sku"],
    }
