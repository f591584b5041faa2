"""ASP.NET: forms that hold for one answer, pagers among other postbacks, walks that lose their form and begin again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from scrapy import Request as ScrapyRequest
from scrapy.http import Response as ScrapyResponse

from archive.record import Record
from crawler.families.base import Fetch, Page, Scope, UnreadablePage
from crawler.families.markup import parse_html
from crawler.families.postback import Counts, form_fields, next_step, read_counts
from crawler.families.registry import family_of
from crawler.fetching import Fetcher
from crawler.order import Tally
from crawler.walk import ColumnWalk, WalkEnd
from settings.env import load_env
from settings.sites import BadSiteRow, Column, Site, load_sites
from tests.replica.building import CountyReplica
from tests.replica.counties import build_county
from tests.replica.exchange import Request
from tests.replica.portals.aspnet import Aspnet
from tests.replica.walking import Browser, walk

HOST = "gk.ziyang.gov.cn"
SITE = load_sites(Path(__file__).parents[1] / "replica" / "rows")[HOST]
TOWNS = SITE.column("towns")
SCOPE = Scope(2008, 2024)


def call(argument: str, caption: str, target: str = "P") -> str:
    return f"<a href=\"javascript:__doPostBack('{target}','{argument}')\">{caption}</a>"


@pytest.mark.parametrize(
    ("pager", "number", "step"),
    [
        pytest.param(call("2", "2") + call("3", "3"), 1, ("P", "2"), id="the number as argument"),
        pytest.param(call("Page$3", "3"), 2, ("P", "Page$3"), id="a GridView"),
        pytest.param(call("", "2", "rpt$ctl01$lnk"), 1, ("rpt$ctl01$lnk", ""), id="a link of its own for each page"),
        pytest.param(call("", "下一页", "lnkNext"), 4, ("lnkNext", ""), id="next alone"),
        pytest.param(call("2", "<img src=n.gif alt=下一页>"), 1, ("P", "2"), id="next as a picture"),
        pytest.param(call("5", "下一页") + call("2", "2"), 1, ("P", "2"), id="the number before the word"),
        pytest.param(call("9498", "2", "Calendar1"), 1, None, id="a day of a calendar"),
        pytest.param(call("3", "下一页"), 3, None, id="a next that stays on the last page"),
        pytest.param(call("1", "1") + call("2", "上一页"), 3, None, id="only back"),
        pytest.param(call("Sort$Title", "标题"), 1, None, id="a column's heading"),
        pytest.param('<a href="list.aspx?page=2">2</a>', 1, None, id="a plain link"),
        pytest.param(
            '<a onclick=\'WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("c$n", "", true))\'>下页</a>',
            1,
            ("c$n", ""),
            id="with options",
        ),
    ],
)
def test_the_call_that_leads_on_is_told_from_the_others(pager: str, number: int, step: tuple[str, str] | None) -> None:
    found = next_step(parse_html(f"<form>{pager}</form>"), number)
    assert (found and (found.target, found.argument)) == step


@pytest.mark.parametrize(
    ("printed", "counts"),
    [
        ("记录总数：<b>45</b> 总页数：<b>3</b> 当前页：<font color=red><b>2</b></font>", Counts(3, 2, 45)),
        ("共45条 页次：2/3页", Counts(3, 2, 45)),
        ("第2页/共3页", Counts(3, 2, None)),
        ("共 45 条记录 当前第 1 页 共 3 页", Counts(3, 1, 45)),
        ("2017年，我镇主动公开政府信息共86条", Counts()),
        ("页次：1/1页", Counts(1, 1, None)),
    ],
)
def test_what_a_pager_prints(printed: str, counts: Counts) -> None:
    assert read_counts(parse_html(f"<div>{printed}</div>")) == counts


def test_a_form_is_sent_back_as_a_browser_would() -> None:
    tree = parse_html(
        "<form><input type=hidden name=__VIEWSTATE value=v><input type=hidden name=__EVENTTARGET value=''>"
        "<input name=Pager_input value=1><input type=checkbox name=c value=1><input type=submit name=s value=搜索>"
        "<input type=hidden name=off value=1 disabled><select name=k><option value=1>甲<option selected value=2>乙"
        f"</select>{call('2', '2')}</form><form><input type=hidden name=other value=1></form>"
    )
    step = next_step(tree, 1)
    assert step is not None
    assert dict(form_fields(step)) == {
        "__VIEWSTATE": "v",
        "__EVENTTARGET": "P",
        "__EVENTARGUMENT": "2",
        "Pager_input": "1",
        "k": "2",
    }


def test_a_pager_outside_a_form_is_no_page_of_this_dialect() -> None:
    step = next_step(parse_html(f"<div>{call('2', '2')}</div>"), 1)
    assert step is not None
    with pytest.raises(UnreadablePage, match="stands in no form"):
        form_fields(step)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"captions": ["年报"]}, 'are for layout = "units"'),
        ({"skip": ["12"]}, 'are for layout = "units"'),
        ({"articles": " "}, "option articles is blank"),
        ({"layout": "tree"}, "option layout is 'tree'"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], reason: str) -> None:
    column = Column(key="k", family="aspnet", start=(f"http://{HOST}/",), options=MappingProxyType(options))
    with pytest.raises(BadSiteRow, match=reason):
        family_of(SITE, column)


def dialect(replica: CountyReplica) -> Aspnet:
    found = replica.portal.dialects[0]
    assert isinstance(found, Aspnet)
    return found


def listed(replica: CountyReplica, column: str) -> set[str]:
    return {url for document, _ in replica.county.placed(column) for url in replica.addresses(document)}


@pytest.mark.parametrize("silent", [False, True], ids=["an error", "page one"])
def test_a_list_whose_form_is_refused_is_begun_again(silent: bool) -> None:
    """The server forgets all sessions in the middle of every list; a refused form is answered with `silent` or not."""
    replica = build_county(HOST)
    dialect(replica).silent = silent
    seen: dict[str, int] = {}

    def restart(page: Page) -> None:
        seen[page.url] = seen.get(page.url, 0) + 1
        if seen[page.url] == 3 and page.fetch.form is not None:
            dialect(replica).forget_sessions()

    walked = walk(replica, SITE, TOWNS, after=restart)
    assert walked.problems == []
    own = {url for url in listed(replica, "annual") if "year_details" in url}
    assert set(walked.entries) == own
    assert sum("resume" in wish.context and wish.form is None for wish in walked.fetched) == 3


def test_a_portal_that_refuses_every_form_is_not_asked_for_ever() -> None:
    replica = build_county(HOST)
    walked = walk(replica, SITE, TOWNS, after=lambda page: dialect(replica).forget_sessions())
    assert len(walked.fetched) < 80
    assert set(walked.codes) == {"status_500"}


def test_only_one_form_waits_in_the_frontier_at_a_time() -> None:
    replica, pending, most = build_county(HOST), [], 0
    family, browser = family_of(SITE, TOWNS), Browser(replica)
    pending = list(family.start(SITE, TOWNS, SCOPE))
    while pending:
        wish = next((wish for wish in pending if wish.begin_again is not None), pending[0])
        pending.remove(wish)
        pending += family.parse_index(browser.fetch(wish), SITE, TOWNS, SCOPE).more
        most = max(most, sum(wish.form is not None for wish in pending))
    assert most == 1


def test_a_wish_survives_the_frontier_with_what_is_asked_in_its_place() -> None:
    again = Fetch("http://x.gov.cn/list.aspx", context=MappingProxyType({"resume": "3"}))
    wish = Fetch("http://x.gov.cn/list.aspx", form=(("__VIEWSTATE", "v"),), begin_again=again)
    assert Fetch.from_json(wish.to_json()) == wish


@dataclass
class Night:
    """One run's walk over the real frontier, the portal asked in this process; `pages` end it after so many."""

    replica: CountyReplica
    record: Record
    now: datetime
    pages: int = 10**6

    async def _walk(self, site: Site, column: Column, environ: dict[str, str]) -> WalkEnd:
        browser, asked = Browser(self.replica), 0

        async def download(request: ScrapyRequest) -> ScrapyResponse:
            headers = {"cookie": "; ".join(map("=".join, browser.cookies.items()))}
            answer = self.replica.portal.respond(Request(request.method, request.url, headers, request.body))
            if given := answer.header("Set-Cookie"):
                name, _, value = given.partition(";")[0].partition("=")
                browser.cookies[name] = value
            return ScrapyResponse(request.url, answer.status, dict(answer.headers), answer.body)

        def out_of_time() -> bool:
            nonlocal asked
            asked += 1
            return asked > self.pages

        run = self.record.open_run(site.host, "manual", {}, self.now, "replica")
        fetcher = Fetcher(site, load_env(environ), self.record, run, download, self._clock, lambda host, delay: None)
        family = family_of(site, column)
        tally, note = Tally(), lambda *said: None
        steps = ColumnWalk(site, column, family, SCOPE, self.record, fetcher, tally, note, self._clock, out_of_time)
        end = await steps.run(full=False, whole=True)
        self.record.close_run(run, "partial", "", {}, self.now)
        return end

    def _clock(self) -> datetime:
        return self.now

    def run(self, environ: dict[str, str]) -> WalkEnd:
        return asyncio.run(self._walk(SITE, TOWNS, environ))


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"FANGZHI_DATA": str(tmp_path), "FANGZHI_PROXY": "http://127.0.0.1:9", "FANGZHI_DELAY": "0"}


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[], Record]:
    return lambda: Record.open(f"sqlite:///{tmp_path / 'archive.sqlite'}", tmp_path)


@pytest.mark.parametrize("pages", [4, 11])
@pytest.mark.parametrize("later", [timedelta(hours=2), timedelta(days=2)], ids=["gone on with", "begun anew"])
def test_an_interrupted_walk_with_a_stale_form_finds_all_the_same(
    pages: int, later: timedelta, opened: Callable[[], Record], environ: dict[str, str]
) -> None:
    replica, now = build_county(HOST), datetime(2026, 3, 1, tzinfo=UTC)
    record = opened()
    try:
        Night(replica, record, now, pages).run(environ)
        dialect(replica).forget_sessions()
        end = Night(replica, record, now + later).run(environ)
        state = record.listing_state(HOST, TOWNS.key)
        assert state is not None
        assert (end.failed, end.found.incomplete, state.pending) == (None, False, 0)
        expected = {url for url in listed(replica, "annual") if "year_details" in url}
        assert end.found.seen == len(expected)
    finally:
        record.close()
