"""Counties of the families beyond the five, by kin: a module a group, each with its `BUILDERS` by bare host."""
