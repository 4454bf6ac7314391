"""What notices decide: who is told what, by which way, and when. No I/O."""

# Whoever looks at the kinds finds those of the beginning.
from hanse.rooms.notices.model import told as told
from hanse.rooms.notices.model import told_changes as told_changes
from hanse.rooms.notices.model import told_stock as told_stock
