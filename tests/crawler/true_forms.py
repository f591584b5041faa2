"""Whole reports around forms with random figures whose every sum holds: what is printed, and the truth behind it.

The forms are tables of cells with their spans, as portals and Word have them, so that the writers of pages and files
can set them and mutations can damage them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from tests.crawler.printed_forms import (
    APPLICANTS,
    BLOCKS,
    COLUMNS,
    FORMULA,
    GROUPS,
    OUTCOMES,
    request_rows,
)
from tests.replica.county import Block, Cell, Paragraph, Table

#: A place of a form: row and column by their keys. A figure's truth: its value, None for a cell that is blank.
Place = tuple[str, str]
FORMS = ("2019", "2021", "annex")
APPLICANT_WORDS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOME_WORDS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
GROUP_WORDS = ("行政复议", "未经复议直接起诉", "复议后起诉")

#: Rows of the annex: key, printed label, printed unit; headings have no key. The national table of 2014.
ANNEX: tuple[tuple[str, str, str], ...] = (
    ("", "一、主动公开情况", "——"),
    ("proactive_total", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("proactive_documents", "其中：主动公开规范性文件数", "条"),
    ("docs_issued", "制发规范性文件总数", "件"),
    ("", "（二）通过不同渠道和方式公开政府信息的情况", "——"),
    ("proactive_gazette", "1.政府公报公开政府信息数", "条"),
    ("proactive_website", "2.政府网站公开政府信息数", "条"),
    ("proactive_weibo", "3.政务微博公开政府信息数", "条"),
    ("proactive_wechat", "4.政务微信公开政府信息数", "条"),
    ("proactive_other_channels", "5.其他方式公开政府信息数", "条"),
    ("", "二、回应解读情况", "——"),
    ("responses", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    ("", "（二）通过不同渠道和方式回应解读的情况", "——"),
    ("press_conferences", "1.参加或举办新闻发布会总次数", "次"),
    ("press_conferences_led", "其中：主要负责同志参加新闻发布会次数", "次"),
    ("online_interviews", "2.政府网站在线访谈次数", "次"),
    ("online_interviews_led", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    ("interpretations", "3.政策解读稿件发布数", "篇"),
    ("responses_social_media", "4.微博微信回应事件数", "次"),
    ("responses_other", "5.其他方式回应事件数", "次"),
    ("", "三、依申请公开情况", "——"),
    ("requests_received", "（一）收到申请数", "件"),
    ("requests_in_person", "1.当面申请数", "件"),
    ("requests_by_fax", "2.传真申请数", "件"),
    ("requests_online", "3.网络申请数", "件"),
    ("requests_by_letter", "4.信函申请数", "件"),
    ("requests_completed", "（二）申请办结数", "件"),
    ("requests_completed_in_time", "1.按时办结数", "件"),
    ("requests_completed_extended", "2.延期办结数", "件"),
    ("requests_answered", "（三）申请答复数", "件"),
    ("answered_already_public", "1.属于已主动公开范围数", "件"),
    ("granted", "2.同意公开答复数", "件"),
    ("partly", "3.同意部分公开答复数", "件"),
    ("denied", "4.不同意公开答复数", "件"),
    ("denied_state_secret", "其中：涉及国家秘密", "件"),
    ("denied_trade_secret", "涉及商业秘密", "件"),
    ("denied_privacy", "涉及个人隐私", "件"),
    ("denied_security_stability", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("denied_no_government_information", "不是《条例》所指政府信息", "件"),
    ("denied_other_law", "法律法规规定的其他情形", "件"),
    ("not_ours", "5.不属于本行政机关公开数", "件"),
    ("not_exist", "6.申请信息不存在数", "件"),
    ("answered_correction", "7.告知作出更改补充数", "件"),
    ("answered_other_way", "8.告知通过其他途径办理数", "件"),
    ("reconsideration", "四、行政复议数量", "件"),
    ("reconsideration_upheld", "（一）维持具体行政行为数", "件"),
    ("reconsideration_corrected", "（二）被依法纠错数", "件"),
    ("reconsideration_other", "（三）其他情形数", "件"),
    ("litigation", "五、行政诉讼数量", "件"),
    ("litigation_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("litigation_corrected", "（二）被依法纠错数", "件"),
    ("litigation_other", "（三）其他情形数", "件"),
    ("complaints", "六、举报投诉数量", "件"),
    ("fees_collected", "七、依申请公开信息收取的费用", "万元"),
    ("", "八、机构建设和保障经费情况", "——"),
    ("bodies", "（一）政府信息公开工作专门机构数", "个"),
    ("access_points", "（二）设置政府信息公开查阅点数", "个"),
    ("staff", "（三）从事政府信息公开工作人员数", "人"),
    ("staff_full", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("staff_part", "2.兼职人员数", "人"),
    ("budget", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元"),
    ("", "九、政府信息公开会议和培训情况", "——"),
    ("meetings", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ("training_sessions", "（二）举办各类培训班数", "次"),
    ("trainees", "（三）接受培训人员数", "人次"),
)
_TEN_THOUSANDS = {(key, "year"): Decimal(10_000) for key, _, unit in ANNEX if unit == "万元"} | {
    ("fees", "amount"): Decimal(10_000)
}


@dataclass
class Draft:
    """A report being set: its blocks in order, and what its cells state. Tables stand under their names too."""

    form: str
    blocks: list[Block]
    truth: dict[Place, Decimal | None]
    #: How each place is printed, before any damage.
    printed: dict[Place, str] = field(default_factory=dict)
    #: Orders of columns that the form prints, by table; only where a mutation chose others.
    applicants: tuple[str, ...] = COLUMNS

    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    def replace(self, old: Table, *new: Block) -> None:
        """Put other blocks in a table's place."""
        at = next(number for number, block in enumerate(self.blocks) if block is old)
        self.blocks[at : at + 1] = new


def draw(rng: Random, form: str, *, sparse: bool = False) -> Draft:
    """A report of a form with figures of its own: mostly noughts where `sparse`, as townships report."""
    truth = draw_annex(rng, sparse) if form == "annex" else draw_truth(rng, form, sparse)
    printed = {place: plain(place, value) for place, value in truth.items()}
    return Draft(form, compose(form, printed), dict(truth), printed)


def plain(place: Place, value: Decimal | None) -> str:
    """A figure as its cell prints it, in the unit of its column."""
    if value is None:
        return ""
    printed = f"{(value / _TEN_THOUSANDS.get(place, Decimal(1))).normalize():f}"
    return f"{printed}元" if place == ("procurement", "amount") else printed


def draw_truth(rng: Random, form: str, sparse: bool) -> dict[Place, Decimal | None]:
    """Figures for every cell of a form of 2019 or 2021."""

    def count() -> int:
        return rng.choice((0, 0, 0, 0, 0, 0, 0, 1, 2) if sparse else (0, 1, 2, 3, 5, 9, 17, 31, 104, 1873))

    rows = [key for key, _ in request_rows(form)]
    truth: dict[Place, int] = {}
    for column in APPLICANTS:
        values = {key: count() for key in rows[2:-2]}
        values["handled_total"] = sum(values.values())
        values["carried_out"] = count()
        everything = values["handled_total"] + values["carried_out"]
        values["carried_in"] = rng.randint(0, min(everything, 40))
        values["received_new"] = everything - values["carried_in"]
        truth |= {(key, column): value for key, value in values.items()}
    truth |= {(key, "total"): sum(truth[key, column] for column in APPLICANTS) for key in rows}
    for group in GROUPS:
        parts = [count() for _ in OUTCOMES[:-1]]
        truth |= {(group, name): value for name, value in zip(OUTCOMES, [*parts, sum(parts)], strict=True)}
    found: dict[Place, Decimal | None] = {place: Decimal(value) for place, value in truth.items()}
    for _, _, columns, labelled in BLOCKS[form]:
        for row, _ in labelled:
            for column, _ in columns:
                value = rng.randint(-12, 12) if column == "change" else rng.randint(0, 3 if sparse else 4_000)
                money = Decimal(rng.randint(0, 99_999)) * (100 if row == "fees" else 1) if column == "amount" else None
                found[row, column] = Decimal(value) if money is None else money
    return found


def draw_annex(rng: Random, sparse: bool) -> dict[Place, Decimal | None]:
    """Figures for every row of the statistics annex."""
    return {
        (key, "year"): Decimal(rng.choice((0, 0, 0, 1, 3, 86) if sparse else (0, 1, 4, 12, 57, 260, 1204)))
        * _TEN_THOUSANDS.get((key, "year"), Decimal(1))
        for key, _, _ in ANNEX
        if key
    }


def compose(form: str, printed: Mapping[Place, str], applicants: tuple[str, ...] = COLUMNS) -> list[Block]:
    """The blocks of a whole report around the printed figures."""
    if form == "annex":
        return [
            *map(
                Paragraph,
                ("和安县安平镇2016年政府信息公开工作年度报告", "一、概述", "本年度，我镇认真做好政府信息公开工作。"),
            ),
            Paragraph("政府信息公开情况统计表"),
            annex_table(printed),
            Paragraph("安平镇人民政府"),
        ]
    return [
        Paragraph("和安县安平镇2022年政府信息公开工作年度报告"),
        Paragraph("一、总体情况"),
        Paragraph("本年度，我镇认真做好政府信息公开工作，及时回应社会关切。"),
        Paragraph("二、主动公开政府信息情况"),
        disclosure_table(form, printed),
        Paragraph("三、收到和处理政府信息公开申请情况"),
        request_table(form, printed, applicants),
        Paragraph("四、政府信息公开行政复议、行政诉讼情况"),
        review_table(printed),
        Paragraph("五、存在的主要问题及改进情况"),
        Paragraph("公开的及时性还有待提高，下一步将加强培训。"),
        Paragraph("六、其他需要报告的事项"),
        Paragraph("无其他需要报告的事项。"),
    ]


def annex_table(printed: Mapping[Place, str]) -> Table:
    rows = [(Cell("统 计 指 标"), Cell("单位"), Cell("统计数"))]
    rows += [(Cell(label), Cell(unit), Cell(printed.get((key, "year"), ""))) for key, label, unit in ANNEX]
    return Table(tuple(rows))


def disclosure_table(form: str, printed: Mapping[Place, str]) -> Table:
    """Table A: four or five blocks, each with a head of its own."""
    rows: list[tuple[Cell, ...]] = []
    for _, caption, columns, labelled in BLOCKS[form]:
        rows.append((Cell(caption, colspan=4),))
        lines = [["信息内容", *(label for _, label in columns)]]
        lines += [[label, *(printed[row, column] for column, _ in columns)] for row, label in labelled]
        for *first, last in lines:
            rows.append((*map(Cell, first), Cell(last, colspan=4 - len(first))))
    return Table(tuple(rows))


def request_table(form: str, printed: Mapping[Place, str], order: tuple[str, ...] = COLUMNS) -> Table:
    """Table B. `order` are its columns as they stand; 法人或其他组织 spans what stands between 自然人 and 总计."""
    words = dict(zip(COLUMNS, (*APPLICANT_WORDS, "总计"), strict=True))
    bodies = [column for column in order if column not in ("natural_person", "total")]
    second: list[Cell] = []
    for column in order:
        if column in ("natural_person", "total"):
            second.append(Cell(words[column], rowspan=2))
        elif column == bodies[0]:
            second.append(Cell("法人或其他组织", colspan=len(bodies)))
    rows: list[tuple[Cell, ...]] = [
        (Cell(FORMULA, colspan=3, rowspan=3), Cell("申请人情况", colspan=len(order))),
        tuple(second),
        tuple(Cell(words[column]) for column in bodies),
    ]
    labelled = request_rows(form)
    captions = [number for number, (_, labels) in enumerate(labelled) if len(labels) == 2 and number != 2]
    ends = {number: _end(labelled, number) for number in captions}
    for number, (key, labels) in enumerate(labelled):
        values = tuple(Cell(printed[key, column]) for column in order)
        if number in (0, 1, len(labelled) - 1):
            rows.append((Cell(labels[0], colspan=3), *values))
        elif number == 2:
            rows.append((Cell(labels[0], rowspan=len(labelled) - 3), Cell(labels[1], colspan=2), *values))
        elif number in ends:
            rows.append((Cell(labels[0], rowspan=ends[number] - number), Cell(labels[1]), *values))
        elif labels[0].startswith("（"):
            rows.append((Cell(labels[0], colspan=2), *values))
        else:
            rows.append((Cell(labels[0]), *values))
    return Table(tuple(rows))


def _end(labelled: tuple[tuple[str, tuple[str, ...]], ...], start: int) -> int:
    """Where the rows under a merged caption end."""
    at = start + 1
    while len(labelled[at][1]) == 1 and not labelled[at][1][0].startswith("（"):
        at += 1
    return at


def review_table(printed: Mapping[Place, str]) -> Table:
    """Table C: fifteen figures in one row."""
    heads = tuple(Cell(words, rowspan=2) for words in OUTCOME_WORDS)
    return Table(
        (
            (Cell("行政复议", colspan=5), Cell("行政诉讼", colspan=10)),
            (*heads, Cell("未经复议直接起诉", colspan=5), Cell("复议后起诉", colspan=5)),
            tuple(Cell(words) for words in OUTCOME_WORDS * 2),
            tuple(Cell(printed[group, outcome]) for group in GROUPS for outcome in OUTCOMES),
        )
    )
