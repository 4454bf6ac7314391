"""What the routes of pricing need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS, READERS

READ_RULES = access.declare("pricing.rule.read", "See price rules and how they stand.", *EVERYBODY)
WRITE_RULES = access.declare(
    "pricing.rule.write", "Write price rules, put them in order, have prices worked out.", *MANAGERS
)
# Whoever sees why a price is what it is sees what the goods cost.
READ_COSTS = access.declare(
    "pricing.cost.read", "See why a price is what it is, with costs and margins.", *READERS
)
READ_FLOORS = access.declare("pricing.floor.read", "See the floors under prices.", *READERS)
WRITE_FLOORS = access.declare("pricing.floor.write", "Set floors under prices.", *MANAGERS)
READ_RATES = access.declare("pricing.rates.read", "See exchange rates.", *EVERYBODY)
READ_TAXES = access.declare("pricing.tax.read", "See tax rates by place.", *EVERYBODY)
WRITE_TAXES = access.declare("pricing.tax.write", "Set tax rates of your own.", *MANAGERS)
# Live events of these nouns are for whoever may see the rules.
READ_BOOK = access.declare("pricing.book.read", "See how price rules stand together.", *EVERYBODY)
READ_PRICES = access.declare("pricing.prices.read", "See that rules propose prices.", *EVERYBODY)
