"""stock: the ledger of what moved, what lies where and is promised to whom, and what each shop is
told and shows of it.

Tables: stock_places, stock_items, stock_levels, stock_moves, stock_reservations, stock_promotions,
stock_counts, stock_count_lines, stock_transfers, stock_transfer_lines, stock_channels,
stock_remote_places, stock_shown, stock_looks, stock_readings, stock_safety, stock_periods,
stock_latencies, stock_syncs, stock_settings. Events: stock.level.moved, stock.variant.opened and
others of its facts.

It never lets more be promised than there is, whoever writes: the database itself refuses it. It
writes to no shop: it proposes changes, and the guard and the policy decide.
"""
