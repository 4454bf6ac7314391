"""Who people are, how they prove it, and what they may do in which workspace.

Owns the tables `identity_*` and the events `identity.*`. People, passwords, sessions and second
factors belong to no workspace and stand in that of the installation; members, invitations,
businesses, limits and keys stand in their own. It never decides what another room may show: a room
asks for a permission, and this one says who holds it.
"""
