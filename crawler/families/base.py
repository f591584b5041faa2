"""What a family is, and the frozen values it speaks.

A family knows one CMS platform's dialect. It says what to fetch first, and reads a fetched Page into entries and
further pages, or into a body with its metadata and attachments. It never imports scrapy, opens a socket, reads the
clock or touches the database, so the same code runs in a crawl, in a test and over the archive years later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Protocol

from settings.sites import Column, Site

Role = Literal["index", "article", "attachment"]


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


class UnreadablePage(ValueError):
    """A page does not have the shape its family promises. Kept as evidence; look at it with `fangzhi show --raw`, then
    mend the row's options or the family. The message says what was looked for and how often it was found."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A wish for one response: what to ask a portal for. Only the spider turns it into a request.

    `form` makes it a POST with url-encoded UTF-8 fields, in order; `json` a POST of that JSON text. `context` is the
    family's own note to itself (page number, unit, year), strings only, handed back with the Page.

    `begin_again` marks a wish that soon goes stale, because it holds what the page before it printed for one answer
    (hidden fields of a form): such a wish is asked before all others, and where it can no longer be had this one is
    asked instead. It is another one each time, or a walk would refuse it as done.
    """

    url: str
    role: Role = "index"
    form: tuple[tuple[str, str], ...] | None = None
    referer: str | None = None
    context: Mapping[str, str] = field(default_factory=_nothing)
    json: str | None = None
    begin_again: "Fetch | None" = None

    @property
    def method(self) -> str:
        return "GET" if self.form is None and self.json is None else "POST"

    def to_json(self) -> dict[str, Any]:
        """A form the archive can keep in its frontier; `from_json` gives the same wish back."""
        raw: dict[str, Any] = {"url": self.url, "role": self.role}
        if self.form is not None:
            raw["form"] = [list(pair) for pair in self.form]
        if self.json is not None:
            raw["json"] = self.json
        if self.referer:
            raw["referer"] = self.referer
        if self.context:
            raw["context"] = dict(self.context)
        if self.begin_again is not None:
            raw["begin_again"] = self.begin_again.to_json()
        return raw

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Fetch":
        form, again = raw.get("form"), raw.get("begin_again")
        return cls(
            url=raw["url"],
            role=raw["role"],
            form=None if form is None else tuple((name, value) for name, value in form),
            referer=raw.get("referer"),
            context=MappingProxyType(dict(raw.get("context", {}))),
            json=raw.get("json"),
            begin_again=None if again is None else cls.from_json(again),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched response: what a family reads.

    `body` is the response body after content-encoding is removed and before charset decoding: the bytes the capture's
    digest covers. Header names are lower-case. `fetch` is the wish that brought it, `url` where it was finally found.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetch: Fetch


@dataclass(frozen=True, slots=True)
class Scope:
    """The report years one walk wants, both included; decided outside, because a family has no clock."""

    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an index that may be a report.

    `fetch.url` is the canonical address of the article: mobile twins, session parts and fragments are gone. `title` is
    as printed, the untruncated one where the row holds both. `unit` and `year` are what the index itself says
    (column of 石门镇, folder gknb2017), None where it says nothing. `posted` is the printed date of the row.
    `state` is any further text whose change tells that the article changed (a gkmlpt row's times), "" without.
    """

    fetch: Fetch
    title: str
    posted: date | None = None
    unit: str | None = None
    year: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What one list page said.

    `more` are the further pages this page leads to, in walking order; repeats across pages are fine, the walker drops
    them. `total` is the number of rows the site itself prints for the whole column. `problems` are oddities as
    (code, sentence): a block that should have held rows and did not, a row without an address. A problem whose code
    begins with "incomplete" means that the column was not seen whole.
    """

    entries: tuple[Entry, ...]
    more: tuple[Fetch, ...] = ()
    total: int | None = None
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file linked from an article. `name` is the file name as the page prints it, extension included."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article page taken apart, nothing cleaned yet.

    `markup` is the HTML of the body container ("" when the page has none: a year without a report), `container` the
    rule that found it. `meta` maps the canonical labels of portals.md §5.2 (索引号, 发布机构, 成文日期, …) and the
    national meta tags (ArticleTitle, PubDate, …) to values as printed. `posted` is the shown publication date.
    """

    title: str | None
    markup: str
    container: str
    posted: date | None = None
    publisher: str | None = None
    meta: Mapping[str, str] = field(default_factory=_nothing)
    attachments: tuple[Attachment, ...] = ()
    breadcrumb: tuple[str, ...] = ()
    site_code: str | None = None
    problems: tuple[tuple[str, str], ...] = field(default=())


class Family(Protocol):
    """One dialect. Its docstring is its manual: how to recognise it, what to set in the row, which facts are evidenced
    and which inferred. `rules` changes whenever the same bytes could be read differently."""

    name: ClassVar[str]
    rules: ClassVar[str]

    def check(self, column: Column) -> None:
        """Raise ValueError with the reason when the column's options are not this family's."""

    def start(self, site: Site, column: Column, scope: Scope) -> Sequence[Fetch]:
        """The first fetches of a walk over the column."""

    def parse_index(self, page: Page, site: Site, column: Column, scope: Scope) -> Index:
        """What a list page says. Raises UnreadablePage."""

    def parse_article(self, page: Page, site: Site, column: Column) -> Article:
        """What an article page holds. Raises UnreadablePage."""
