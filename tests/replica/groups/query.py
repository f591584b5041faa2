"""Lonsun, the 亳州 type and ASP.NET: lists asked for with a query."""

from tests.replica.building import Builder

BUILDERS: dict[str, Builder] = {}
