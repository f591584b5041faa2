"""The durable record of what portals published, and every way to ask it. No Scrapy, no outgoing network."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.ask import Archive

__all__ = ["Archive"]


def __getattr__(name: str) -> object:
    # Lazy (PEP 562): the frozen values of this package are imported by rooms that should not load a database library.
    if name == "Archive":
        from archive.ask import Archive

        return Archive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
