"""Addresses that are articles', on portals without a family of their own.

A table of known shapes, each with where it was observed, and for shapes nobody has seen yet a signature: the
address with every number, hash and uuid blanked out, which the articles of one list share and its navigation does not.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_PAGE = r"\.s?html?"
_HEX = r"[0-9a-f]{32}"
_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_YEAR = r"(?:19|20)\d{2}"


@dataclass(frozen=True, slots=True)
class Shape:
    """One way of writing an article's address. `seen` is a host it was observed on, or the place or office.

    `loose` shapes are those of columns too on their own portals: a row needs a date or a telling title besides.
    """

    name: str
    pattern: re.Pattern[str]
    seen: str
    loose: bool = False


def _shape(name: str, pattern: str, seen: str, *, loose: bool = False) -> Shape:
    return Shape(name, re.compile(rf"{pattern}\Z", re.IGNORECASE), seen, loose)


#: Matched against path and query, the more telling first. Nothing here says what a list is.
SHAPES: tuple[Shape, ...] = (
    _shape("date and number", rf"/t{_YEAR}\d{{4}}_\d+{_PAGE}", "www.bjdch.gov.cn"),
    _shape("t and number", rf"/t\d{{6,}}{_PAGE}", "www.qinbei.gov.cn"),
    _shape("art_", rf"/art_[0-9a-f_]+{_PAGE}", "www.yw.gov.cn"),
    _shape("post_", rf"/post_\d+{_PAGE}", "www.zs.gov.cn"),
    _shape("content_ under a day", rf"/{_YEAR}-\d\d/\d\d/(?:content|c)_\d+{_PAGE}", "中央政法委"),
    _shape("content_", rf"/content_\d+(?:{_PAGE})?", "www.nanxian.gov.cn"),
    _shape("info", rf"/info/\d+/\d+{_PAGE}", "博达 sites"),
    _shape("hash under a day", rf"/{_YEAR}\d{{4}}/{_HEX}{_PAGE}", "shanghai.gov.cn"),
    _shape("hash under year, month, day", rf"/{_YEAR}/\d\d?/\d\d?/{_HEX}{_PAGE}", "四川"),
    _shape("hash under a month", rf"/{_YEAR}\d\d/{_HEX}{_PAGE}", "门头沟"),
    _shape("hash and c", rf"/{_YEAR}\d{{4}}/[0-9a-f]{{8,}}/c{_PAGE}", "国家能源局"),
    _shape("uuid", rf"/columns/{_UUID}/{_YEAR}\d\d/\d\d/{_UUID}{_PAGE}", "河北"),
    _shape("number under a day with dashes", rf"/{_YEAR}-\d\d-\d\d/\d+{_PAGE}", "www.np.gov.cn"),
    _shape("number under year, month, day", rf"/{_YEAR}/\d\d/\d\d/\d+{_PAGE}", "无锡"),
    _shape("number under a day", rf"/{_YEAR}\d{{4}}/\d+{_PAGE}", "国家林草局"),
    _shape("column and number under a month", rf"/{_YEAR}\d\d/c\d+_\d+{_PAGE}", "hljwch.gov.cn"),
    _shape("number under a month", rf"/{_YEAR}(?:0[1-9]|1[0-2])/\d+{_PAGE}", "www.haicheng.gov.cn"),
    _shape("day in a folder's number", rf"/{_YEAR}(?:0[1-9]|1[0-2])\d{{6,}}/index{_PAGE}", "通州"),
    _shape("folder of a number", rf"/\d{{5,9}}/index{_PAGE}", "www.bjdx.gov.cn", loose=True),
    _shape("pnidpv", rf"/pnidpv\d+{_PAGE}", "www.bjxch.gov.cn"),
    _shape("content in a folder c", rf"/c\d+/content{_PAGE}", "www.sasac.gov.cn"),
    _shape("item-view", rf"/item-view-id-\d+{_PAGE}", "东宁"),
    _shape("public", rf"/public/\d+/\d+{_PAGE}", "www.tianchang.gov.cn"),
    _shape("content/article", r"/content/article/\d+", "安徽"),
    _shape("show and number", rf"/show/\d+{_PAGE}", "www.bzqc.gov.cn", loose=True),
    _shape("messagekey", r"\.action\?(?:[^#]*&)?messagekey=\d+", "qqhr.gov.cn"),
    _shape("show.php", r"/(?:show|view|detail|article|news|content)s?\.php\?(?:[^#]*&)?id=\d+", "aqxxgk.anqing.gov.cn"),
    _shape(
        "show.asp", r"/\w*(?:show|view|detail|article|news|content)\w*\.aspx?\?(?:[^#]*&)?\w*id=\d+", "gk.ziyang.gov.cn"
    ),
    _shape("snowflake", rf"/\d{{13,}}{_PAGE}", "西安"),
    _shape("long number", rf"/\d{{6,12}}{_PAGE}", "www.tianchang.gov.cn", loose=True),
)

_BLANKED = re.compile(rf"{_UUID}|(?<![0-9a-z])[0-9a-f]{{16,}}(?![0-9a-z])|\d+", re.IGNORECASE)


def shape_of(url: str) -> Shape | None:
    """The known shape an address has; None for all others, the addresses of lists among them."""
    parts = urlsplit(url)
    wanted = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return next((shape for shape in SHAPES if shape.pattern.search(wanted)), None)


def signature(url: str) -> str:
    """An address with every number, hash and uuid in path and query blanked out: what articles of one list share.

    The host counts, scheme and `www.` do not.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return _BLANKED.sub("#", f"{host}{parts.path}{'?' if parts.query else ''}{parts.query}")
