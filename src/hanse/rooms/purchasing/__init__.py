"""purchasing: who we buy from, what they offer, and what is ordered there.

Tables: purchasing_suppliers, purchasing_defaults, purchasing_offers; of what is ordered for buyers,
purchasing_orders, purchasing_order_lines, purchasing_remotes, purchasing_parcels,
purchasing_track_events; of numbers that a service follows, purchasing_trackers and
purchasing_followed; purchasing_vouchers, purchasing_voucher_uses; of goods for our own shelf,
purchasing_restocks, purchasing_restock_lines, purchasing_restock_files; purchasing_marks, of which
scores are made; purchasing_plans, purchasing_looks; of what sells there, purchasing_topics,
purchasing_trends, purchasing_trend_days. Events: purchasing.order.placed and others of its facts.

It orders nothing by itself: an order is a change like any other, with one number for ever. It never
knows whom goods go to.
"""
