"""What is known of a report before its text is read: what the portal, the list and the page around it said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Hints:
    """Evidence from outside the text, as printed there; None or empty where a place said nothing.

    `site` is the portal's bare host, `division` the six-digit code of its county. `entry_title`, `unit` and `year` come
    from the list, `article_title`, `posted`, `publisher`, `site_code`, `breadcrumb` and `meta` from the page.
    """

    site: str
    division: str
    url: str = ""
    entry_title: str | None = None
    article_title: str | None = None
    unit: str | None = None
    year: int | None = None
    posted: date | None = None
    publisher: str | None = None
    site_code: str | None = None
    breadcrumb: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
