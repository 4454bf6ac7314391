"""What each shop should show of a product, what it shows, and the difference.

Tables: listings_listings, listings_overlays, listings_products, listings_templates,
listings_mappings, listings_words. Events: listings.listing.added, listings.listing.edited,
listings.listing.moved, listings.plan.done, listings.template.saved, listings.template.removed,
listings.mapping.saved, listings.words.saved. It never sends anything: what shall be otherwise at a
shop is proposed to changes, and what a shop shows is asked of mirror.
"""
