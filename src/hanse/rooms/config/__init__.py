"""config: what a merchant set, as one file that can be carried to another workspace.

Table: config_imports. Events: config.import.applied, config.import.undone. Each room says by itself
what of it can be carried; the program hands these parts in.

It never carries a secret, an id of the installation, a role of a person or a rule of security, and
it never switches a shop to live: that is done on purpose, by a person, shop by shop.
"""
