"""Links of a portal's pages, judged by their captions: which lead to annual reports, and how surely.

Captions are those under which portals keep annual reports and the pages above them (observed on portals of twenty
provinces): 政府信息公开年报 and its variants; 乡镇信息公开, 镇街道, 部门目录 and the like above the units' own columns;
政府信息公开, 法定主动公开内容, 政务公开 above everything. Addresses are taken as printed, never built.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.families.addresses import canonical_url, resolve
from crawler.families.markup import Element, base_of, select, squeeze, text_of
from crawler.families.rows import link_target
from crawler.families.units import is_report_folder, is_unit_name, year_of_folder
from crawler.reading.titles import may_be_report

#: What a caption promises. report: a column of annual reports. units: a directory of the bodies that publish.
#: unit: one such body. platform: a known address of the disclosure module or catalogue. disclosure: a page above them.
Kind = Literal["report", "platform", "units", "unit", "year", "frame", "disclosure", "general"]

#: Order in which pages are asked for: what promises most first.
PROMISE: dict[Kind, int] = {
    "report": 0,
    "platform": 1,
    "units": 2,
    "frame": 3,
    "disclosure": 4,
    "general": 6,
    "year": 8,
    "unit": 9,
}

_LONGEST_CAPTION = 30
_REPORT = re.compile(
    r"信息公开(?:工作)?(?:年报|年度报告|年度工作报告|工作报告|报告)|公开年报|(?:信息)?公开工作年度报告|年报\Z|年度报告\Z|年度工作报告\Z"
)
#: Annual reports of other things, and words about reports.
_OTHER_REPORT = re.compile(
    r"法治|依法行政|统计|财政|预算|决算|审计|政府工作报告|网站|报表|社会责任|环境|环保|企业|慈善|人大|政协|法院|检察|"
    r"质量|年鉴|解读|通知|模板|格式|预警|国民经济|公报|党务"
)
_UNITS = re.compile(
    r"(?:乡镇|镇街|街镇|镇乡|乡（镇）|乡\(镇\)|镇（街道）|镇\(街道\)|街道（乡镇）|乡镇（街道）|镇、?街道|街道、?乡?镇|各镇|各乡镇)|"
    r"基层政务公开|部门(?:信息公开)?目录|部门(?:街镇|乡镇)|公开(?:单位|主体)|单位目录|(?:部门|单位)信息公开|各(?:部门|单位)|"
    r"(?:街道|乡镇|镇)(?:信息公开|政务公开|公开)"
)
_DISCLOSURE = re.compile(r"政府信息公开|信息公开(?:目录|平台|专栏|网)?|法定主动公开|公开目录|主动公开|政务信息公开")
_GENERAL = re.compile(r"政务公开|政府公开|公开\Z|政务\Z|透明政府")
_DEAD_END = re.compile(
    r"指南|制度|申请|规定|条例|意见箱|监督|投诉|举报|咨询|须知|流程|登录|注册|电话|解读|问答|规划|预决算|招考"
)
_PLATFORM = re.compile(r"/gkmlpt/(?:index|annualreport)|/module/xxgk/(?:tree|xxgkAnnualReport)\.jsp\?[^#]*\barea=")
_YEAR = re.compile(r"(?:20[012]\d)\s*年?(?:度)?(?:年报|报告)?\Z")
#: Addresses of articles on one platform or another: a row of a list, whatever it is called.
_ARTICLE = re.compile(
    r"/t\d{8}_\d+\.|/art_\w+\.html|/m?post_\d+\.|/[0-9a-f]{32}\.|/content_\d+\.|/\d{4,}\.s?html?\Z|/info/\d+/\d+\."
)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|zip|rar|jpe?g|png|gif|wps|ofd|mp4|apk|css|js)\Z", re.IGNORECASE)


_DOWNLOAD = re.compile(r"/(?:downfile|download)\.jsp\?")


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page. `url` is as the page leads there, fragments gone."""

    url: str
    caption: str
    kind: Kind

    @property
    def promise(self) -> int:
        return PROMISE[self.kind]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What one page of the portal shows: links worth following, best first, and what the page itself seems to be.

    `units` and `years` are links captioned with one unit's name or one year; `reports` the number of links whose
    caption is that of one report.
    """

    links: tuple[Link, ...]
    units: tuple[Link, ...]
    years: tuple[Link, ...]
    reports: int


def read_landmarks(tree: Element, url: str) -> Landmarks:
    """The links of a page that may lead to annual reports."""
    base = base_of(tree, url)
    found: dict[str, Link] = {}
    reports: set[str] = set()
    for target, captions in (*_anchors(tree, base), *_frames(tree, base)):
        address = target.partition("#")[0]
        if not address or is_file_address(address) or canonical_url(address) == canonical_url(url):
            continue
        if any(may_be_report(caption) and re.search(r"\d", caption) for caption in captions):
            reports.add(address)
            continue
        kind, caption = _judge(address, captions)
        if kind is None:
            continue
        if is_article_address(address):
            if kind in ("unit", "year"):
                reports.add(address)
            continue
        known = found.get(address)
        if known is None or PROMISE[kind] < known.promise:
            found[address] = Link(address, caption, kind)
    ordered = sorted(found.values(), key=lambda link: link.promise)
    return Landmarks(
        links=tuple(link for link in ordered if link.kind not in ("unit", "year")),
        units=tuple(link for link in ordered if link.kind == "unit" or _is_unit_root(link)),
        years=tuple(link for link in ordered if link.kind == "year"),
        reports=len(reports),
    )


def kind_of(caption: str) -> Kind | None:
    """What a caption alone promises; None for one that promises nothing here."""
    if not caption or len(caption) > _LONGEST_CAPTION:
        return None
    if is_unit_name(caption):
        return "unit"
    if _YEAR.fullmatch(caption):
        return "year"
    if _REPORT.search(caption) and not _OTHER_REPORT.search(caption) and not re.search(r"\d", caption):
        return "report"
    if _DEAD_END.search(caption):
        return None
    if _UNITS.search(caption):
        return "units"
    if _DISCLOSURE.search(caption):
        return "disclosure"
    return "general" if _GENERAL.search(caption) and len(caption) <= 8 else None


def is_article_address(url: str) -> bool:
    """Whether an address is shaped like an article's on one platform or another."""
    return _ARTICLE.search(url) is not None


def is_file_address(url: str) -> bool:
    """Whether an address is shaped like a file's: its extension, or a platform's download script."""
    return _FILE.search(urlsplit(url).path) is not None or _DOWNLOAD.search(url) is not None


def in_report_folder(url: str) -> bool:
    """Whether an address's last directory is one reports are kept under (ndbg, gknb, zfxxgknb_171215)."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment and "." not in segment]
    return bool(segments) and (is_report_folder(segments[-1]) or _is_year_of_reports(segments[-1]))


def _is_year_of_reports(segment: str) -> bool:
    """gknb2017 and the like; Hanweb's col2053 is no year."""
    return year_of_folder(segment) is not None and is_report_folder(re.sub(r"\d+", "", segment))


def _judge(url: str, captions: tuple[str, ...]) -> tuple[Kind | None, str]:
    kinds = [(kind, caption) for caption in captions if (kind := kind_of(caption)) is not None]
    if _PLATFORM.search(url):
        return "platform", captions[-1] if captions else ""
    if not captions:
        return "frame", ""
    if kinds:
        return min(kinds, key=lambda pair: PROMISE[pair[0]] if pair[0] != "unit" else -1)
    if in_report_folder(url) and not any(_OTHER_REPORT.search(caption) for caption in captions):
        return "report", captions[-1]
    return None, ""


def _is_unit_root(link: Link) -> bool:
    """A unit's own mini-site, whose caption is the unit's name."""
    return link.kind == "platform" and "/gkmlpt/" in link.url


def _anchors(tree: Element, base: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for link in select(tree, "//a[@href or @onclick]|//area[@href]"):
        url = link_target(link, base)
        captions = tuple(dict.fromkeys(filter(None, (squeeze(link.get("title")), text_of(link)))))
        if url is not None and captions:
            yield url, captions


def _frames(tree: Element, base: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Frames, which on some portals hold the true list (observed at 常州 and 淮安), and scripts that load a tree."""
    for frame in select(tree, "//iframe[@src]|//frame[@src]"):
        if (url := resolve(base, frame.get("src"))) is not None:
            yield url, ()
    for script in select(tree, "//script[contains(@src,'tree.jsp')]"):
        if (url := resolve(base, script.get("src"))) is not None:
            yield url, ()
