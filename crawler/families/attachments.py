"""Files an article links: recognised by shape, named as the page names them.

Three habits are known: a real path (TRS `./P0….doc` beside the article, NFCMS), a download script with the name only
in the anchor (Hanweb downfile.jsp, VSB download.jsp), the name only in `alt` (gkmlpt). Nothing is fetched here; the
file's type is decided later, by its bytes.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from crawler.families.addresses import query_value, resolve
from crawler.families.base import Attachment
from crawler.families.markup import Element, short_text, squeeze, text_of

_EXTENSIONS = "docx?|xlsx?|pptx?|pdf|wps|et|rtf|zip|rar|ofd|ceb|txt|csv|7z"
_EXTENSION = re.compile(rf"\.({_EXTENSIONS})\Z", re.IGNORECASE)
_NAMED = re.compile(rf"\.({_EXTENSIONS})(?![a-z0-9])", re.IGNORECASE)
# A shape no chrome has: TRS's own file names, Hanweb's and VSB's download scripts, a gkmlpt attachment path, UCAP's
# files beside their article.
_STRONG_PATH = re.compile(
    r"/[PW]0\d{16,}\.\w+\Z|/downfile\.jsp\Z|/system/_content/download\.jsp\Z|/attachment/\d+/\d+/\d+/\d+\.\w+\Z|/attach/\d+/"
    r"|/jpaas-web-server/front/document/file-download\Z|/attach/downloadZtbAttach\.jspx\Z"
    r"|/\d{6}/[\w-]+/files/[^/]+\.\w+\Z",
    re.IGNORECASE,
)
#: Every shape above has one of these in its address or in a name the page prints, unless the page's own address has one
#: or the address is disguised by escapes. Most links of a page have none, and are known for no file without more ado.
_HINT = re.compile(rf"\.(?:{_EXTENSIONS})|[PW]0\d|downfile|download|attach|files/|[%\t\r\n\x00]", re.IGNORECASE)
#: Parameters of download scripts that may carry a file's name.
_NAMING = ("filename", "showname", "file", "fileName", "fileUrl")
_AREA = re.compile(r"附\s*件|文件下载|文档下载")
_AREA_CLASS = re.compile(r"attach|annex|appendix|fujian|\bfj\b|download", re.IGNORECASE)


def parse_attachments(outside: Element, body: Element | None, base: str) -> tuple[Attachment, ...]:
    """The files linked from an article, in document order, each address once.

    Inside the body every link to a file counts. Outside (`outside` is the page or its rest) a link counts when its
    shape leaves no doubt or it stands under a heading such as 相关附件, because chrome links forms for download too.
    """
    found: dict[str, Attachment] = {}
    within = set(body.iter()) if body is not None else set()
    for link in body.iterdescendants("a") if body is not None else ():
        _add(found, link, base, lambda _: True)
    for link in outside.iterdescendants("a"):
        if link not in within:
            _add(found, link, base, _in_area)
    return tuple(found.values())


def leads_to_a_file(url: str) -> bool:
    """Whether an address is a file's by its shape: a document's extension, or a platform's download script."""
    path = urlsplit(url).path
    return _EXTENSION.search(path) is not None or _STRONG_PATH.search(path) is not None


def is_file_link(link: Element, base: str) -> bool:
    """Whether a link has the shape of an attachment that no chrome has."""
    found: dict[str, Attachment] = {}
    _add(found, link, base, lambda _: False)
    return bool(found)


def _add(found: dict[str, Attachment], link: Element, base: str, is_sure: Callable[[Element], bool]) -> None:
    href = link.get("href")
    if not href:
        return
    marked = (
        "nfw-cms-attachment" in (link.get("class") or "") or "attachment-id" in link.attrib or "download" in link.attrib
    )
    if not (marked or _HINT.search("|".join((href, *_printed_names(link)))) or _HINT.search(base)):
        return
    url = resolve(base, href)
    if url is None or url in found:
        return
    strong = marked or _STRONG_PATH.search(urlsplit(url).path) is not None
    name = _name(link, url)
    # What a link stands under is read last: it is the dearest question, and few links on a page name a file.
    if strong or (_EXTENSION.search(name) and is_sure(link)):
        found[url] = Attachment(url, name)


def _name(link: Element, url: str) -> str:
    """The printed name, its extension taken from the address when the page leaves it out."""
    extension = _address_extension(url)
    names = _printed_names(link)
    printed = next((name for name in names if _NAMED.search(name)), None)
    if printed is None:
        printed = next((name for name in names if name), None)
        if printed is None:
            return unquote(urlsplit(url).path.rsplit("/", 1)[-1])
        return printed + (extension or "")
    match = _NAMED.search(printed)
    # 附件：汇总表.doc（点击下载） names its file up to the extension.
    return printed[: match.end()].removeprefix("附件：").removeprefix("附件:").strip() if match else printed


def _printed_names(link: Element) -> list[str]:
    return [squeeze(name) for name in (link.get("alt"), text_of(link), link.get("title"), link.get("download"))]


def _address_extension(url: str) -> str | None:
    for value in (urlsplit(url).path, *(query_value(url, name) or "" for name in _NAMING)):
        if match := _EXTENSION.search(value):
            return match.group(0).lower()
    return None


def _in_area(link: Element) -> bool:
    """Whether a link outside the body stands in an attachment area: classed so, or close under such a heading."""
    for node in _ancestors(link, 4):
        if _AREA_CLASS.search(f"{node.get('class', '')} {node.get('id', '')}"):
            return True
        text = short_text(node, 400, 60)
        if text is None:
            return False
        if _AREA.search(text):
            return True
        before = node.getprevious()
        if before is not None and isinstance(before.tag, str) and _AREA.search(short_text(before, 30) or ""):
            return True
    return False


def _ancestors(element: Element, count: int) -> Iterator[Element]:
    node: Element | None = element
    for _ in range(count):
        node = node.getparent() if node is not None else None
        if node is None or node.tag in ("body", "html"):
            return
        yield node
