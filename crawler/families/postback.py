"""ASP.NET's postback: the form a page posts to itself, and the link in it that leads to the next page.

A pager's link calls `__doPostBack('<control>','<argument>')`; the browser then sends every field of the form back with
these two as `__EVENTTARGET` and `__EVENTARGUMENT`. Hidden fields (`__VIEWSTATE`, `__VIEWSTATEGENERATOR`,
`__EVENTVALIDATION`, `__CSRFTOKEN`, `__VIEWSTATEENCRYPTED`) belong to one answer and are read from each. Observed:
`MoreInfoList1$Pager` with the page number as argument, some with a field `<pager>_input` that holds the current page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.families.addresses import resolve
from crawler.families.base import UnreadablePage
from crawler.families.markup import Element, select, squeeze, text_of

_CALL = re.compile(
    r"""(?:__doPostBack|WebForm_PostBackOptions)\(\s*(["'])([^"']{1,200})\1\s*,\s*(["'])([^"']{0,200})\3"""
)
_NEXT = re.compile(
    r"[\[【(（]?(?:下一?页|后一?页|后页|next(?:\s*page)?)[\]】)）]?\s*[>»›＞]*\Z|[>»›＞]{1,2}\Z", re.IGNORECASE
)
#: The page a pager says it shows: 当前页：2, 当前第2页, 第2/5页, 页次：2/5.
_CURRENT = (
    re.compile(r"当前(?:页(?:码|数)?|第)?\s*[:：]?\s*第?\s*(\d{1,5})(?!\s*[条项篇])"),
    re.compile(r"(?:第|页次|页码)\s*[:：]?\s*(\d{1,5})\s*页?\s*/\s*共?\s*\d{1,5}\s*页?"),
)
#: 总页数：5, 共 5 页, 页次：2/5页.
_PAGES = (
    re.compile(r"总页数\s*[:：]?\s*(\d{1,5})"),
    re.compile(r"共\s*(\d{1,5})\s*页"),
    re.compile(r"(?:第|页次|页码)\s*[:：]?\s*\d{1,5}\s*页?\s*/\s*共?\s*(\d{1,5})"),
)
#: 记录总数：45, 总记录：45, 共45条.
_TOTAL = re.compile(r"(?:总记录数?|记录总数|总条数)\s*[:：]?\s*(\d{1,6})|共(?:有|计)?\s*(\d{1,6})\s*(?:条|篇|项)")
#: Counts are the pager's own only this close to each other.
_NEAR = 60
#: A form of a list page has some dozen fields; one with more is none of a list's.
_MOST_FIELDS = 300
_MOST_CALLS = 400
#: Input types a browser sends without being clicked.
_SENT = frozenset({"", "hidden", "text", "search", "email", "number", "tel"})


@dataclass(frozen=True, slots=True)
class Step:
    """The call that leads to another page: `__EVENTTARGET` with its `$` separators, `__EVENTARGUMENT`, its link."""

    target: str
    argument: str
    link: Element


@dataclass(frozen=True, slots=True)
class Counts:
    """What a pager prints: pages, the page shown, rows in all; None for what it leaves out."""

    pages: int | None = None
    current: int | None = None
    total: int | None = None


def read_counts(tree: Element) -> Counts:
    """The counts a list's pager prints, whatever kind it is."""
    shown = text_of(tree)
    found = next((match for pattern in _PAGES if (match := pattern.search(shown))), None)
    if found is None:
        return Counts()
    near = shown[max(0, found.start() - _NEAR) : found.end() + _NEAR]
    current = next((match for pattern in _CURRENT if (match := pattern.search(near))), None)
    total = _TOTAL.search(near)
    return Counts(
        int(found.group(1)),
        int(current.group(1)) if current else None,
        int(total.group(1) or total.group(2)) if total else None,
    )


def next_step(tree: Element, number: int) -> Step | None:
    """The call that leads from page `number` to the next; None where no link makes one.

    A link counts when its argument is the next number (`2`, `Page$2`), when its caption is and it has no argument, or
    when it is captioned 下一页. Links of calendars carry numbers too, but other ones than they show.
    """
    wanted = str(number + 1)
    captioned: Step | None = None
    for caption, step in _steps(tree):
        if caption == wanted and step.argument in ("", wanted, f"Page${wanted}"):
            return step
        # A link 下一页 that leads back is the last page's own.
        if (
            captioned is None
            and _NEXT.match(caption)
            and not (step.argument.isdigit() and int(step.argument) <= number)
        ):
            captioned = step
    return captioned


def form_fields(step: Step) -> tuple[tuple[str, str], ...]:
    """What a browser would send for this call: the fields of the form around the link, the call's own two among them.

    Raises UnreadablePage when the link stands in no form or the form is out of all proportion.
    """
    form = next(step.link.iterancestors("form"), None)
    if form is None:
        raise UnreadablePage(f"postback: the link of {step.target} stands in no form")
    fields: dict[str, str] = {}
    for field in select(form, ".//input[@name]|.//select[@name]"):
        if len(fields) > _MOST_FIELDS:
            raise UnreadablePage(f"postback: a form of more than {_MOST_FIELDS} fields")
        if field.get("disabled") is not None:
            continue
        name = field.get("name", "")
        if field.tag == "select":
            chosen = select(field, ".//option[@selected]") or select(field, ".//option")[:1]
            if chosen:
                fields.setdefault(name, _option_value(chosen[0]))
        elif field.get("type", "").lower() in _SENT:
            fields.setdefault(name, field.get("value", ""))
    fields["__EVENTTARGET"], fields["__EVENTARGUMENT"] = step.target, step.argument
    return tuple(fields.items())


def form_address(step: Step, base: str, url: str) -> str:
    """Where the form is posted to: its own action, else the page's address."""
    form = next(step.link.iterancestors("form"), None)
    return (resolve(base, form.get("action")) if form is not None else None) or url


def _steps(tree: Element) -> Iterator[tuple[str, Step]]:
    for count, link in enumerate(select(tree, "//a[@href or @onclick]|//input[@onclick]")):
        if count > _MOST_CALLS * 10:
            return
        found = _CALL.search(link.get("href") or "") or _CALL.search(link.get("onclick") or "")
        if found is None:
            continue
        images = select(link, ".//img[@alt]")
        caption = text_of(link) or squeeze(link.get("value") or link.get("title"))
        caption = caption or (squeeze(images[0].get("alt")) if images else "")
        yield caption.strip("[]【】() "), Step(found.group(2), found.group(4), link)


def _option_value(option: Element) -> str:
    value = option.get("value")
    return text_of(option) if value is None else value
