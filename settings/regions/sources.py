"""What the region data was built from: packages, digests, licences and the dates each edition stands for."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MANIFEST = Path(__file__).with_name("sources.toml")


class BrokenManifest(Exception):
    """`sources.toml` lacks a key or claims one year twice. Correct the row that the message names."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated state of the division tables; exactly one edition stands for a year.

    `cut_off` is the ISO date, or the month, up to which the source counted changes. A change later in that year shows
    only in the next edition. `member` is the edition's own name inside its package.
    """

    year: int
    source: str
    cut_off: str
    package: str
    version: str
    member: str


@dataclass(frozen=True, slots=True)
class Package:
    """One archive file the data is built from. `sha256` covers the archive as its registry serves it."""

    name: str
    version: str
    file: str
    sha256: str
    licence: str
    source: str
    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The packages and, by file name, the SHA-256 of each output's *uncompressed* text.

    The text and not the gzip file is covered, since another zlib may compress the same text to other bytes.
    """

    packages: tuple[Package, ...]
    outputs: Mapping[str, str]

    def editions(self) -> dict[int, Edition]:
        """All editions by year, oldest first; raises BrokenManifest if two stand for one year."""
        found: dict[int, Edition] = {}
        for edition in sorted((e for p in self.packages for e in p.editions), key=lambda e: e.year):
            if edition.year in found:
                raise BrokenManifest(f"{edition.year}: both {found[edition.year].package} and {edition.package}")
            found[edition.year] = edition
        return found


def load_manifest(path: Path = MANIFEST) -> Manifest:
    """Read a `sources.toml`; raises BrokenManifest for a missing key."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    packages = []
    for number, row in enumerate(table.get("package", ()), start=1):
        try:
            editions = tuple(
                Edition(e["year"], row["source"], str(e["cut_off"]), row["name"], row["version"], e["member"])
                for e in row["editions"]
            )
            packages.append(
                Package(
                    row["name"], row["version"], row["file"], row["sha256"], row["licence"], row["source"], editions
                )
            )
        except KeyError as missing:
            raise BrokenManifest(f"{path.name}, package {number}: no {missing}") from missing
    return Manifest(tuple(packages), dict(table.get("outputs", {})))


@functools.cache
def load_editions() -> Mapping[int, Edition]:
    """The editions behind the shipped data by year: what to name when a code is cited."""
    return load_manifest().editions()
