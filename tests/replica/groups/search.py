"""UCAP and the TRS search layers: lists drawn from a search interface."""

from tests.replica.building import Builder

BUILDERS: dict[str, Builder] = {}
