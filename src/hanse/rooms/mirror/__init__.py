"""What every account shows, as last read: documents as received, and as we understand them.

Tables: mirror_rows, mirror_feeds, mirror_wanted, mirror_seen, mirror_told. Events:
mirror.product.changed, mirror.product.removed and their like, for what our understanding of has
changed. It never writes to a platform, and nobody above it calls one to read.
"""
