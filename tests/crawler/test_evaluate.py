"""The measures, on texts made for the purpose, and the command over a folder of our own."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.evaluate.cli import evaluate
from crawler.evaluate.folder import LabelledText, SavedPage, labelled_texts, saved_pages
from crawler.evaluate.measures import by_characters, by_runs, differing_words, likeness, squeeze
from crawler.evaluate.pages import markup_of, score_pages, table_rows
from crawler.evaluate.reports import score_reports
from settings.regions.divisions import load_divisions

BODY = "2017年，我镇主动公开政府信息86条。"


@pytest.mark.parametrize(
    ("found", "gold", "precision", "recall"),
    [
        pytest.param("公开信息", "公开信息", 1.0, 1.0, id="the same"),
        pytest.param("公开", "公开信息", 1.0, 0.5, id="half is lost"),
        pytest.param("公开信息打印", "公开信息", 4 / 6, 1.0, id="a third is added"),
        pytest.param("公公公公", "公开信息", 0.25, 0.25, id="repeats count once each"),
        pytest.param("", "公开", 0.0, 0.0, id="nothing found"),
        pytest.param("", "", 1.0, 1.0, id="nothing to find"),
    ],
)
def test_characters_count_with_their_repeats(found: str, gold: str, precision: float, recall: float) -> None:
    fidelity = by_characters(found, gold)
    assert (fidelity.precision, fidelity.recall) == pytest.approx((precision, recall))


def test_runs_see_order_and_characters_do_not() -> None:
    forth, back = "主动公开政府信息八十六条", "八十六条政府信息主动公开"
    assert by_characters(forth, back).f1 == 1.0
    assert likeness(forth, back) < 0.5
    assert by_runs("公", "公") == by_runs("", "")


@pytest.mark.parametrize("text", ["公 开", "公\u3000开\n", "公 | 开", "公\xa0开", "公\xad开"])
def test_layout_is_no_text(text: str) -> None:
    assert squeeze(text) == "公开"


def test_differing_words_name_what_is_lost_and_what_is_added() -> None:
    lost, added = differing_words("打印本页公开信息八条", "公开信息八十六条")
    assert (lost, added) == (("十六",), ("打印本页",))


def page(name: str, body: str, gold: str, keep: tuple[str, ...] = (), drop: tuple[str, ...] = ()) -> SavedPage:
    return SavedPage("one", "plain", "article", None, name, body.encode(), gold, keep, drop)


def test_a_page_is_scored_by_what_it_keeps_leaks_and_leaves_whole() -> None:
    gold = f"一、总体情况\n{BODY}"
    source = page("one.html", "<p></p>", gold, keep=("总体情况", "政府信息86条"), drop=("打印本页",))
    (score,) = score_pages([source], lambda _: ("", f"打印本页\n{BODY}"))
    assert (score.lost, score.leaked) == (("总体情况",), ("打印本页",))
    assert score.paragraphs == (1, 2)
    assert score.characters.recall < 1
    assert score.missing == ("一、总体情况",)
    assert score.added == ("打印本页",)


def test_rows_are_those_of_the_main_text_and_of_two_cells() -> None:
    markup = "<table><tr><td>规章<td>0<td> 3 </tr><tr><td>只有一格</td></tr></table><table><tr><td>电话<td>110</table>"
    assert table_rows(page("one.html", markup, ""), "规章03只有一格") == ["规章03"]


def test_markup_is_found_wherever_an_answer_holds_it() -> None:
    assert markup_of({"data": [{"title": "年报", "doc": "<p>正文</p>"}], "code": 200}) == "<p>正文</p>"
    assert markup_of({"data": None}) == ""


def label(**values: object) -> LabelledText:
    text = f"大路边镇2017年政府信息公开工作年度报告\n一、总体情况\n{BODY}\n大路边镇人民政府\n2018年1月3日"
    known = {"id": "one", "issuing_org": "大路边镇人民政府", "parent_region": "连州市", "report_year": 2017}
    return LabelledText("one", text, None, {**known, "sign_date": "2018-01-03", **values})


def test_labels_are_held_against_what_is_read() -> None:
    stated = label(
        proactive={"value": 86, "conflict": False, "stated": [{"value": 86, "evidence": BODY}]},
        requests_received={"value": 3, "evidence": "收到申请3件"},
        fee_yuan={"value": None, "evidence": None},
    )
    points, conflicts = score_reports([stated], {}, load_divisions())
    found = {point.name: (point.exact, point.spanned) for point in points}
    assert found == {
        "issuer": (True, None),
        "year": (True, None),
        "signed": (True, None),
        "proactive": (True, True),
        "requests_received": (False, False),
        "fee_yuan": (True, None),
    }
    assert (conflicts.labelled, conflicts.unlabelled) == (0, ())


def test_a_title_a_region_and_a_posting_day_are_measured_where_the_text_prints_them() -> None:
    given = {
        "title": "大路边镇 2017年政府信息公开工作年度报告",
        "publish_date": "2018-01-05",
        "issuing_org": "大路边镇",
    }
    plain = label(**given)
    points, _ = score_reports([plain], {}, load_divisions())
    assert {point.name for point in points} == {"issuer", "year", "signed", "title"}
    text = f"发布日期：2018-01-05\n连州市{plain.text}"
    printed = LabelledText("one", text, None, {**plain.label, "title": f"连州市{given['title']}"})
    points, _ = score_reports([printed], {}, load_divisions())
    assert {point.name: point.exact for point in points} == dict.fromkeys(
        ("issuer", "year", "signed", "title", "posted", "region"), True
    )


TWO_TOTALS = [{"value": 86, "evidence": BODY}, {"value": 57, "evidence": "57条"}]


@pytest.mark.parametrize(
    ("value", "stated", "expected"),
    [
        pytest.param(None, TWO_TOTALS, (True, True), id="no value picked: both read, one shown by rule"),
        pytest.param(57, TWO_TOTALS, (True, True), id="the value the rule picks"),
        pytest.param(86, TWO_TOTALS, (False, True), id="another value: the contradiction is told all the same"),
        pytest.param(
            None, [*TWO_TOTALS, {"value": 16, "evidence": "16条"}], (False, True), id="a value people found is missing"
        ),
    ],
)
def test_a_contradiction_is_measured_by_its_values_and_by_itself(
    value: int | None, stated: list[dict[str, object]], expected: tuple[bool, bool]
) -> None:
    plain = label(proactive={"value": value, "conflict": True, "stated": stated})
    text = plain.text + "\n二、主动公开政府信息情况\n2017年，我镇主动公开政府信息57条。\n"
    points, conflicts = score_reports([LabelledText("one", text, None, plain.label)], {}, load_divisions())
    assert [(point.exact, point.state) for point in points if point.name == "proactive"] == [expected]
    assert (conflicts.labelled, conflicts.found) == (1, 1)


def test_a_conflict_that_is_not_found_is_no_exact_match() -> None:
    stated = label(
        proactive={
            "value": None,
            "conflict": True,
            "stated": [{"value": 86, "evidence": BODY}, {"value": 57, "evidence": "57条"}],
        }
    )
    points, conflicts = score_reports([stated], {}, load_divisions())
    assert [point.exact for point in points if point.name == "proactive"] == [False]
    assert (conflicts.labelled, conflicts.found) == (1, 0)
    assert Decimal(86) == 86


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages" / "gold").mkdir(parents=True)
    (tmp_path / "texts").mkdir()
    paragraphs = [BODY, "本镇未收到政府信息公开申请，未发生行政复议和行政诉讼，没有收取任何费用。" * 3]
    body = "".join(f"<p>{line}</p>" for line in paragraphs)
    html = f"<html><head><title>年度报告</title></head><body><div class='TRS_Editor'>{body}</div></body></html>"
    (tmp_path / "pages" / "one.html").write_text(html, encoding="utf-8")
    (tmp_path / "pages" / "gold" / "one.txt").write_text("\n".join(paragraphs), encoding="utf-8")
    record = {"id": "one", "file": "pages/one.html", "url": None, "family": "trs", "page_type": "article"}
    listed = {"id": "two", "file": "pages/two.html", "url": None, "family": "trs", "page_type": "list"}
    (tmp_path / "pages" / "manifest.jsonl").write_text(f"{json.dumps(record)}\n{json.dumps(listed)}\n")
    (tmp_path / "pages" / "segments.jsonl").write_text(json.dumps({"id": "one", "with": [BODY], "without": ["打印"]}))
    given = label(proactive={"value": 86, "conflict": False, "stated": []})
    (tmp_path / "texts" / "one.txt").write_text(given.text, encoding="utf-8")
    (tmp_path / "labels.jsonl").write_text(json.dumps(dict(given.label)))
    return tmp_path


def test_the_command_measures_a_folder(folder: Path) -> None:
    assert [page.id for page in saved_pages(folder)] == ["one"]
    assert [text.id for text in labelled_texts(folder)] == ["one"]
    done = CliRunner().invoke(evaluate, [str(folder), "--json", "--beside"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.output)
    assert said["measures"]["text_f1_mean"] == 1.0
    assert said["measures"]["labels_exact"] == 1.0
    assert said["beside"]["trafilatura"]["f1"] > 0.5
    plain = CliRunner().invoke(evaluate, [str(folder), "--beside"])
    assert "beside\tfangzhi\t1.0000" in plain.output


def test_a_folder_without_labels_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(evaluate, [str(tmp_path)])
    assert done.exit_code == 1
    assert "labels.jsonl" in done.output


REPORT = "根据《中华人民共和国政府信息公开条例》要求，现公布石门镇2020年政府信息公开工作年度报告。"
#: What a folder may hold in pages/: the file's name, its bytes, and the F1 of its text against REPORT.
ODD_PAGES = [
    pytest.param("gbk.html", f"<meta charset=gb2312><p>{REPORT}</p>".encode("gbk"), 1.0, id="GBK under its own label"),
    pytest.param("page.shtml", f"<p>{REPORT}</p>".encode(), 1.0, id="a page by another suffix"),
    pytest.param("show.aspx", f"<p>{REPORT}</p>".encode(), 1.0, id="a page by a script's suffix"),
    pytest.param("page", f"<p>{REPORT}</p>".encode(), 1.0, id="no suffix"),
    pytest.param("text.txt", REPORT.encode(), 1.0, id="plain text"),
    pytest.param("empty.html", b"", 0.0, id="an empty page"),
    pytest.param("cut.pdf", b"%PDF-1.4 cut", 0.0, id="a broken PDF"),
    pytest.param("cut.docx", b"PK\x03\x04 cut", 0.0, id="a broken Word file"),
    pytest.param("cut.json", b'{"a": ', 0.0, id="broken JSON"),
    pytest.param(
        "word.json", json.dumps({"a": f"<p class=MsoNormal>{REPORT}</p>"}).encode(), 1.0, id="JSON with markup"
    ),
    pytest.param("plain.json", json.dumps({"a": [REPORT]}).encode(), 1.0, id="JSON without markup"),
    pytest.param("list.json", b"[]", 0.0, id="an answer without text"),
]


@pytest.mark.parametrize(("name", "body", "f1"), ODD_PAGES)
@pytest.mark.parametrize("url", [None, "", "no address", "/art/1.html"])
def test_a_page_of_any_kind_is_measured(tmp_path: Path, name: str, body: bytes, f1: float, url: str | None) -> None:
    gold = tmp_path / "pages" / "gold"
    gold.mkdir(parents=True)
    (gold / "one.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "pages" / name).write_bytes(body)
    record = json.dumps({"id": "one", "file": f"pages/{name}", "url": url, "family": None, "page_type": None})
    (tmp_path / "pages" / "manifest.jsonl").write_text(f"\ufeff{record}\n\n", encoding="utf-8")
    (score,) = score_pages(saved_pages(tmp_path))
    assert (score.runs.f1, score.family, score.kind) == (f1, "?", "?")


@pytest.mark.parametrize(
    "record",
    [
        pytest.param({"id": "none", "file": "pages/none.html"}, id="a file that is not there"),
        pytest.param({"id": "none", "file": None}, id="no file"),
        pytest.param({"id": "none"}, id="nothing said of a file"),
        pytest.param({"id": "none", "file": "../none.html"}, id="a file outside the folder"),
        pytest.param({"id": "list", "file": "pages/one.html"}, id="a page without gold"),
    ],
)
def test_a_record_that_is_no_page_with_gold_is_passed_over(folder: Path, record: dict[str, object]) -> None:
    with (folder / "pages" / "manifest.jsonl").open("a", encoding="utf-8") as manifest:
        manifest.write(json.dumps(record) + "\n")
    assert [page.id for page in saved_pages(folder)] == ["one"]


def test_a_file_is_measured_by_the_machine_s_text_without_its_page_numbers(folder: Path) -> None:
    (folder / "pages" / "three.rtf").write_bytes(b"{\\rtf1 report}")
    (folder / "texts" / "three.txt").write_text("report\n- 1 -\n", encoding="utf-8")
    record = {"id": "three", "file": "pages/three.rtf", "family": "attachment", "page_type": "report"}
    with (folder / "pages" / "manifest.jsonl").open("a", encoding="utf-8") as manifest:
        manifest.write(json.dumps(record) + "\n")
    *_, score = score_pages(saved_pages(folder))
    assert (score.id, score.runs.f1) == ("three", 1.0)
    done = CliRunner().invoke(evaluate, [str(folder), "--beside"])
    assert done.exit_code == 0, done.output


def test_a_line_that_is_no_record_is_named(folder: Path) -> None:
    (folder / "labels.jsonl").write_text('{"id": "one"}\n{"id": \n', encoding="utf-8")
    done = CliRunner().invoke(evaluate, [str(folder)])
    assert done.exit_code == 1
    assert "labels.jsonl: line 2" in done.output
