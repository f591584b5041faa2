"""Repair hints: today's list page of a column that fell short beside its last good one from the archive."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archive.errors import DamagedPayload, NoSuchPayload
from archive.record import Record
from archive.values import EarlierLook
from crawler.families.base import Fetch, Index, Page, UnreadablePage
from crawler.hints import Hint, explain_absence, explain_loss
from crawler.outline import outline
from crawler.walk import ListLook
from settings.sites import Column

#: Earlier pages read for one page of today.
_MOST_EARLIER = 3
#: Losing at least this share of what a page led to is what a hint explains; with less the greatest loss is taken.
_TELLING = 0.3


@dataclass(frozen=True, slots=True)
class Repair:
    """A hint with the two looks it compares."""

    hint: Hint
    url: str
    before: EarlierLook
    today: int | None

    def detail(self) -> dict[str, Any]:
        """The form an issue keeps."""
        return {
            "hint": f"{self.url}: {self.hint.sentence}",
            "path": self.hint.path,
            "gone": self.hint.gone,
            "found": self.hint.found,
            "count": self.hint.count,
            "before": {"capture": self.before.capture_id, "at": self.before.at.isoformat(), "url": self.before.url},
            "today": {"capture": self.today, "url": self.url},
        }


@dataclass(frozen=True, slots=True)
class _Loss:
    page: ListLook
    before: EarlierLook
    earlier: Page
    read: Index
    rows: int
    rows_now: int

    @property
    def share(self) -> float:
        return 1 - self.rows_now / self.rows


def find_repair(
    record: Record, column: Column, pages: tuple[ListLook, ...], parse: Callable[[Page], Index]
) -> Repair | None:
    """The hint for the first list page of a walk that leads to far less than it did; None where no page does.

    `parse` reads a list page as the walk does. Pages whose stored bytes are damaged are passed over: `fangzhi verify`
    tells of those.
    """
    losses: list[_Loss] = []
    for page in pages:
        loss = _loss_of(record, page, parse)
        if loss is not None:
            losses.append(loss)
            if loss.share >= _TELLING:
                break
    if not losses:
        return None
    loss = max(losses, key=lambda loss: loss.share)
    capture = loss.page.look.capture
    hint = _explain(record, column, loss)
    return Repair(hint, loss.page.wish.url, loss.before, capture.id if capture else None)


def _loss_of(record: Record, page: ListLook, parse: Callable[[Page], Index]) -> _Loss | None:
    capture = page.look.capture
    if capture is None:
        return None
    now = _led_to(page.index) if page.index is not None else 0
    for before in record.good_looks_before(capture.id, _MOST_EARLIER):
        try:
            earlier = _stored(record, before, page.wish)
            read = parse(earlier)
        except (UnreadablePage, DamagedPayload, NoSuchPayload):
            continue
        if _led_to(read) > now:
            rows_now = 0 if page.index is None else len(page.index.entries if read.entries else page.index.more)
            return _Loss(page, before, earlier, read, len(read.entries or read.more), rows_now)
    return None


def _explain(record: Record, column: Column, loss: _Loss) -> Hint:
    look = loss.page.look
    digest = look.capture.digest if look.capture is not None else None
    if look.outcome not in ("ok", "unchanged") or digest is None:
        return explain_absence(look.outcome, look.reasons, loss.rows)
    url = loss.before.url
    try:
        body = record.load_payload(digest)
    except (DamagedPayload, NoSuchPayload):
        return explain_absence("damaged", (), loss.rows)
    today = Page(url, 200, record.headers_of(url, digest), body, loss.page.wish)
    return explain_loss(outline(loss.earlier, column), loss.read, outline(today, column), loss.rows_now)


def _stored(record: Record, look: EarlierLook, wish: Fetch) -> Page:
    return Page(look.url, look.status, look.headers, record.load_payload(look.digest), wish)


def _led_to(index: Index) -> int:
    return len(index.entries) + len(index.more)
