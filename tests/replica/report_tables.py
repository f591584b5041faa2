"""The three tables of the uniform report formats (2019 trial, 2021 revision), with sums that hold.

Row and column labels are those of the national forms; every figure is drawn from the generator's own random source.
"""

from collections.abc import Sequence
from random import Random

from tests.replica.county import Cell, Table

FORMULA = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

_GRANTED = ("（一）予以公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "（三）不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    ("（四）无法提供", ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")),
    (
        "（五）不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
)
_OTHER_2021 = (
    "（六）其他处理",
    (
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
    ),
)


def disclosure_table(rng: Random, year: int) -> Table:
    """Table A, 主动公开政府信息情况: five blocks in the 2019 format, four in that of 2021."""
    if year <= 2020:
        made = rng.randint(0, 4)
        blocks = [
            (
                "第二十条第（一）项",
                ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
                (
                    ("规章", "0", "0", "0"),
                    ("规范性文件", str(made), str(made), str(made + rng.randint(0, 20))),
                ),
            ),
            (
                "第二十条第（五）项",
                ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
                (
                    ("行政许可", str(rng.randint(0, 9)), str(rng.randint(-3, 3)), str(rng.randint(0, 300))),
                    (
                        "其他对外管理服务事项",
                        str(rng.randint(0, 90)),
                        str(rng.randint(-9, 9)),
                        str(rng.randint(0, 900)),
                    ),
                ),
            ),
            (
                "第二十条第（六）项",
                ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
                (
                    ("行政处罚", str(rng.randint(0, 9)), "0", str(rng.randint(0, 40))),
                    ("行政强制", "0", "0", "0"),
                ),
            ),
            ("第二十条第（八）项", ("信息内容", "上一年项目数量", "本年增/减"), (("行政事业性收费", "0", "0"),)),
            (
                "第二十条第（九）项",
                ("信息内容", "采购项目数量", "采购总金额"),
                (("政府集中采购", str(rng.randint(0, 9)), f"{rng.randint(0, 900000)}元"),),
            ),
        ]
    else:
        blocks = [
            (
                "第二十条第（一）项",
                ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
                (
                    ("规章", "0", "0", "0"),
                    ("行政规范性文件", str(rng.randint(0, 3)), str(rng.randint(0, 2)), str(rng.randint(0, 12))),
                ),
            ),
            ("第二十条第（五）项", ("信息内容", "本年处理决定数量"), (("行政许可", str(rng.randint(0, 400))),)),
            (
                "第二十条第（六）项",
                ("信息内容", "本年处理决定数量"),
                (
                    ("行政处罚", str(rng.randint(0, 60))),
                    ("行政强制", str(rng.randint(0, 2))),
                ),
            ),
            (
                "第二十条第（八）项",
                ("信息内容", "本年收费金额（单位：万元）"),
                (("行政事业性收费", rng.choice(("0", "0", "1.25", "3.6"))),),
            ),
        ]
    rows: list[tuple[Cell, ...]] = []
    for caption, head, data in blocks:
        rows.append((Cell(caption, colspan=4),))
        for line in (head, *data):
            *first, last = line
            rows.append((*(Cell(text) for text in first), Cell(last, colspan=5 - len(line))))
    return Table(tuple(rows))


def request_table(rng: Random, year: int, carried_in: int, carried_out: int) -> tuple[Table, int]:
    """Table B, 收到和处理政府信息公开申请情况, and the number of requests newly received.

    Per column: new + carried in = handled + carried out; handled = sum of the outcomes; 总计 = sum of the applicants.
    Carried requests are natural persons'.
    """
    groups = (*_GROUPS, _OTHER_2021) if year >= 2021 else _GROUPS
    outcomes = len(_GRANTED) + sum(len(labels) for _, labels in groups) + (0 if year >= 2021 else 1)
    fresh = [carried_out + rng.choice((0, 0, 1, 2, 5)), rng.choice((0, 0, 0, 1)), 0, 0, rng.choice((0, 0, 0, 1)), 0]
    columns: list[list[int]] = []
    for index, new in enumerate(fresh):
        before, after = (carried_in, carried_out) if index == 0 else (0, 0)
        handled = [0] * outcomes
        for _ in range(new + before - after):
            handled[rng.choice((0, 0, 0, 1, 10, 11, rng.randrange(outcomes)))] += 1
        columns.append([new, before, *handled, sum(handled), after])
    columns.append([sum(values) for values in zip(*columns, strict=True)])
    figures = [tuple(Cell(str(column[row])) for column in columns) for row in range(outcomes + 4)]
    rows = [
        (Cell(FORMULA, colspan=3, rowspan=3), Cell("申请人情况", colspan=7)),
        (Cell("自然人", rowspan=2), Cell("法人或其他组织", colspan=5), Cell("总计", rowspan=2)),
        tuple(Cell(text) for text in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")),
        (Cell("一、本年新收政府信息公开申请数量", colspan=3), *figures[0]),
        (Cell("二、上年结转政府信息公开申请数量", colspan=3), *figures[1]),
    ]
    rest = iter(figures[2:])
    labelled: list[tuple[Cell, ...]] = [(Cell(label, colspan=2), *next(rest)) for label in _GRANTED]
    for caption, labels in groups:
        for index, label in enumerate(labels):
            head = (Cell(caption, rowspan=len(labels)),) if index == 0 else ()
            labelled.append((*head, Cell(label), *next(rest)))
    if year <= 2020:
        labelled.append((Cell("（六）其他处理", colspan=2), *next(rest)))
    labelled.append((Cell("（七）总计", colspan=2), *next(rest)))
    rows.append((Cell("三、本年度办理结果", rowspan=len(labelled)), *labelled[0]))
    rows.extend(labelled[1:])
    rows.append((Cell("四、结转下年度继续办理", colspan=3), *next(rest)))
    return Table(tuple(rows)), columns[-1][0]


def review_table(rng: Random) -> Table:
    """Table C, 政府信息公开行政复议、行政诉讼情况: one data row of fifteen figures."""
    parts = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    values: list[str] = []
    for _ in range(3):
        drawn = [rng.choice((0, 0, 0, 0, 0, 0, 1)) for _ in range(4)]
        values += [str(value) for value in (*drawn, sum(drawn))]
    heads: Sequence[Cell] = [Cell(text, rowspan=2) for text in parts]
    return Table(
        (
            (Cell("行政复议", colspan=5), Cell("行政诉讼", colspan=10)),
            (*heads, Cell("未经复议直接起诉", colspan=5), Cell("复议后起诉", colspan=5)),
            tuple(Cell(text) for text in (*parts, *parts)),
            tuple(Cell(value) for value in values),
        )
    )
