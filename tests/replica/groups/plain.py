"""Plain static sites whose pager is learned from the page itself."""

from tests.replica.building import Builder

BUILDERS: dict[str, Builder] = {}
