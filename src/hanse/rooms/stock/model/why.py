"""Why a shop shows what it shows, in sentences."""

from enum import StrEnum

from hanse.rooms.stock.model.channels import Channel, ChannelState
from hanse.rooms.stock.model.visible import Counting, Step, Visible


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


def step_text(step: Step, channel: Channel, about: str = "") -> str:
    count = f"{abs(step.change):,}"
    match step.code:
        case "on_hand":
            return f"{step.left:,} lie at the places that this shop sells from."
        case "reserved":
            return f"{count} of them are held for orders."
        case "promised":
            return f"{count} are kept for promotions at other shops."
        case "supplied":
            return f"{count} more are at suppliers, as far as their word is believed."
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


WITHOUT = {
    "keep_percent": "Keep no share back",
    "keep_count": "Keep no fixed number back",
    "safety": "Keep no safety pieces back",
    "show_max": "Show all there is",
    "supplied": "Sell what suppliers have, too",
}


def verdict(channel: Channel, visible: Visible, shows: int | None, found: Truth) -> str:
    if visible.counting is Counting.waiting:
        return "It waits for its opening count, so no shop is told anything of it."
    if visible.counting is Counting.uncounted:
        return "Nobody counts it here, so no shop is told anything of it."
    if channel.state is ChannelState.off:
        return f"This shop counts for itself. Told of stock it would show {visible.count:,}."
    if channel.state is ChannelState.held:
        return f"This shop is held: {channel.held_why}"
    if shows is None:
        return "The shop sells it without counting, so it is told no number."
    if found is Truth.proven:
        return f"It should show {visible.count:,}, and it does."
    if found is Truth.asked:
        return f"It should show {visible.count:,}; that is on its way, and it shows {shows:,} yet."
    return f"It should show {visible.count:,}, and it shows {shows:,}. It is told at the next turn."
