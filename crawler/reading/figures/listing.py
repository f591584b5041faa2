"""What the counts of a text are parts of: breakdowns opened, gone on with and closed.

主动公开86条，其中… opens one, a line beginning with 2. goes on with it, ；同时，… closes it: what comes then is counted
beside the total, not in it.
"""

import re
from dataclasses import dataclass, field

from crawler.reading.figures.passages import Passage
from crawler.reading.figures.quantities import Quantity

_CONTINUES = re.compile(
    r"^(?:其中|合计|共计|总计|具体|按|从|分别|主要|包括|内容|涉及|另外|[（(]?\d{1,2}[)）.、．]"
    r"|[一二三四五六七八九十]是|[（(][一二三四五六七八九十]|[①-⑳]"
    r"|在[^，]{0,12}公开的[^，]{0,12}信息中)"
)
_OF_PUBLISHED = re.compile(r"公开的(?:全部|所有)?(?:\d+条)?(?:政府|政务)?信息中")
#: 主动公开信息：政务动态45条，… opens a list without a total.
_OPENS_LIST = re.compile(r"(?:公开|发布)[^，；:\d]{0,12}信息[^，；:\d]{0,12}:")
#: 公开信息59条，内容涵盖政务信息12条、…: what is named directly behind a total is in it.
_OPENS_PARTS = re.compile(
    r"^[(:]|^，?(?:公开|信息|发布|其)?(?:的?内容|类别)?(?:主要|具体|分别|大致)?(?:涵盖|包括|包含|涉及|含|分为)(?:了|有|:)?"
)
#: ；同时，我局在信用平台发布76条 stands beside the breakdown before it, and so does ；二是通过公众号… behind 一是….
_BESIDE = re.compile(r"[；;](?:同时|此外|另外|与此同时|另(?=通过|在|利用))")
_NEXT_POINT = re.compile(r"[；;。][二三四五六七八九]是(?=通过|在|利用|依托|借助|充分|运用|以)")
_OF_A_PART = re.compile(r"其中|\((?:含|包括|包含)")
_FIRST_POINT = re.compile(r"一是")
_OWN_CHANNEL = re.compile(r"^(?:并|另|同时|此外)?(?:通过|在|利用|依托)")
_BARE_PART = re.compile(r"^[^，；:]{0,24}?(?:类|类(?:的)?(?:政府|政务)?信息|动态|公告|其[他它])(?:共|为|有)?$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one count is: its key, the printed category or channel, what it is a part of. `rank` above 0 makes it
    stand for the total of a text that states none, the highest first (`totals.promote`). `running` tells a count of all
    there is by then, named beside that of the year."""

    key: str
    label: str = ""
    part_of: str = ""
    rank: int = 0
    running: bool = False


@dataclass(slots=True)
class Context:
    """What the counts of a text are so far parts of.

    `main` is the figure broken down, `whole` the key of the count that is (a total, or a channel or category alone),
    `listed` whether a breakdown of it is open, `here` whether a count of this sentence opened it, `of_channel` whether
    it counts one channel alone, `totalled` whether this sentence states a total, `pointed` whether that stands in the
    first of several points, `nested` whether a part has a bracket open, `unfinished` whether 分别 announced more counts
    than its sentence had, `made` whether what was made is sorted into 主动公开, 依申请公开 and 不予公开,
    `lawful` whether what is counted alone is said to be 主动公开 or 政府信息,
    `kinds` whether the count before is of one kind among several that make no total.
    """

    main: str = ""
    whole: str = "proactive_total"
    listed: bool = False
    here: bool = False
    of_channel: bool = False
    totalled: bool = False
    pointed: bool = False
    nested: bool = False
    unfinished: bool = False
    made: bool = False
    lawful: bool = False
    kinds: bool = False
    queue: list[Meaning] = field(default_factory=list)

    def begin(self, passage: Passage, quantities: list[Quantity]) -> None:
        """Take up a sentence: it goes on with the breakdown before it, or opens one, or stands alone."""
        sentence = passage.text
        # 其中街道公开分别为2条。社区公开5条。
        continues = self.unfinished or _CONTINUES.match(sentence) is not None
        self.unfinished = False
        self.made = self.made and continues
        if not (continues and self.main):
            self.close()
        if _OF_PUBLISHED.search(sentence[:60]):
            self.main, self.listed, self.whole = "proactive_total", True, "proactive_total"
        elif continues and self.main:
            self.listed = True
        self.queue, self.here, self.totalled, self.pointed, self.nested = [], False, False, False, False
        self.kinds = False
        if quantities and _OPENS_LIST.search(quantities[0].lead) and not quantities[0].lead.endswith(":"):
            self.main, self.listed, self.whole = "proactive_total", True, "proactive_total"

    def take(self, quantity: Quantity) -> None:
        """See what the words before a count open or close."""
        lead = quantity.lead
        opened = lead.rfind("(")
        if opened >= 0 and lead.rfind(")") < opened:
            # 动态98条(其中批复36条，总结2条), 公文7件(含规范性文件2件), 网站65条(公告3条): parts of a part.
            self.nested = self.listed and (opened == 0 or _OF_A_PART.search(lead, opened) is not None)
        elif ")" in lead:
            self.nested = False
        if _BESIDE.search(lead) or (self.pointed and _NEXT_POINT.search(lead)):
            self.close()
        elif "其中" in lead or lead.endswith(":") or "分别" in quantity.clause:
            self.listed = self.listed or self.main != ""
        elif self.here and _OPENS_PARTS.match(lead):
            self.listed = True
        if _FIRST_POINT.search(lead):
            self.pointed = True
        self.unfinished = self.listed and "分别" in quantity.clause

    def close(self) -> None:
        """Nothing is broken down any more."""
        self.main, self.listed, self.of_channel = "", False, False

    def total(self) -> None:
        """A total was stated: what follows may break it down."""
        self.main, self.whole, self.listed, self.here = "proactive_total", "proactive_total", False, True
        self.of_channel, self.totalled = False, True

    def alone(self, key: str, *, lawful: bool) -> None:
        """A channel or a category was counted beside no total of this sentence: what follows may break that down."""
        if self.main == "":
            self.main, self.whole = "proactive_total", key
        self.here, self.of_channel = True, self.of_channel or key == "proactive_by_channel"
        self.lawful = lawful

    def lists_published(self, quantity: Quantity) -> bool:
        """Whether a count stands in a breakdown of what was published.

        通过网站发布81条，其中…；通过公众号发布108条: the second channel is no part of the first.
        """
        listed = self.main == "proactive_total" and (self.listed or self._is_bare_part(quantity))
        if listed and self.of_channel and _OWN_CHANNEL.match(quantity.clause):
            self.listed = False
            return False
        return listed

    def _is_bare_part(self, quantity: Quantity) -> bool:
        """Whether a count behind a total is its part though no 其中 says so: 公开信息506条，政策法规类13条，…"""
        if not self.here or quantity.lead == quantity.clause or re.search(r"公开|发布|上传|更新|推送", quantity.clause):
            return False
        return _BARE_PART.search(quantity.clause) is not None
