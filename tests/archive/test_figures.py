"""What texts state, asked for: by report, over years and issuers, and where two statements differ."""

import csv
import hashlib
import json
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import Archive
from archive.cli import commands
from archive.errors import BadQuery
from archive.figures.values import HeadlineFigure, ReadFigures, TriedCheck
from archive.figures.wording import plain, sentence_at
from tests.archive.building import County, town
from tests.archive.figures_made import RULES, cell, read, shown, stated

SHIMEN = "概述\n全年主动公开政府信息共86条，电话13800138000。\n主动公开情况\n主动公开政府信息57条。未收到申请。"
Y2019 = "新收 7，上年结转 0，结转下年 1。有效 10 件。收费 1.25 万元。"
Y2020 = "新收 9，上年结转 2，结转下年 0。制发 3 件，废止 1 件，有效 12 件。"
BLANK = "主动公开数：\n行政复议：不适用\n受理10余件。"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """石门镇 2017 states one total twice; 崇福镇 2019 and 2020 carry 1 out and 2 in; 洲泉镇 leaves things blank; 大麻镇
    was never read for figures."""
    folder = tmp_path_factory.mktemp("figures")
    county = County(folder, "tx.gov.cn")
    county.open()

    def see(name: str, year: int, text: str, figures: ReadFigures | None) -> None:
        url = f"http://www.tx.gov.cn/{name.encode().hex()}/{year}.html"
        issuer = town(name, "桐乡市", "330483")
        county.see(issuer, year, f"{name}{year}年度报告", text, url=url, figures=figures)

    total = "proactive_total"
    twice = [
        stated(SHIMEN, "86条", total, "86", unit_printed="条", section="概述", group=total),
        stated(SHIMEN, "57条", total, "57", unit_printed="条", section="主动公开情况", group=total),
        stated(SHIMEN, "未收到申请", "requests_received", "0", polarity="stated_none"),
        stated(SHIMEN, "未收到", "complaints", "0", polarity="stated_none"),
    ]
    headlines = [
        HeadlineFigure(total, Decimal(57), "section", True, 1),
        shown(twice, 2),
        HeadlineFigure("complaints", None, "none", True, 3),
    ]
    see("石门镇", 2017, SHIMEN, read(twice, headlines, not_mentioned=("litigation",)))

    old = [
        cell(Y2019, "7", "received_new", "total", "7"),
        cell(Y2019, "0", "carried_in", "total", "0"),
        cell(Y2019, "1", "carried_out", "total", "1"),
        stated(Y2019, "10", "normative_documents_in_force", "10", **_in_table_a("in_force")),
        stated(Y2019, "1.25", "fees_amount", "12500", unit="yuan", unit_printed="万元", source="table_a"),
    ]
    see("崇福镇", 2019, Y2019, read(old, year=2019, form="2019"))
    new = [
        cell(Y2020, "9", "received_new", "total", "9"),
        cell(Y2020, "2", "carried_in", "total", "2"),
        cell(Y2020, "0", "carried_out", "total", "0"),
        stated(Y2020, "3", "normative_documents_issued", "3", **_in_table_a("issued")),
        stated(Y2020, "1 件", "normative_documents_repealed", "1", **_in_table_a("repealed")),
        stated(Y2020, "12", "normative_documents_in_force", "12", **_in_table_a("in_force")),
        cell(Y2020, "9", "received_new", "natural_person", "9"),
    ]
    said = "natural_person: 9 + 2 is not 7: differs"
    tried = [
        TriedCheck("B1", "fails", "natural_person", Decimal(11), Decimal(7), said, (0, 1)),
        TriedCheck("B3", "passes", "received_new", Decimal(9), Decimal(9), "9 and 9", (0,)),
        TriedCheck("C1", "not_assessable", "reconsideration", None, None, "no table C", ()),
    ]
    see("崇福镇", 2020, Y2020, read(new, checks=tried, year=2020, form="2019"))
    at = BLANK.index("：") + 1
    blank = [
        replace(stated(BLANK, "：", total, None, polarity="blank_cell"), start=at, end=at),
        stated(BLANK, "不适用", "reconsideration", None, polarity="not_applicable"),
        stated(BLANK, "10余件", "requests_received", "10", approximation="range", low=Decimal(10), high=Decimal(19)),
    ]
    see("洲泉镇", 2017, BLANK, read(blank))
    see("大麻镇", 2017, "没有读过的报告。", None)
    county.close()
    county.record.close()
    return folder


def _in_table_a(column: str) -> dict[str, str]:
    return {
        "source": "table_a",
        "cell_row": "normative_documents",
        "cell_column": column,
        "cell_block": "article_20_1",
    }


@pytest.fixture
def ask(place: Path, monkeypatch: pytest.MonkeyPatch) -> "Asker":
    monkeypatch.setenv("FANGZHI_DATA", str(place))
    monkeypatch.delenv("FANGZHI_DATABASE", raising=False)
    return Asker()


class Asker:
    def __call__(self, name: str, *arguments: str) -> Result:
        return CliRunner().invoke(commands()[name], arguments, prog_name=name)

    def lines(self, name: str, *arguments: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self(name, *arguments, "--json").stdout.splitlines()]


def test_a_report_shows_both_totals_and_which_one_it_is_shown_with(place: Path) -> None:
    with Archive.open(place) as archive:
        found = archive.stated("石门镇 2017")
        text = archive.text("石门镇 2017")
    assert (found.read, found.rules, found.not_mentioned) == (True, RULES, ("litigation",))
    first, second, none, _ = found.figures
    assert [(f.value, f.conflict, f.headline, f.section) for f in (first, second)] == [
        (86, True, None, "概述"),
        (57, True, "section", "主动公开情况"),
    ]
    assert (none.value, none.stated, none.headline) == (0, "none", "only_statement")
    assert all(text[f.start : f.end] == f.words and f.words in f.sentence for f in found.figures)
    (conflict,) = found.checks
    assert (conflict.id, conflict.outcome, conflict.left, conflict.right) == ("conflict", "differs", 86, 57)
    assert [place.words for place in conflict.places] == ["86条", "57条"]
    assert conflict.message == "proactive_total is stated as 86 and 57: differs"


def test_a_figure_knows_the_checks_it_takes_part_in(place: Path) -> None:
    with Archive.open(place) as archive:
        found = archive.stated("崇福镇 2020")
    assert found.figures[0].checks == (("B1", "differs"), ("B3", "holds"))
    assert found.form == "2019"


def test_a_text_not_read_for_figures_says_so(place: Path, ask: Asker) -> None:
    with Archive.open(place) as archive:
        assert not archive.stated("大麻镇 2017").read
    result = ask("show", "大麻镇2017", "--figures")
    assert result.exit_code == 1
    assert "not read for figures yet" in result.stderr


@pytest.mark.parametrize(
    ("key", "issuer", "stated_as", "value"),
    [
        pytest.param("proactive_total", "石门镇", "number", 57, id="headline"),
        pytest.param("requests_received", "石门镇", "none", 0, id="none in words"),
        pytest.param("carried_in", "崇福镇", "zero", 0, id="nought in a cell"),
        pytest.param("proactive_total", "洲泉镇", "blank", None, id="blank cell"),
        pytest.param("reconsideration", "洲泉镇", "not_applicable", None, id="not applicable"),
        pytest.param("requests_received", "洲泉镇", "number", 10, id="range"),
        pytest.param("complaints", "石门镇", "undecided", None, id="no rule could pick one"),
        pytest.param("litigation", "石门镇", "not_mentioned", None, id="not mentioned"),
        pytest.param("litigation", "大麻镇", "not_read", None, id="not read"),
    ],
)
def test_zero_none_blank_and_not_mentioned_are_apart(
    place: Path, key: str, issuer: str, stated_as: str, value: int | None
) -> None:
    with Archive.open(place) as archive:
        row = archive.figures(key, issuer=issuer)[0]
    assert (row.stated, row.value) == (stated_as, value)


def test_a_key_over_the_years_of_a_county(ask: Asker) -> None:
    rows = ask.lines("figures", "--key", "received_new", "--county", "桐乡市")
    assert [(row["issuer"], row["year"], row["value"]) for row in rows if row["stated"] == "number"] == [
        ("崇福镇", 2019, 7),
        ("崇福镇", 2020, 9),
    ]
    every = ask.lines("figures", "--key", "received_new", "--year", "2020", "--all")
    assert [row["cell_column"] for row in every] == ["total", "natural_person"]


def test_conflict_and_span_stand_in_the_table(ask: Asker) -> None:
    (row,) = ask.lines("figures", "--key", "proactive_total", "--issuer", "石门镇")
    start, end = SHIMEN.index("57条"), SHIMEN.index("57条") + 3
    assert {key: row[key] for key in ("conflict", "rule", "others", "start", "end", "words")} == {
        "conflict": True,
        "rule": "section",
        "others": 1,
        "start": start,
        "end": end,
        "words": "57条",
    }
    plain_row = ask("figures", "--key", "proactive_total", "--issuer", "石门镇").stdout.splitlines()[1].split("\t")
    assert plain_row[3:8] == ["57", "条", "prose, section, 1 more", "stated otherwise", f"{start}-{end}"]


def test_money_is_shown_in_the_unit_its_value_has(ask: Asker) -> None:
    line = ask("figures", "--key", "fees_amount", "--year", "2019").stdout.splitlines()[1]
    assert line.split("\t")[3:5] == ["12500", "元"]
    (row,) = map(json.loads, ask("figures", "--key", "fees_amount", "--year", "2019", "--json").stdout.splitlines())
    assert (row["value"], row["unit"], row["unit_printed"]) == (12500, "yuan", "万元")
    shown_at = ask("show", "崇福镇", "2019", "--figures").stdout
    assert "fees_amount  12500  元  [printed in 万元]" in shown_at


def test_csv_has_every_column(ask: Asker) -> None:
    rows = list(
        csv.DictReader(ask("figures", "--key", "proactive_total", "--year", "2017", "--csv").stdout.splitlines())
    )
    assert [(row["issuer"], row["value"], row["stated"]) for row in rows] == [
        ("大麻镇", "", "not_read"),
        ("洲泉镇", "", "blank"),
        ("石门镇", "57", "number"),
    ]


def test_keys_are_listed_with_meaning_unit_and_count(ask: Asker) -> None:
    keys = {row["key"]: row for row in ask.lines("figures", "--keys")}
    assert keys["proactive_total"]["reports"] == 2
    assert keys["proactive_total"]["unit"] == "item"
    assert "主动公开政府信息" in str(keys["proactive_total"]["meaning"])
    assert keys["litigation"]["reports"] == 0


def test_an_unknown_key_is_a_question_that_makes_no_sense(place: Path) -> None:
    with Archive.open(place) as archive, pytest.raises(BadQuery, match="figures --keys"):
        archive.figures("primes")


def test_checks_show_both_sides_within_and_across_years(ask: Asker) -> None:
    checks = ask.lines("checks", "--failed")
    assert [(c["issuer"], c["year"], c["id"], c["left"], c["right"]) for c in checks] == [
        ("崇福镇", 2020, "B1", 11, 7),
        ("崇福镇", 2020, "X1", 1, 2),
        ("石门镇", 2017, "conflict", 86, 57),
    ]
    carried = checks[1]
    assert carried["message"] == "1 carried out of 2019, 2 carried into 2020: differs"
    assert [(p["year"], p["words"]) for p in carried["places"]] == [(2019, "1"), (2020, "2")]  # type: ignore[attr-defined]


def test_all_checks_include_those_that_hold(ask: Asker) -> None:
    found = [(c["id"], c["outcome"]) for c in ask.lines("checks", "--issuer", "崇福镇")]
    assert found == [
        ("B1", "differs"),
        ("B3", "holds"),
        ("C1", "not_assessable"),
        ("X1", "differs"),
        ("X3", "holds"),
    ]


@pytest.mark.parametrize("year", ["2019", "2020"])
def test_a_carry_over_is_told_for_either_of_its_years(ask: Asker, year: str) -> None:
    assert "X1" in [check["id"] for check in ask.lines("checks", "--failed", "--year", year)]


def test_screens_call_nothing_false(ask: Asker) -> None:
    for arguments in (["checks"], ["show", "石门镇2017", "--figures"], ["show", "崇福镇2020", "--figures"]):
        output = ask(*arguments).stdout.lower()
        assert "differs" in output
        assert not any(word in output for word in ("false", "wrong", "fail", "lie"))


def test_show_figures_prints_value_words_and_checks(ask: Asker) -> None:
    output = ask("show", "石门镇2017", "--figures").stdout
    assert "proactive_total  57  条" in output
    assert "[the value shown (section)]" in output
    assert "requests_received  none (in words)" in output
    assert "not mentioned: litigation" in output
    assert "differs  conflict  proactive_total is stated as 86 and 57" in output


@pytest.mark.parametrize(
    ("command", "exit_code"),
    [
        (["figures"], 2),
        (["figures", "--key", "proactive_total", "--keys"], 2),
        (["figures", "--key", "primes"], 2),
        (["figures", "--key", "proactive_total"], 0),
        (["figures", "--key", "litigation"], 1),
        (["figures", "--key", "proactive_total", "--year", "1999"], 1),
        (["figures", "--key", "proactive_total", "--csv", "--json"], 2),
        (["figures", "--keys"], 0),
        (["checks"], 0),
        (["checks", "--year", "1999"], 1),
        (["checks", "--failed", "--issuer", "洲泉镇"], 1),
        (["show", "石门镇2017", "--figures"], 0),
        (["show", "石门镇2017", "--figures", "--raw"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_exit_codes(ask: Asker, command: list[str], exit_code: int) -> None:
    assert ask(*command).exit_code == exit_code


def test_words_around_a_figure_are_masked_and_the_spans_stay(ask: Asker) -> None:
    (row,) = ask.lines("show", "石门镇2017", "--figures")
    assert "13800138000" not in json.dumps(row)
    assert "█" * 11 in row["figures"][0]["sentence"]  # type: ignore[index]
    assert "13800138000" in ask("show", "石门镇2017", "--figures", "--unmasked").stdout


def test_verify_holds_every_figure_to_its_text(place: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archive.sqlite"
    with sqlite3.connect(place / "archive.sqlite") as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.execute("UPDATE figure SET words = '96条' WHERE words = '86条'")
    target.execute("UPDATE figure SET start = start + 900, end = end + 900 WHERE words = '57条'")
    target.execute("UPDATE headline SET figure_number = 40 WHERE key = 'requests_received'")
    target.commit()
    target.close()
    with Archive.open(place) as archive:
        assert archive.verify().sound
    with Archive.open(copy, place / "warc") as archive:
        done = archive.verify()
    assert sorted(finding.code for finding in done.findings) == [
        "figure_beyond_text",
        "figure_not_there",
        "figure_words_differ",
    ]
    assert not done.sound


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        pytest.param("甲。乙86条。丙", "86条", "乙86条。", id="between stops"),
        pytest.param("一\n主动公开86条\n二", "86条", "主动公开86条", id="between lines"),
        pytest.param("86条", "86条", "86条", id="alone"),
        pytest.param("字" * 200 + "86条" + "尾" * 200, "86条", "字" * 60 + "86条" + "尾" * 60, id="long"),
    ],
)
def test_the_sentence_of_a_span(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    assert sentence_at(text, start, start + len(words)) == sentence


@pytest.mark.parametrize(
    ("value", "told"), [("86", "86"), ("86.00", "86"), ("0.830", "0.83"), ("1E+3", "1000"), ("-11", "-11"), (None, "-")]
)
def test_numbers_as_a_person_writes_them(value: str | None, told: str) -> None:
    assert plain(None if value is None else Decimal(value)) == told


@pytest.mark.parametrize("name", ["parquet", "jsonl", "csv"])
def test_figures_and_checks_are_tables_of_an_export(place: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"reports.{name}"
    with Archive.open(place) as archive:
        done = archive.export(name, out, figures=True)
    manifest = json.loads(Path(done.manifest).read_text("utf-8"))
    assert manifest["masked"] is True
    figures, checks = manifest["tables"]
    assert [(table["table"], table["file"], table["rows"]) for table in (figures, checks)] == [
        ("figures", f"reports.figures.{name}", 19),
        ("checks", f"reports.checks.{name}", 6),
    ]
    for table in (figures, checks):
        content = (tmp_path / table["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == table["sha256"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [out.name, f"{out.name}.manifest.json", figures["file"], checks["file"]]
    )
    if name == "jsonl":
        rows = [json.loads(line) for line in (tmp_path / figures["file"]).read_text("utf-8").splitlines()]
        texts = {row["report_id"]: row["text"] for row in map(json.loads, out.read_text("utf-8").splitlines())}
        assert all(texts[row["report_id"]][row["start"] : row["end"]] == row["words"] for row in rows)
        totals = [row for row in rows if row["key"] == "proactive_total" and row["issuer"] == "石门镇"]
        assert [(row["value"], row["headline"], row["conflict"]) for row in totals] == [
            ("86", False, True),
            ("57", True, True),
        ]


@pytest.mark.parametrize("unmasked", [False, True], ids=["masked", "unmasked"])
def test_an_export_says_whether_it_is_masked(place: Path, tmp_path: Path, unmasked: bool) -> None:
    out = tmp_path / "reports.jsonl"
    with Archive.open(place) as archive:
        done = archive.export("jsonl", out, unmasked=unmasked)
    assert ("13800138000" in out.read_text("utf-8")) is unmasked
    assert json.loads(Path(done.manifest).read_text("utf-8"))["masked"] is not unmasked
