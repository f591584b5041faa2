"""Which platform wrote a page: the marks by which each family is told, in the order they are tried.

Marks are looked for in the decoded source, in the page's own address and in the addresses it links. The first family of
the table that has a mark wins; the others found come after it, because a page's frame may carry another platform's
links than its column. A column is sniffed, never a host: one host can speak two dialects.

Evidenced by crawlers of these platforms and saved pages: every row but those said to be inferred in place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Where = Literal["page", "address", "link"]

#: Characters of a page that are searched; a larger page is mostly data of one kind.
_SEARCHED = 1_500_000
_HREF = re.compile(
    r"""\b(?:href|src|data-url|url)\s*[=:]\s*(?:"([^"\s>]{1,600})"|'([^'\s>]{1,600})'|([^\s"'>]{1,600}))""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A family that a page shows the mark of. `where` is where the mark stands: in the source, in the page's own
    address or in that of a link. `url` is the page's, which need not be the column's own: a directory page may show no
    mark and be known by the list it leads to."""

    family: str
    mark: str
    where: Where
    url: str

    def __str__(self) -> str:
        place = {"page": "in the source of", "address": "in the address", "link": "in an address linked from"}
        return f"{self.mark} {place[self.where]} {self.url}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """`source` and `also` must both be in the source, or `address` in an address, the page's or a link's, or `own` in
    the page's; `unless` in the source forbids it."""

    family: str
    label: str
    source: re.Pattern[str] | None = None
    also: re.Pattern[str] | None = None
    address: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    own: re.Pattern[str] | None = None


def _mark(
    family: str, label: str, source: str = "", also: str = "", address: str = "", unless: str = "", own: str = ""
) -> _Mark:
    def compiled(pattern: str) -> re.Pattern[str] | None:
        return re.compile(pattern, re.IGNORECASE) if pattern else None

    return _Mark(family, label, compiled(source), compiled(also), compiled(address), compiled(unless), compiled(own))


_XXGK_CONTENT = r"/(?:Xxgk(?:Content|AnnualReport|Policy|nb)|OpennessAnnualReport)/show"

#: The order is part of the meaning: Hanweb's disclosure module is that only without dataproxy.jsp, TRS comes late
#: because pages taken over from it keep its editor's classes.
MARKS: tuple[_Mark, ...] = (
    _mark("gkmlpt", "window._CONFIG of gkmlpt", r"window\._CONFIG\s*=", also=r"gkmlpt|\bTREE\b"),
    _mark("gkmlpt", "/gkmlpt/", address=r"/gkmlpt/(?:index|annualreport|policy|guide|api)\b"),
    _mark("nfcms", "nfw-cms-attachment", r"nfw-cms-attachment"),
    _mark("nfcms", "NFC_", r"\bNFC_\w"),
    _mark("nfcms", "meta ColumnId", r"<meta\b[^>]{0,200}\bname\s*=\s*[\"']?ColumnId\b"),
    _mark("nfcms", "/postmeta/", r"/postmeta/[ip]/"),
    _mark("nfcms", "/content/post_<digits>.html", address=r"(?<!gkmlpt)/content/m?post_\d+\.html"),
    _mark("hanweb_jpaas", "jpaas-publish-server", r"jpaas-publish-server"),
    _mark("hanweb_jpaas", "unitbuild.js", r"unitbuild\.js"),
    _mark("hanweb_jpaas", "queryData and unitUrl", r"\bqueryData\s*=", also=r"\bunitUrl\s*="),
    _mark("hanweb_jpage", "dataproxy.jsp", r"dataproxy\.jsp"),
    _mark("hanweb_jpage", "<datastore>", r"<datastore\b"),
    _mark("hanweb_jpage", ".jpage(", r"\.jpage\s*\("),
    _mark("hanweb_xxgk", "/module/xxgk/", address=r"/module/xxgk/\w+\.jsp", unless=r"dataproxy\.jsp"),
    _mark("hanweb_jpage", "/col/col<N>/", address=r"/col/col\d+/"),
    _mark("hanweb_jpage", "/art/Y/M/D/art_A_B.html", address=r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_\w+\.html"),
    # A TRS page taken over from Hanweb keeps its comment pair, and one may use UCAP's body: its address is its own.
    _mark("trs", "/YYYYMM/tYYYYMMDD_N.html", own=r"/\d{6}/t\d{8}_\d+\.s?html?\b"),
    _mark("hanweb_jpage", "ZJEG_RSS.content", r"ZJEG_RSS\.content\.begin|<\$\[信息内容\]>begin|大汉版通发布系统"),
    _mark("xxgk_content", "/XxgkContent/", address=_XXGK_CONTENT),
    _mark("lonsun", "/site/label/<N>", r"/site/label/\d+|\bLs\.pagination\s*\(|\bj-fontContent\b"),
    _mark("lonsun", "/public/column/<N>", address=r"/(?:public|content)/column/\d+|/public/\d+/\d+\.html"),
    _mark("lonsun", "/content/article/<N>", address=r"/content/article/\d+"),
    _mark("ucap", "_isAgg=", r"\b_is(?:Agg|Json)="),
    _mark("ucap", "createPageHTML('page_div', …)", r"\bcreatePageHTML\s*\(\s*[\"'][\w-]+[\"']\s*,\s*\d"),
    _mark("ucap", "meta channelId", r"<meta\b[^>]{0,200}\bname\s*=\s*[\"']?channelId\b"),
    _mark("ucap", "/common/search/", r"/(?:common/search|searchList)/[0-9a-f]{8,}"),
    _mark("ucap", "<UCAPCONTENT>", r"<UCAP(?:CONTENT|TITLE)\b|\bCMSPRO_|\bUCAP-CONTENT\b"),
    # On csrc.gov.cn, gov.cn and shuyang.gov.cn alike (2026-11).
    _mark("ucap", "meta 页面生成时间", r"<meta\b[^>]{0,100}\bcontent\s*=\s*[\"']页面生成时间"),
    _mark("ucap", "/YYYYMM/<32 hex>.shtml", address=r"/20\d{4}/[0-9a-f]{32}\.s?html"),
    _mark("ucap", "xxgk_list.shtml", address=r"/(?:common|xxgk|zfxxgk)_(?:list|navs)s?\.shtml|/newxxgk_index\.shtml"),
    # 哈尔滨 numbers its articles c01_<n>.
    _mark("ucap", "/c<digits>/…/c01_<n>.shtml", address=r"/c\d+/20\d{4}/c\d+_\d+\.s?html"),
    _mark("vsb", "vsb_content", r"vsb_content|v_news_content|\b_vsb|pb_sys_common"),
    _mark("vsb", "winstyle<N>", r"\bwinstyle\d+"),
    _mark("vsb", "wbtreeid=", r"\bwbtreeid=|/system/_content/download\.jsp"),
    _mark("vsb", "/info/A/B.htm", address=r"/info/\d+/\d+\.htm\b"),
    _mark("trs_search", "govsearch/", r"govsearch/|searPage\.jsp|was5/web|\bm_nRecordCount\b"),
    _mark("trs_search", "PageContext.PageNav", r"PageContext\.PageNav"),
    _mark("trs_search", "xxgkall.html?ClassInfoId=", address=r"xxgkall\.html\?ClassInfoId="),
    _mark("trs", "createPageHTML(", r"\bcreatePage(?:HTML)?\s*\("),
    _mark("trs", "/YYYYMM/tYYYYMMDD_N.html", address=r"(?:/|\b)\d{6}/t\d{8}_\d+\.s?html?\b"),
    _mark("trs", "TRS_Editor", r"TRS_Editor|trs_editor_view|TRS_UEDITOR"),
    _mark("epoint", "EWB-FRONT", r"EWB-FRONT|govInfoPub|webBuilderCommon\.js"),
    _mark("epoint", "govInfoPub.html", address=r"/govInfoPub\.html\?"),
    _mark("truecms", "messageController/getMessage.do", r"messageController/getMessage\.do"),
    _mark("aspnet", "__VIEWSTATE", r"\b__VIEWSTATE\b|\b__doPostBack\s*\("),
    _mark("aspnet", ".aspx with ids in the query", address=r"\.aspx?\?\w+=\d"),
)
#: Hainan's counties wrote TRS pages of nested tables with lists named list.htm until about 2019.
_HAINAN = re.compile(r"//(?:[\w-]+\.)*hainan\.gov\.cn/")
_HAINAN_LIST = re.compile(
    r"createPage(?:HTML)?\s*\([^)]{0,80}[\"']list[\"']\s*,\s*[\"']htm[\"']|\blist(?:_\d+)?\.htm\b(?!l)"
)
#: The fallback that learns its pager from links reads what no mark tells.
FALLBACK = "plain"


def sniff(url: str, text: str) -> tuple[Sniffed, ...]:
    """The families the page at `url` shows marks of, the likeliest first, each once. () when it shows none."""
    source = text[:_SEARCHED]
    links = "\n".join(addresses_in(source))
    found: dict[str, Sniffed] = {}
    for mark in MARKS:
        if mark.family in found or (mark.unless is not None and mark.unless.search(source)):
            continue
        where = _where(mark, url, source, links)
        if where is not None:
            family = "trs_hainan" if mark.family == "trs" and _is_hainan(url, source) else mark.family
            found.setdefault(mark.family, Sniffed(family, mark.label, where, url))
    return tuple(found.values())


def addresses_in(source: str) -> Iterator[str]:
    """Every address an attribute of the source holds, as written."""
    for match in _HREF.finditer(source):
        yield match[1] or match[2] or match[3] or ""


def _where(mark: _Mark, url: str, source: str, links: str) -> Where | None:
    if mark.source is not None and mark.source.search(source) and (mark.also is None or mark.also.search(source)):
        return "page"
    if mark.own is not None and mark.own.search(url):
        return "address"
    if mark.address is None:
        return None
    if mark.address.search(url):
        return "address"
    return "link" if mark.address.search(links) else None


def _is_hainan(url: str, source: str) -> bool:
    return _HAINAN.search(url) is not None and (_HAINAN_LIST.search(url) or _HAINAN_LIST.search(source)) is not None
