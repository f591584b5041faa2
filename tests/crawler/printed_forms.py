"""The national forms printed the ways they reach us as text, with figures we chose.

A form is three grids of cells as a page's table has them (a merged cell stands once, in its first row); a shape turns a
grid into text. What is printed is known, so what is read can be compared cell by cell.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

FORMULA = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
COLUMNS = ("natural_person", "business", "research", "social", "legal_service", "other", "total")
APPLICANTS = COLUMNS[:-1]
GROUPS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
_DENIED = (
    ("denied_state_secret", "1.属于国家秘密"),
    ("denied_other_law", "2.其他法律行政法规禁止公开"),
    ("denied_security_stability", "3.危及“三安全一稳定”"),
    ("denied_third_party", "4.保护第三方合法权益"),
    ("denied_internal", "5.属于三类内部事务信息"),
    ("denied_process", "6.属于四类过程性信息"),
    ("denied_enforcement_file", "7.属于行政执法案卷"),
    ("denied_admin_query", "8.属于行政查询事项"),
)
_UNABLE = (
    ("unable_not_held", "1.本机关不掌握相关政府信息"),
    ("unable_needs_creation", "2.没有现成信息需要另行制作"),
    ("unable_unclear", "3.补正后申请内容仍不明确"),
)
_UNPROCESSED = (
    ("unprocessed_petition", "1.信访举报投诉类申请"),
    ("unprocessed_repeat", "2.重复申请"),
    ("unprocessed_publication", "3.要求提供公开出版物"),
    ("unprocessed_excessive", "4.无正当理由大量反复申请"),
    ("unprocessed_confirm_reissue", "5.要求行政机关确认或重新出具已获取信息"),
)
_OTHER = (
    ("other_overdue_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("other_unpaid_fee", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("other_rest", "3.其他"),
)


def request_rows(form: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Key and label cells of every row of table B, the first column's merged cells where they begin."""
    rows: list[tuple[str, tuple[str, ...]]] = [
        ("received_new", ("一、本年新收政府信息公开申请数量",)),
        ("carried_in", ("二、上年结转政府信息公开申请数量",)),
        ("granted", ("三、本年度办理结果", "（一）予以公开")),
        ("granted_part", ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）",)),
    ]
    groups = [("（三）不予公开", _DENIED), ("（四）无法提供", _UNABLE), ("（五）不予处理", _UNPROCESSED)]
    if form == "2021":
        groups.append(("（六）其他处理", _OTHER))
    for caption, labels in groups:
        for number, (key, label) in enumerate(labels):
            rows.append((key, (caption, label) if number == 0 else (label,)))
    if form == "2019":
        rows.append(("other_2019", ("（六）其他处理",)))
    rows += [("handled_total", ("（七）总计",)), ("carried_out", ("四、结转下年度继续办理",))]
    return tuple(rows)


BLOCKS: dict[str, tuple[tuple[str, str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], ...]] = {
    "2019": (
        (
            "article_20_1",
            "第二十条第（一）项",
            (("made", "本年新制作数量"), ("disclosed", "本年新公开数量"), ("disclosed_total", "对外公开总数量")),
            (("rules", "规章"), ("normative_documents", "规范性文件")),
        ),
        (
            "article_20_5",
            "第二十条第（五）项",
            (("previous", "上一年项目数量"), ("change", "本年增/减"), ("decisions", "处理决定数量")),
            (("licences", "行政许可"), ("other_services", "其他对外管理服务事项")),
        ),
        (
            "article_20_6",
            "第二十条第（六）项",
            (("previous", "上一年项目数量"), ("change", "本年增/减"), ("decisions", "处理决定数量")),
            (("penalties", "行政处罚"), ("coercion", "行政强制")),
        ),
        (
            "article_20_8",
            "第二十条第（八）项",
            (("previous", "上一年项目数量"), ("change", "本年增/减")),
            (("fees", "行政事业性收费"),),
        ),
        (
            "article_20_9",
            "第二十条第（九）项",
            (("items", "采购项目数量"), ("amount", "采购总金额")),
            (("procurement", "政府集中采购"),),
        ),
    ),
    "2021": (
        (
            "article_20_1",
            "第二十条第（一）项",
            (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
            (("rules", "规章"), ("normative_documents", "行政规范性文件")),
        ),
        ("article_20_5", "第二十条第（五）项", (("decisions", "本年处理决定数量"),), (("licences", "行政许可"),)),
        (
            "article_20_6",
            "第二十条第（六）项",
            (("decisions", "本年处理决定数量"),),
            (("penalties", "行政处罚"), ("coercion", "行政强制")),
        ),
        (
            "article_20_8",
            "第二十条第（八）项",
            (("amount", "本年收费金额（单位：万元）"),),
            (("fees", "行政事业性收费"),),
        ),
    ),
}


@dataclass(frozen=True)
class Printed:
    """A form's printed cells: `requests` by row and column, `reviews` by group and outcome, `disclosures` by row and
    column. A cell that is not given prints `blank`."""

    form: str = "2021"
    requests: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reviews: Mapping[tuple[str, str], str] = field(default_factory=dict)
    disclosures: Mapping[tuple[str, str], str] = field(default_factory=dict)
    blank: str = "0"

    def disclosure_grid(self) -> list[list[str]]:
        grid: list[list[str]] = []
        for _, caption, columns, rows in BLOCKS[self.form]:
            grid += [[caption], ["信息内容", *(label for _, label in columns)]]
            for row, label in rows:
                grid.append([label, *(self.disclosures.get((row, column), self.blank) for column, _ in columns)])
        return grid

    def request_grid(self) -> list[list[str]]:
        grid = [
            [FORMULA, "申请人情况"],
            ["自然人", "法人或其他组织", "总计"],
            ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        ]
        for key, labels in request_rows(self.form):
            grid.append([*labels, *(self.requests.get((key, column), self.blank) for column in COLUMNS)])
        return grid

    def review_grid(self) -> list[list[str]]:
        parts = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        return [
            ["行政复议", "行政诉讼"],
            [*parts, "未经复议直接起诉", "复议后起诉"],
            [*parts, *parts],
            [self.reviews.get((group, outcome), self.blank) for group in GROUPS for outcome in OUTCOMES],
        ]

    def cells(self) -> dict[tuple[str, str], str]:
        """What is printed in every cell, by row and column of the reading."""
        found = {
            (key, column): self.requests.get((key, column), self.blank)
            for key, _ in request_rows(self.form)
            for column in COLUMNS
        }
        found |= {
            (group, outcome): self.reviews.get((group, outcome), self.blank) for group in GROUPS for outcome in OUTCOMES
        }
        for _, _, columns, rows in BLOCKS[self.form]:
            found |= {
                (row, column): self.disclosures.get((row, column), self.blank)
                for row, _ in rows
                for column, _ in columns
            }
        return found


Grid = Sequence[Sequence[str]]


def report(printed: Printed, shape: Callable[[Grid], str]) -> str:
    """A whole report around the form, its prose without figures of its own."""
    return (
        "和安县安平镇2022年政府信息公开工作年度报告\n一、总体情况\n本年度，我镇认真做好政府信息公开工作。\n"
        f"二、主动公开政府信息情况\n{shape(printed.disclosure_grid())}\n"
        f"三、收到和处理政府信息公开申请情况\n{shape(printed.request_grid())}\n"
        f"四、政府信息公开行政复议、行政诉讼情况\n{shape(printed.review_grid())}\n"
        "五、存在的主要问题及改进情况\n公开的及时性还有待提高。\n六、其他需要报告的事项\n无其他需要报告的事项。\n"
    )


def pipes(grid: Grid) -> str:
    """Rows joined by bars, as our own extraction prints them: no blank doubled, none at the ends."""
    return "\n".join(" ".join(" | ".join(row).split()) for row in grid)


def bare_pipes(grid: Grid) -> str:
    """Rows joined by bars without blanks."""
    return "\n".join("|".join(row) for row in grid)


def _is_value(cell: str) -> bool:
    return not any("\u4e00" <= character <= "\u9fff" for character in cell.replace("元", "").replace("万", ""))


def phantoms_behind(grid: Grid) -> str:
    """Every row filled up with the phantom cells of its merged ones."""
    width = max(len(row) for row in grid) + 1
    return "\n".join(" | ".join([*row, *[""] * (width - len(row))]) for row in grid)


def phantoms_before(grid: Grid) -> str:
    """Rows of a wide table in which the merged cells of its first three columns are phantoms: before the figures where
    they merge across, before the label where they merge down. Other rows end in phantoms."""
    width = len(COLUMNS) + 3
    lines = []
    for row in grid:
        first = next((at for at, cell in enumerate(row) if _is_value(cell)), len(row))
        missing = width - len(row)
        if len(row) - first != len(COLUMNS):
            lines.append(" | ".join([*row, *[""] * max(missing, 0)]))
            continue
        down = 1 if row[0].startswith(("（二", "（三", "（四", "（五", "（六", "（七")) else 0
        down = 2 if row[0][:1].isdigit() else down
        lines.append(" | ".join([*[""] * down, *row[:first], *[""] * (missing - down), *row[first:]]))
    return "\n".join(lines)


def markdown(grid: Grid) -> str:
    """Rows between bars, a ruled line under the first."""
    lines = ["| " + " | ".join(row) + " |" for row in grid]
    lines.insert(1, "| " + " | ".join("---" for _ in grid[0]) + " |")
    return "\n".join(lines)


def tabs(grid: Grid) -> str:
    return "\n".join("\t".join(row) for row in grid)


def wide_bars(grid: Grid) -> str:
    """The bars of a table drawn in characters."""
    return "\n".join("│" + "│".join(row) + "│" for row in grid)


def lines(grid: Grid) -> str:
    """A cell a line. Blank cells leave nothing."""
    return "\n".join(cell for row in grid for cell in row if cell)


def blank_lines(grid: Grid) -> str:
    """A cell a line with an empty line behind each; a blank cell is its two empty lines."""
    return "\n\n".join(cell for row in grid for cell in row) + "\n"


def blank_cells_as_lines(grid: Grid) -> str:
    """A cell a line; a blank cell is an empty line."""
    return "\n".join(cell for row in grid for cell in row)


def bar_lines(grid: Grid) -> str:
    """A cell a line with a line of a single bar behind each."""
    return "\n|\n".join(cell for row in grid for cell in row if cell)


def bars_before(grid: Grid) -> str:
    """A cell a line, a bar before all but a row's first; a lone bar ends the row, as converters of 2000s pages do."""
    return "\n".join("\n".join([row[0], *(f"| {cell}".rstrip() for cell in row[1:]), "|"]) for row in grid)


def space_runs(grid: Grid) -> str:
    return "\n".join("    ".join(row) for row in grid)


def single_spaces(grid: Grid) -> str:
    """The whole table on one line, a space between cells, as crawlers flatten it."""
    return " ".join(cell for row in grid for cell in row)


def ideographic_spaces(grid: Grid) -> str:
    return "\n".join("\u3000".join(row) for row in grid)


def broken_heads(grid: Grid) -> str:
    """A cell a line, words of more than four characters broken after the third."""
    return "\n".join(
        f"{cell[:3]}\n{cell[3:]}" if len(cell) > 4 and not _is_value(cell) else cell for row in grid for cell in row
    )


def pdf_rows(grid: Grid) -> str:
    """The lines of a PDF: rows of figures behind their label, long labels on two lines with the figures after the
    first, vertical heads of the last table as rows of single characters."""
    printed = []
    for row in grid:
        words = [cell for cell in row if not _is_value(cell)]
        values = " ".join(cell for cell in row if _is_value(cell))
        if words and words[0] == "结果维持":
            printed += ["结 结 其 尚", "果 果 他 未 总", "维 纠 结 审 计", "持 正 果 结"]
            continue
        label = " ".join(words)
        if values and len(words) == 1 and len(label) > 22:
            printed += [f"{label[:16]} {values}", label[16:]]
        else:
            printed.append(f"{label} {values}".strip())
    return "\n".join(printed)


#: Shapes that keep blank cells, and those in which they leave no trace.
WITH_BLANKS: dict[str, Callable[[Grid], str]] = {
    "pipes": pipes,
    "bare pipes": bare_pipes,
    "phantoms behind": phantoms_behind,
    "phantoms before": phantoms_before,
    "markdown": markdown,
    "drawn bars": wide_bars,
    "tabs": tabs,
    "blank lines": blank_lines,
    "empty line a blank cell": blank_cells_as_lines,
    "bars before": bars_before,
}
WITHOUT_BLANKS: dict[str, Callable[[Grid], str]] = {
    "lines": lines,
    "bar lines": bar_lines,
    "space runs": space_runs,
    "single spaces": single_spaces,
    "ideographic spaces": ideographic_spaces,
    "broken heads": broken_heads,
    "pdf rows": pdf_rows,
}
SHAPES = {**WITH_BLANKS, **WITHOUT_BLANKS}
