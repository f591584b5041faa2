"""Hanweb jpaas and Epoint: lists drawn from a JSON interface."""

from tests.replica.building import Builder

BUILDERS: dict[str, Builder] = {}
