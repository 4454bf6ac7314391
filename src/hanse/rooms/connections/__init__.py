"""Connected accounts: consent, keys and tokens, their clocks, health, webhooks, and every call.

Tables: connections_... Events: connections.account.past_verb and its like. It never reads or
writes a merchant's goods or orders: what a platform shows is kept by mirror, what changes it goes
through changes.
"""
