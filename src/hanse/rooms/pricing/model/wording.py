"""Rules in sentences, for whoever reads the list."""

from collections.abc import Iterator, Sequence

from hanse.rooms.pricing.model.endings import words
from hanse.rooms.pricing.model.explaining import day, percent
from hanse.rooms.pricing.model.layers import Base, Layers, Of
from hanse.rooms.pricing.model.rules import Conditions, Rule

BASES = {Base.landed: "landed cost", Base.supplier: "supplier's price", Base.list: "list price"}
NAMED_MAX = 5


def conditions_in_words(given: Conditions) -> str:
    """`Every offer in DE or FR, with the tag lamps or new, that costs EUR 5 to below EUR 20.`"""
    parts = []
    if given.accounts:
        parts.append(f"at {counted(len(given.accounts), 'shop', 'shops')}")
    if given.markets:
        parts.append(f"in {listed(sorted(given.markets))}")
    if given.categories:
        parts.append(f"in {counted(len(given.categories), 'category', 'categories')} or below")
    if given.brands:
        parts.append(f"of {counted(len(given.brands), 'brand', 'brands')}")
    if given.tags:
        parts.append(f"with the tag {listed(sorted(given.tags))}")
    if band := given.cost:
        ends = [f"{band.currency} {band.least} or more"] if band.least is not None else []
        ends += [f"less than {band.currency} {band.below}"] if band.below is not None else []
        parts.append(f"that costs {' and '.join(ends) or f'something in {band.currency}'}")
    return " ".join(["Every offer", ", ".join(parts)]).strip() + "."


def counted(count: int, one: str, many: str) -> str:
    return f"one {one}" if count == 1 else f"one of {count} {many}"


def listed(names: Sequence[str]) -> str:
    more = len(names) - NAMED_MAX
    shown = [*names[:NAMED_MAX], *([f"{more} more"] if more > 0 else [])]
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def layers_in_words(rule: Rule) -> list[str]:
    found = [*of_costs(rule.layers), *of_prices(rule.layers)]
    if rule.spread_percent:
        found.append(f"moved by chance, by up to {percent(rule.spread_percent)}")
    return found


def of_costs(layers: Layers) -> Iterator[str]:
    if layers.cost:
        stand_in = ", or the supplier's price where there is none"
        yield BASES[layers.cost.base] + (stand_in if layers.cost.or_supplier else "")
    if layers.shipping:
        yield f"plus shipping of {layers.shipping.money}"
    if fees := layers.fees:
        fixed = f" and {fees.fixed} a sale" if fees.fixed else ""
        yield f"plus fees of {percent(fees.percent)} of the price{fixed}"
    if tax := layers.tax:
        rate = percent(tax.percent) if tax.percent is not None else f"the {tax.sort} rate"
        yield f"plus tax, {rate}"
    if markup := layers.markup:
        of = "the price" if markup.of is Of.price else "the cost"
        fixed = f" and {markup.fixed}" if markup.fixed else ""
        yield f"plus {percent(markup.percent)} of {of}{fixed}"


def of_prices(layers: Layers) -> Iterator[str]:
    if exchange := layers.exchange:
        fee = exchange.surcharge_percent
        more = f", and {percent(fee)} for changing" if fee else ""
        yield f"at the exchange rate of the day{more}"
    if voucher := layers.voucher:
        off = [percent(voucher.percent)] if voucher.percent else []
        off += [str(voucher.fixed)] if voucher.fixed else []
        yield f"raised for a voucher of {' and '.join(off)}"
    if layers.rounding:
        yield f"rounded {words(layers.rounding)}"
    if floor := layers.floor:
        over = floor.over_cost_percent
        ends = [str(floor.money)] if floor.money else []
        ends += [f"the cost and {percent(over)}"] if over is not None else []
        yield f"not below {' nor '.join(ends)}"
    if ceiling := layers.ceiling:
        ends = [str(ceiling.money)] if ceiling.money else []
        ends += ["the list price"] if ceiling.at_list else []
        yield f"not above {' nor '.join(ends)}"
    if campaign := layers.campaign:
        given = campaign.percent_off
        less = f"{percent(given)} off" if given is not None else f"for {campaign.price}"
        yield f"{less} from {day(campaign.starts_at)} to {day(campaign.ends_at)}"
