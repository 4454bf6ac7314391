"""orders: the book of what was bought at every shop, by whom, where it stands and what keeps it.

Tables: orders_orders, orders_lines, orders_parcels, orders_parcel_lines, orders_customers,
orders_notes, orders_tags, orders_exceptions, orders_wanted, orders_stays; of what goes back,
orders_refunds, orders_refund_lines, orders_returns, orders_return_lines; of papers, which are
written once: orders_sellers, orders_counters, orders_papers, orders_paper_files. Events:
orders.order.placed, orders.order.state_changed and others of its facts.

It reads what the mirror keeps and asks no shop. It never keeps the number of a card, and who bought
stands sealed. What a shop is to be told is proposed as a change.
"""
