"""What the routes of letters need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS

READ_LETTERS = access.declare(
    "letters.letter.read", "Be told live of what buyers were told.", *EVERYBODY
)
READ_SETTINGS = access.declare(
    "letters.setting.read", "See who tells the buyer, and of what.", *EVERYBODY
)
WRITE_SETTINGS = access.declare(
    "letters.setting.write", "Say who tells the buyer, and of what.", *MANAGERS
)
READ_TEMPLATES = access.declare(
    "letters.template.read", "See the words of letters to buyers.", *EVERYBODY
)
WRITE_TEMPLATES = access.declare(
    "letters.template.write", "Change the words of letters to buyers.", *MANAGERS
)
READ_BUYERS = access.declare(
    "letters.buyer.read",
    "Be told live when a buyer wants no letters, without who it is.",
    *MANAGERS,
)
