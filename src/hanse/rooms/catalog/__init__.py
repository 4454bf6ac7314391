"""The merchant's own goods: products, variants, brands, categories, attributes, bundles,
translations, costs; and which of them is sold where.

Tables: catalog_products, catalog_variants, catalog_attributes, catalog_categories, catalog_brands,
catalog_bundles, catalog_translations, catalog_costs, catalog_offers, catalog_matches,
catalog_merges, catalog_looks, catalog_listed, catalog_texts. Events: catalog.product.changed,
.made, .edited, .merged, .split; catalog.offer.linked, .unlinked; catalog.cost.changed;
catalog.match.decided; catalog.brand, .category and .attribute changed. It writes to no platform and
asks none: what shops show it reads in mirror, and what they ought to show is decided by listings.
"""
