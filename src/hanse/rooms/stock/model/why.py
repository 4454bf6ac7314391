"""Why a shop shows what it shows, in sentences."""

from collections.abc import Mapping
from enum import StrEnum

from hanse.rooms.stock.model.channels import Channel, ChannelState
from hanse.rooms.stock.model.visible import Counting, Step, Told, Visible


class Truth(StrEnum):
    """How the number at a shop stands to what it should be."""

    proven = "proven"  # the shop was seen to show it
    asked = "asked"  # it is on its way, or waits for somebody
    differs = "differs"
    off = "off"  # the shop is told nothing
    waiting = "waiting"  # nobody has said yet how many there are


def truth(channel: Channel, visible: Visible, shows: int | None, will_show: int | None) -> Truth:
    if visible.counting is Counting.waiting:
        return Truth.waiting
    if channel.state is ChannelState.off or visible.count is None:
        return Truth.off
    if shows == visible.count:
        return Truth.proven
    return Truth.asked if will_show == visible.count else Truth.differs


def step_told(step: Step, channel: Channel, about: str = "") -> Mapping[str, str]:
    """What `step_text` names, for whoever says it in another language."""
    told = {"count": str(abs(step.change)), "left": str(step.left)}
    match step.code:
        case "part":
            return {**told, "about": about}
        case "supplied" if step.told:
            return {
                **told,
                "told": str(step.told.count),
                "places": str(step.told.places),
                "age_h": str(step.told.age_h),
                "sure": str(step.told.sure),
            }
        case "keep_percent":
            return {**told, "percent": f"{channel.keep_percent.normalize():f}"}
        case "keep_count":
            return {**told, "kept": str(channel.keep_count)}
        case _:
            return told


def step_text(step: Step, channel: Channel, about: str = "") -> str:
    count = f"{abs(step.change):,}"
    match step.code:
        case "on_hand":
            return f"{step.left:,} lie at the places that this shop sells from."
        case "reserved":
            return f"{count} of them are held for orders."
        case "promised":
            return f"{count} are kept for promotions at other shops."
        case "supplied" if step.told:
            return supplied_text(step.told, count)
        case "part":
            return f"The parts are enough for {step.left:,}; {about or 'one part'} is the scarcest."
        case "keep_percent":
            return f"{channel.keep_percent.normalize():f} % are kept back: {count}."
        case "keep_count":
            return f"{channel.keep_count:,} are always kept back here: {count} less."
        case "safety" if step.about:
            return (
                f"{count} fewer: pieces of {about or 'a part'} are kept back because news takes a "
                "while to get there."
            )
        case "safety":
            return f"{count} are kept back because news takes a while to get there."
        case _:
            return f"This shop shows at most {step.left:,}: {count} less."


def supplied_text(told: Told, count: str) -> str:
    if told.places == 1:
        return (
            f"A supplier has {told.count:,}, told {told.age_h:,} h ago and {told.sure} % sure: "
            f"{count} of them are believed."
        )
    return (
        f"{told.places:,} suppliers have {told.count:,}, told {told.age_h:,} h ago or later and "
        f"{told.sure} % sure or more: {count} of them are believed."
    )


WITHOUT = {
    "keep_percent": "Keep no share back",
    "keep_count": "Keep no fixed number back",
    "safety": "Keep no safety pieces back",
    "show_max": "Show all there is",
    "supplied": "Sell what suppliers have, too",
}


class Verdict(StrEnum):
    """How it stands in all; what it says names `should`, `shows` and `why`."""

    waiting = "waiting"
    uncounted = "uncounted"
    off = "off"
    held = "held"
    endless = "endless"
    proven = "proven"
    asked = "asked"
    differs = "differs"


V = Verdict
SENTENCES: Mapping[Verdict, str] = {
    V.waiting: "It waits for its opening count, so no shop is told anything of it.",
    V.uncounted: "Nobody counts it here, so no shop is told anything of it.",
    V.off: "This shop counts for itself. Told of stock it would show {should:,}.",
    V.held: "This shop is held: {why}",
    V.endless: "The shop sells it without counting, so it is told no number.",
    V.proven: "It should show {should:,}, and it does.",
    V.asked: "It should show {should:,}; that is on its way, and it shows {shows:,} yet.",
    V.differs: "It should show {should:,}, and it shows {shows:,}. It is told at the next turn.",
}


def verdict(channel: Channel, visible: Visible, shows: int | None, found: Truth) -> Verdict:
    if visible.counting is not Counting.counted:
        return Verdict(visible.counting.value)
    if channel.state is not ChannelState.on:
        return Verdict(channel.state.value)
    return V.endless if shows is None else Verdict(found.value)


def said(found: Verdict, channel: Channel, visible: Visible, shows: int | None) -> str:
    return SENTENCES[found].format(should=visible.count, shows=shows, why=channel.held_why)
