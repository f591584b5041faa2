"""Articles and rows of VSB lists, told from the boxes around them.

Rows are `li#line_u<block>_<number>`, `tr[id]` in a table.winstyle<block>, or anything else that links an article. The
addresses of one article: `/info/<tree>/<number>.htm`, and `<template>.jsp?urltype=news.NewsContentUrl&wbtreeid=<tree>&
wbnewsid=<number>` with content.jsp and others as template.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from urllib.parse import urlsplit, urlunsplit

from crawler.families.addresses import query_value
from crawler.families.markup import Element
from crawler.families.rows import Row, article_links, link_target, parse_row, row_of

_STATIC = re.compile(r"\A(.*/)info/(\d+)/(\d+)\.htm\Z")
_LINE = re.compile(r"\Aline_?u\d+_\d+\Z")
#: Digits of a tree's or an article's number.
_DIGITS = re.compile(r"\d{1,12}\Z")


def is_article(url: str) -> bool:
    """Whether an address is an article's, in either form."""
    return article_key(url) is not None


def article_key(url: str) -> tuple[str, str] | None:
    """The numbers of an article's tree and of the article itself; None for another address."""
    if match := _STATIC.match(urlsplit(url).path):
        return match.group(2), match.group(3)
    tree, number = query_value(url, "wbtreeid") or "", query_value(url, "wbnewsid") or ""
    return (tree, number) if _DIGITS.match(tree) and _DIGITS.match(number) else None


def list_rows(tree: Element, base: str, pager: Element | None) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows of the list itself, one an article, and what was odd about them.

    Of several blocks of rows that one is the list which stands closest to the pager, one before it rather than one
    behind; without a pager the largest. Other blocks count where they hold articles of the same trees (a year's rows in
    a block of their own).
    """
    blocks: dict[Element, list[tuple[Element, Element, str]]] = {}
    for link in article_links(tree):
        url = link_target(link, base)
        if url is None:
            continue
        element = row_of(link)
        if is_article(url) or _LINE.match(element.get("id") or ""):
            parent = element.getparent()
            blocks.setdefault(element if parent is None else parent, []).append((element, link, url))
    blocks = {block: rows for block, rows in blocks.items() if any(is_article(url) for _, _, url in rows)}
    if not blocks:
        return [], []
    before = _before(tree, pager)
    main = max(blocks, key=lambda block: (_kinship(block, pager), block in before, len(blocks[block])))
    trees = {key[0] for _, _, url in blocks[main] if (key := article_key(url))}
    found: list[Row] = []
    problems: list[tuple[str, str]] = []
    for block, rows in blocks.items():
        if block is not main and any((key := article_key(url)) and key[0] not in trees for _, _, url in rows):
            continue
        for element, link, url in rows:
            if (row := parse_row(element, link, base)) is None:
                continue
            if not is_article(url):
                # It counts in the printed total, and what it leads to may be a report kept elsewhere.
                problems.append(("row_elsewhere", f"a row leads to no article of this platform: {url}"))
            found.append(row)
    return fold_forms(found), problems


def fold_forms(rows: Sequence[Row]) -> list[Row]:
    """The rows with one address an article; rows that lead elsewhere stay as they are.

    A page that links articles as /info/… publishes them as files, so its dynamic addresses are folded to that form; on
    a page that knows only dynamic ones they stay, without what is not identity.
    """
    roots: Mapping[str, str] = {
        parts.netloc: match.group(1)
        for row in reversed(rows)
        if (match := _STATIC.match((parts := urlsplit(row.url)).path))
    }
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = article_key(row.url)
        if key is None:
            found.setdefault((row.url,), row)
            continue
        parts = urlsplit(row.url)
        url = row.url
        if not _STATIC.match(parts.path):
            query = f"urltype=news.NewsContentUrl&wbtreeid={key[0]}&wbnewsid={key[1]}"
            url = urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
            if root := roots.get(parts.netloc):
                url = urlunsplit((parts.scheme, parts.netloc, f"{root}info/{key[0]}/{key[1]}.htm", "", ""))
        found.setdefault((parts.netloc, *key), replace(row, url=url))
    return list(found.values())


def _before(tree: Element, pager: Element | None) -> set[Element]:
    """What stands in the page before the pager."""
    return set() if pager is None else set(takewhile(lambda node: node is not pager, tree.iter()))


def _kinship(block: Element, pager: Element | None) -> int:
    """How deep the closest element lies that holds both the block and the pager; 0 without a pager."""
    if pager is None:
        return 0
    above = {pager, *pager.iterancestors()}
    common = next((node for node in (block, *block.iterancestors()) if node in above), None)
    return sum(1 for _ in common.iterancestors()) if common is not None else 0
