"""What a host's robots.txt permits (RFC 9309), read strictly: an error is never a permission."""

from dataclasses import dataclass

from protego import Protego

PRODUCT_TOKEN = "Fangzhi"

#: A Crawl-delay beyond this is honoured as this; a nightly look of a few dozen pages then still ends the same night.
LONGEST_CRAWL_DELAY = 60.0

_SIZE_READ = 500 * 1024  # RFC 9309 §2.5: parse at least 500 KiB


@dataclass(frozen=True, slots=True)
class RobotsPolicy:
    """A host's policy. `access` is "rules" (the file decides), "all", "none" or "later" (ask again another time);
    `basis` says why in words."""

    access: str
    basis: str
    rules: Protego | None = None
    crawl_delay: float | None = None

    def allows(self, url: str) -> bool:
        if self.access == "rules":
            assert self.rules is not None
            return bool(self.rules.can_fetch(url, PRODUCT_TOKEN))
        return self.access == "all"


def parse_robots(status: int | None, content_type: str, body: bytes) -> RobotsPolicy:
    """The policy behind one answer to /robots.txt; `status` None when no answer came.

    404 and 410 permit everything. 401 and 403 are read as "not permitted", which is stricter than RFC 9309 §2.3.1.3:
    a host that hides its rules has not allowed anything. Server errors and silence mean "later". A 200 with an HTML
    page is a soft 404 (observed on county portals) and counts as absent.
    """
    if status is None:
        return RobotsPolicy("later", "robots.txt could not be fetched")
    if status in (401, 403):
        return RobotsPolicy("none", f"robots.txt answers {status}")
    if status == 429 or status >= 500:
        return RobotsPolicy("later", f"robots.txt answers {status}")
    if status != 200:
        return RobotsPolicy("all", f"robots.txt answers {status}: none there")
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<head", b"<script", b"<?xml")) or (
        "html" in content_type.lower() and head.startswith(b"<")
    ):
        return RobotsPolicy("all", "robots.txt is an HTML page: none there")
    rules = Protego.parse(body[:_SIZE_READ].decode("utf-8", errors="replace").removeprefix("\ufeff"))
    delay = rules.crawl_delay(PRODUCT_TOKEN)
    return RobotsPolicy("rules", "robots.txt", rules, None if delay is None else min(float(delay), LONGEST_CRAWL_DELAY))
