"""What the routes of listings need; live events of a noun need the same."""

from hanse.engine.doors import access
from hanse.engine.doors.access import EVERYBODY, MANAGERS

READ = access.declare(
    "listings.listing.read", "See what each shop should show and what it shows.", *EVERYBODY
)
WRITE = access.declare(
    "listings.listing.write",
    "Edit what a shop should show, and propose it; publish, hide and end listings.",
    *MANAGERS,
)
READ_TEMPLATES = access.declare("listings.template.read", "See the templates of texts.", *EVERYBODY)
WRITE_TEMPLATES = access.declare(
    "listings.template.write", "Make and change templates of texts.", *MANAGERS
)
READ_MAPPINGS = access.declare(
    "listings.mapping.read", "See what platforms call our categories and attributes.", *EVERYBODY
)
WRITE_MAPPINGS = access.declare(
    "listings.mapping.write", "Map categories and attributes to those of platforms.", *MANAGERS
)
READ_WORDS = access.declare(
    "listings.words.read", "See the words that listings shall not have.", *EVERYBODY
)
WRITE_WORDS = access.declare(
    "listings.words.write", "Say which words listings shall not have.", *MANAGERS
)
