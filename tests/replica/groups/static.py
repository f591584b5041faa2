"""NFCMS and VSB: lists in pages of their own."""

from tests.replica.building import Builder

BUILDERS: dict[str, Builder] = {}
