"""What can be carried from one workspace to another, part by part, in the order of the rooms.

What leans on something stands after it: a part is applied after those above it, and what goes is
taken away from the last part to the first. Write modes are no part: a shop is switched to live on
purpose, by a person. Nor are secrets, keys, people, sessions and networks.
"""

from functools import partial
from typing import cast

from hanse.app.wiring import CONNECTORS
from hanse.changes.service import portable as changes
from hanse.rooms.catalog.service import portable as catalog
from hanse.rooms.config.service.parts import Part, Parts
from hanse.rooms.identity.service import portable as identity
from hanse.rooms.letters.service import portable as letters
from hanse.rooms.listings.service import portable as listings
from hanse.rooms.notices.service import portable as notices
from hanse.rooms.pricing.service import portable as pricing
from hanse.rooms.purchasing.service import portable as purchasing

PLATFORMS = frozenset(each.CARD.name for each in CONNECTORS)
PARTS = cast(
    "Parts",
    (
        Part(
            *("limits", "Limits of the guard", changes.GuardLimits, changes.one_name),
            *(changes.limits, changes.settled_limits, changes.apply_limits),
            one=True,
        ),
        Part(
            *("policy", "Who has to agree", changes.ApprovalPolicy, changes.one_name),
            *(changes.policy, changes.settled_policy, changes.apply_policy),
            one=True,
        ),
        Part(
            *("role_limits", "How much a role approves", identity.RoleLimit, identity.role_of),
            *(identity.role_limits, identity.settled_limit, identity.apply_role_limits),
        ),
        Part(
            *("webhooks", "Webhooks", notices.Webhook, notices.webhook_name),
            *(notices.webhooks, notices.settled_webhook, notices.apply_webhooks),
        ),
        Part(
            *("attributes", "Attributes", catalog.AttributeRow, catalog.attribute_key),
            *(catalog.attributes, catalog.settled_attribute, catalog.apply_attributes),
        ),
        Part(
            *("categories", "Categories", catalog.CategoryRow, catalog.category_name),
            *(catalog.categories, catalog.settled_category, catalog.apply_categories),
        ),
        Part(
            *("price_rules", "Price rules", pricing.RuleRow, pricing.rule_name),
            *(pricing.price_rules, pricing.settled_rule, pricing.apply_rules),
        ),
        Part(
            *("price_order", "Order of price rules", pricing.BookRow, pricing.book_name),
            *(pricing.book, pricing.settled_book, pricing.apply_book),
            one=True,
        ),
        Part(
            *("taxes", "Own tax rates", pricing.TaxRow, pricing.tax_name),
            *(pricing.tax_rates, pricing.settled_tax, pricing.apply_taxes),
        ),
        Part(
            *("mappings", "Mappings", listings.MappingRow, listings.mapping_name),
            *(listings.mappings, partial(listings.settled_mapping, PLATFORMS)),
            listings.apply_mappings,
        ),
        Part(
            *("templates", "Templates", listings.TemplateRow, listings.template_name),
            *(listings.templates, listings.settled_template, listings.apply_templates),
        ),
        Part(
            *("words", "Words to avoid", listings.WordRow, listings.word_name),
            *(listings.words, listings.settled_word, listings.apply_words),
        ),
        Part(
            *("supply_wishes", "How suppliers send", purchasing.WishesRow, purchasing.wishes_name),
            *(purchasing.wishes, purchasing.settled_wishes, purchasing.apply_wishes),
            one=True,
        ),
        Part(
            *("letters", "Who tells the buyer", letters.TellerRow, letters.teller_name),
            *(letters.tellers, letters.settled_teller, letters.apply_tellers),
        ),
        Part(
            *("letter_words", "Words of letters", letters.LetterRow, letters.letter_name),
            *(letters.letters, letters.settled_letter, letters.apply_letters),
        ),
    ),
)
