"""No command tells a private number or mail in any of its forms, and no span moves for it.

The archive holds them wherever a portal may print them: in the text and the title, in what a list called the page, in
the label and section of a figure, in a check, in the name an issuer printed.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import Archive
from archive.chrome.lines import ChromeLine, pattern_of
from archive.cli import commands
from archive.figures.values import TriedCheck
from archive.masking import MARK
from archive.readings import WhichReading
from archive.values import Reread
from tests.archive.building import County, digest_of, town
from tests.archive.figures_made import cell, read, shown, stated

MOBILE, MAIL, IDENTITY = "13800138000", "zhangsan88", "330483197511152008"
#: Whatever becomes of the digits of a mail's name, as in the pattern of a line, its letters are secret.
SECRETS = (MOBILE, MAIL.rstrip("8"), IDENTITY)
#: A terminal so wide that no secret is cut over two lines.
TERMINAL = {"FORCE_COLOR": "1", "COLUMNS": "2000"}
TEXT = (
    f"联系人电话{MOBILE}，邮箱{MAIL}@qq.com，身份证号：{IDENTITY}。\n"
    f"主动公开政府信息86条（电话{MOBILE}）。\n收到申请3件。\n栏目{MOBILE} 新收 7 件。"
)
LATER = TEXT.replace("86条", "87条").replace(MOBILE, "13900139000", 1)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaks")
    county = County(folder, "tx.gov.cn")
    county.open()
    title, url = f"石门镇2017年度报告（{MOBILE}）", "http://www.tx.gov.cn/1.html"
    facts = {"hints": {"entry_title": title}, "compiled_by": f"{MAIL}@qq.com", "signed": None}
    for text in (TEXT, LATER):
        group = f"电话{MOBILE}"
        value = text[text.index("条") - 2 : text.index("条")]
        figures = [
            stated(
                text, f"{value}条", "proactive_total", value, section=f"联系{MOBILE}", cue=f"电话{MOBILE}", group=group
            ),
            stated(text, f"电话{MOBILE}", "proactive_by_channel", "3", label=f"电话{MOBILE}", group=group),
            cell(text, "7", "received_new", "total", "7"),
        ]
        tried = [TriedCheck("B1", "fails", f"电话{MOBILE}", None, None, f"电话{MOBILE}: differs", (0, 1, 2))]
        problems = (("figure_without_words", f"电话{MOBILE}"),)
        stated_there = read(figures, [shown(figures, 0)], tried, problems=problems)
        county.see(town("石门镇"), 2017, title, text, url=url, facts=facts, figures=stated_there)
    unsettled = replace(town("屠甸镇"), printed=f"屠甸镇{MOBILE}")
    county.see(unsettled, 2017, f"年报{MOBILE}", TEXT + "二", url="http://www.tx.gov.cn/2.html", facts=facts)
    said, detail = f"电话{MOBILE}", {"title": title, "hint": f"{MAIL}@qq.com"}
    printed = [f"值班电话{MOBILE}，邮箱{MAIL}@qq.com", f"身份证号：{IDENTITY}"]
    for words in printed:
        line = ChromeLine(pattern_of(words), "tail", f"联系{MOBILE}", words, 9, 9, 3, county.now.date(), ("r1",))
        county.record.chrome.record(county.site, county.run_id, [line], county.now)
    county.record.chrome.decide(county.site, printed[0], "forgotten", f"问过{MOBILE}", f"{MAIL}@qq.com", county.now)
    county.record.record_issue(county.run_id, county.site, "odd", said, url, detail, county.now)
    county.close("partial", f"电话{MOBILE}")
    county.record.close()
    return folder


def ask(place: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Result:
    result = CliRunner().invoke(commands()[arguments[0]], [*arguments[1:], "--archive", str(place)], env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("form", "env"),
    [
        pytest.param((), {}, id="lines"),
        pytest.param((), TERMINAL, id="terminal"),
        pytest.param(("--json",), {}, id="json"),
    ],
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("reports",),
        ("show", "石门镇 2017"),
        ("show", "石门镇 2017", "--version", "1"),
        ("show", "石门镇 2017", "--reading", "latest"),
        ("show", "石门镇 2017", "--figures"),
        ("show", "石门镇 2017", "--figures", "--reading", "latest"),
        ("history", "石门镇 2017"),
        ("diff", "石门镇 2017", "1", "2"),
        ("search", "联系人"),
        ("search", "联系人", "--all-versions"),
        ("figures", "--keys"),
        ("figures", "--key", "proactive_total"),
        ("figures", "--key", "proactive_by_channel", "--all"),
        ("checks",),
        ("checks", "--failed"),
        ("chrome", "tx.gov.cn"),
        ("runs",),
        ("issues",),
    ],
    ids=" ".join,
)
def test_no_command_tells_them(
    place: Path, arguments: tuple[str, ...], form: tuple[str, ...], env: Mapping[str, str]
) -> None:
    result = ask(place, *arguments, *form, env=env)
    assert result.exit_code == 0, result.output
    assert result.stdout
    assert not [secret for secret in SECRETS if secret in result.output]


def test_no_export_tells_them(place: Path, tmp_path: Path) -> None:
    for form in ("csv", "jsonl", "parquet"):
        out = tmp_path / f"reports.{form}"
        assert ask(place, "export", str(out), "--format", form, "--figures", "--all-versions").exit_code == 0
    files = list(tmp_path.iterdir())
    assert len(files) == 12
    for file in files:
        if file.suffix == ".parquet":
            import pyarrow.parquet as parquet

            content = str(parquet.read_table(file).to_pylist())
        else:
            content = file.read_text("utf-8")
        assert not [secret for secret in SECRETS if secret in content], file


def test_the_csv_of_figures_does_not_tell_them(place: Path) -> None:
    said = ask(place, "figures", "--key", "proactive_by_channel", "--all", "--csv").stdout
    assert MARK * 11 in said
    assert MOBILE not in said


def test_spans_hold_in_what_is_shown_and_in_what_is_kept(place: Path) -> None:
    with Archive.open(place) as archive:
        masked, whole = archive.stated("石门镇 2017"), archive.stated("石门镇 2017", unmasked=True)
        texts = archive.text("石门镇 2017"), archive.text("石门镇 2017", unmasked=True)
    assert len(texts[0]) == len(texts[1])
    assert MOBILE in texts[1]
    for found, text in zip((masked, whole), texts, strict=True):
        assert [figure.words for figure in found.figures] == [text[one.start : one.end] for one in found.figures]
    assert [(one.start, one.end) for one in masked.figures] == [(one.start, one.end) for one in whole.figures]
    assert whole.figures[1].label == f"电话{MOBILE}"


def test_asked_for_unmasked_they_are_told(place: Path) -> None:
    for arguments in (
        ("show", "石门镇 2017"),
        ("show", "石门镇 2017", "--figures"),
        ("figures", "--key", "proactive_by_channel", "--all"),
        ("checks",),
        ("search", "联系人"),
    ):
        assert MOBILE in ask(place, *arguments, "--unmasked", "--json").stdout, arguments


def test_every_figure_fits_the_text_of_its_reading(tmp_path: Path) -> None:
    """A newer rule of cleaning takes a line off: the version shows its first text, the latest reading another one, and
    either way the figures are those of the text beside them."""
    first, latest = f"打印本页\n{TEXT}", TEXT
    county = County(tmp_path, "tx.gov.cn")
    county.open()
    url = "http://www.tx.gov.cn/1.html"
    figures = {
        text: read(
            [stated(text, "86条", "proactive_total", "86"), stated(text, "收到申请3件", "requests_received", "3")]
        )
        for text in (first, latest)
    }
    county.see(town("石门镇"), 2017, "年报", first, url=url, figures=figures[first])
    sight = county.record.previous_sight(url)
    assert sight is not None
    again = Reread(sight.blob_digest, url, "rules-2", county.now, "annual", True, "年报", latest, {}, figures[latest])
    county.record.record_rereading(again)
    county.close()
    county.record.close()
    with Archive.open(tmp_path) as archive:
        asked: tuple[WhichReading, ...] = ("first", "latest")
        for which in asked:
            document = archive.version("石门镇 2017", reading=which, unmasked=True)
            found = archive.stated("石门镇 2017", reading=which, unmasked=True)
            assert document.text == {"first": first, "latest": latest}[which]
            assert found.text_digest == document.evidence.text_digest
            assert [document.text[one.start : one.end] for one in found.figures] == ["86条", "收到申请3件"]
            assert document.reread_as == (digest_of(latest) if which == "first" else None)
        (row,) = archive.figures("proactive_total")
        assert row.start == first.index("86条")
    assert "--reading latest" in ask(tmp_path, "show", "石门镇 2017").stdout
    shown_latest = json.loads(ask(tmp_path, "show", "石门镇 2017", "--reading", "latest", "--json").stdout)
    assert shown_latest["text"].startswith("联系人")
    assert ask(tmp_path, "show", "石门镇 2017", "--raw", "--reading", "latest").exit_code == 2
