"""pricing: rules that make prices, floors, dated exchange rates, tax tables, and why a price is
what it is.

Tables: pricing_rates, which holds for the whole installation; pricing_books, pricing_rules,
pricing_floors, pricing_taxes. Events: pricing.rule.changed, pricing.book.changed,
pricing.floor.changed, pricing.tax.changed, pricing.rates.kept, pricing.prices.proposed.

It changes no price at a shop: it proposes changes, and the guard and people decide. Costs are kept
by catalog; who owns a price, by changes.
"""
