"""The labelled lines a text may begin with: the metadata table and byline of its page, left in by whoever saved it.

They are evidence of title, publisher and dates, and no part of the report. A page that a family took apart leaves none
of them in its clean text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.reading.dates import ReadDate, find_dates
from crawler.reading.headline import CORE, squeeze
from crawler.reading.layout import CHAPTER
from crawler.reading.years import years_in_title

#: The labels that tell something, best first, by what they tell.
_TOLD = {
    "title": "信息名称 文件名称 公文标题 文章标题 名称 标题 题名",
    "publisher": (
        "发布机构 发布单位 发布机关 公开机构 公开单位 公开主体 发文机关 发文单位 发文机构 所属机构 信息来源 来源"
    ),
    "posted": "发布时间 发布日期 公开时间 公开日期 发表时间 发表日期 上传时间 上传日期 录入时间 信息时间 时间 日期",
    "made": "成文日期 成文时间 生成日期 生成时间 发文日期 发文时间",
}
_OTHER = (
    "索引号 索取号 发文字号 公文文号 文件编号 信息编号 文号 主题分类 体裁分类 组配分类 信息分类 所属类别 主题词 "
    "关键词 关键字 主题 内容概述 内容摘要 信息概述 公开方式 公开形式 公开类别 公开范围 公开时限 公开属性 载体类型 "
    "语种 有效期 有效性 时效性 失效日期 废止日期 生效日期 所属栏目 栏目 原文链接 原文地址 本地目录 作者 撰稿人 "
    "审核人 责任编辑 编辑 浏览次数 浏览量 访问量 访问次数 点击次数 点击数 点击率 点击量 点击 阅读次数 阅读量 阅读 "
    "人气 字体大小 文字大小 字体 字号 背景色 分享到 分享 服务对象 信息状态 您当前的位置 您现在的位置 "
    "您现在所在的位置 您所在的位置 您的位置 当前位置 相关链接"
)
_KIND = {label: (kind, rank) for kind, labels in _TOLD.items() for rank, label in enumerate(labels.split())}
_LABELS = sorted((*_KIND, *_OTHER.split()), key=len, reverse=True)
_EVERY = frozenset(_LABELS)
_BLANK = r"[ \u3000\xa0]*"
_SPACED = "|".join(_BLANK.join(label) for label in _LABELS)
_LABEL = re.compile(rf"(?<![\u4e00-\u9fff])({_SPACED}){_BLANK}[:：]")
_EDGES = " \t\u3000\xa0|[]【】()（）"
_SEPARATOR = re.compile(r"[=*_—\-#~]{6,}")
_NO_PUBLISHER = re.compile(r"网|本站|原创|转载|转自|[日时晚]报|电视台|新闻|未知|佚名|admin|管理员|\d", re.IGNORECASE)
_MOST_LINES, _LONGEST = 40, 160


@dataclass(frozen=True, slots=True)
class Head:
    """What the labelled lines before a report tell, each None where none does, and the other lines of the text.

    `posted` is the day its page posted it, `made` the day it was drawn up (成文日期); the source of both is the label.
    """

    lines: tuple[str, ...]
    title: str | None = None
    publisher: str | None = None
    posted: ReadDate | None = None
    made: ReadDate | None = None


def read_head(lines: Sequence[str]) -> Head:
    """Take the labelled lines off the beginning of a text, up to its first sentence or heading."""
    values: dict[str, tuple[int, str]] = {}
    dates: dict[str, tuple[int, ReadDate]] = {}
    kept: list[str] = []
    labelled, end, table = 0, min(len(lines), _MOST_LINES), tuple[str, ...]()
    for number, line in enumerate(lines[:_MOST_LINES]):
        stripped = line.strip(_EDGES)
        if len(stripped) > _LONGEST or stripped.endswith("。") or CHAPTER.match(stripped):
            end = number
            break
        if labelled and _SEPARATOR.match(stripped):
            # Whoever saved a page under a head of his own rules it off: all above the rule is his.
            kept.clear()
        elif _LABEL.match(stripped):
            labelled += 1
            _tell(stripped, values, dates)
            table = ()
        elif (table and not _is_title(stripped)) or _bare(stripped):
            labelled, table = labelled + 1, _cells(stripped, table, values, dates)
        else:
            kept.append(line)
    if not labelled:
        return Head(tuple(lines))
    told = {kind: value for kind, (_, value) in values.items()}
    days = {kind: day for kind, (_, day) in dates.items()}
    return Head((*kept, *lines[end:]), told.get("title"), told.get("publisher"), days.get("posted"), days.get("made"))


def _tell(line: str, values: dict[str, tuple[int, str]], dates: dict[str, tuple[int, ReadDate]]) -> None:
    """Note what the labels of a line tell, where no better label told it."""
    found = list(_LABEL.finditer(line))
    for match, after in zip(found, [*(one.start() for one in found[1:]), len(line)], strict=True):
        _note(re.sub(r"\s", "", match[1]), line[match.end() : after].strip(_EDGES), values, dates)


def _is_title(line: str) -> bool:
    """Whether a line is a report's title and not the value of the label above it, which was left empty."""
    return bool(CORE.search(squeeze(line))) and bool(years_in_title(squeeze(line)))


def _bare(line: str) -> bool:
    """Whether a line is a label alone, or a row that begins with one: 索引号 | 014/2018-1 | 发布机构 | 某局."""
    cells = [re.sub(r"\s", "", cell) for cell in line.split("|")]
    return cells[0] in _EVERY and (len(cells) > 1 or len(cells[0]) > 2)


def _cells(
    line: str,
    waiting: tuple[str, ...],
    values: dict[str, tuple[int, str]],
    dates: dict[str, tuple[int, ReadDate]],
) -> tuple[str, ...]:
    """Note what a row of cells tells; the labels that the next row will answer are returned.

    A row of values answers the row of labels above it; a row of labels and values answers itself.
    """
    cells = [cell.strip() for cell in line.split("|")]
    names = [re.sub(r"\s", "", cell) for cell in cells]
    if waiting and not any(name in _EVERY for name in names):
        for label, value in zip(waiting, cells, strict=False):
            _note(label, value, values, dates)
        return ()
    label = ""
    for name, cell in zip(names, cells, strict=True):
        if name in _EVERY:
            label = name
        elif label:
            _note(label, cell, values, dates)
            label = ""
    return tuple(names) if all(name in _EVERY for name in names) else ()


def _note(label: str, value: str, values: dict[str, tuple[int, str]], dates: dict[str, tuple[int, ReadDate]]) -> None:
    """Keep what a label tells, unless a better label told it."""
    if label not in _KIND:
        return
    kind, rank = _KIND[label]
    if kind in ("posted", "made"):
        day = next(iter(find_dates(value, label)), None)
        if day is not None and (kind not in dates or rank < dates[kind][0]):
            dates[kind] = (rank, day)
        return
    value = (re.split(r"\s*\||\t", value)[0] if kind == "title" else re.split(r"[\s|]", value + " ")[0]).strip()
    if kind == "publisher" and (not 2 <= len(value) <= 30 or _NO_PUBLISHER.search(value)):
        return
    if value and (kind not in values or rank < values[kind][0]):
        values[kind] = (rank, value)
