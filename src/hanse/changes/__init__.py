"""The one write path: what is wanted at shops, previewed, agreed to, sent once, read back.

Tables: changes_... Events: changes.set.past_verb, changes.change.past_verb. Nothing else in the
program changes the outside world, and this room never does but by commit.py. It knows no room:
shops, and what they show, are handed to it.
"""
