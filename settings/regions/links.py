"""Derives which division became which from two consecutive editions. Used only to build the shipped data.

A link needs evidence in the two editions themselves, and carries its basis; where several divisions compete, none is
linked. A code alone proves nothing: 469030 was 白沙 up to 2006 and 琼中 from 2007.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from settings.regions.editions import Snapshot
from settings.regions.lineage import Basis, Succession
from settings.regions.names import base_name, is_grouping, level_of, plain_name


def derive_links(old: Snapshot, new: Snapshot, year: int) -> list[Succession]:
    """All successions between two consecutive editions, the second of which stands for `year`; sorted."""
    links = list(_kept_codes(old, new, year))
    kept = {link.predecessor for link in links}
    counties = list(_county_links(old, new, year))
    links += counties
    moves = {(c, c) for c in old.keys() & new.keys() if len(c) == 6}
    moves |= {(link.predecessor, link.successor) for link in counties}
    links += _township_links(old, new, moves, kept, year)
    return sorted(links, key=lambda link: (link.predecessor, link.successor))


def _same_unit(old: Snapshot, new: Snapshot, code: str) -> bool:
    level = level_of(code)
    return code in old and code in new and base_name(old[code].name, level) == base_name(new[code].name, level)


def _kept_codes(old: Snapshot, new: Snapshot, year: int) -> Iterator[Succession]:
    for code in old.keys() & new.keys():
        if old[code] != new[code] and _same_unit(old, new, code):
            yield Succession(code, code, year, "same", 0, 0, 0)


def _townships_by_county(snapshot: Snapshot) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, seen in snapshot.items():
        if len(code) == 9:
            found[seen.parent].add(base_name(seen.name, "township"))
    return found


def _county_links(old: Snapshot, new: Snapshot, year: int) -> Iterator[Succession]:
    ended = [c for c in old if len(c) == 6 and not is_grouping(old[c].name) and not _same_unit(old, new, c)]
    begun = [c for c in new if len(c) == 6 and not is_grouping(new[c].name) and not _same_unit(old, new, c)]
    towns_old, towns_new = _townships_by_county(old), _townships_by_county(new)

    def link(a: str, b: str, basis: Basis) -> Succession:
        shared = len(towns_old[a] & towns_new[b])
        return Succession(a, b, year, basis, shared, len(towns_old[a]), len(towns_new[b]))

    linked: set[tuple[str, str]] = set()
    certain = [link(a, b, "name") for a, b in _unique_by_name(old, new, ended, begun)]
    certain += [link(c, c, "code") for c in ended if c in new and _renamed_in_place(old, new, c)]
    for found in certain:
        # 庐山区 and the 庐山市 that appeared as it was renamed in 2016 share 2 of 11 townships: another place.
        # 海门市 and 海门区, with a reform between, still share 9 of 22.
        if 4 * found.carried >= min(found.before, found.after):
            linked.add((found.predecessor, found.successor))
            yield found
    if towns_old and towns_new:
        for a, b in sorted(_by_townships(ended, begun, towns_old, towns_new) - linked):
            yield link(a, b, "townships")


def _bases(snapshot: Snapshot, codes: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """Counties by province and base name."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in codes:
        found[code[:2], base_name(snapshot[code].name, "county")].append(code)
    return found


def _unique_by_name(old: Snapshot, new: Snapshot, ended: list[str], begun: list[str]) -> Iterator[tuple[str, str]]:
    all_old = _bases(old, (c for c in old if len(c) == 6))
    all_new = _bases(new, (c for c in new if len(c) == 6))
    begun_bases = _bases(new, begun)
    for key, before in _bases(old, ended).items():
        after = begun_bases.get(key, [])
        if len(before) == len(after) == len(all_old[key]) == len(all_new[key]) == 1:
            yield before[0], after[0]


def _renamed_in_place(old: Snapshot, new: Snapshot, code: str) -> bool:
    all_old = _bases(old, (c for c in old if len(c) == 6))
    all_new = _bases(new, (c for c in new if len(c) == 6))
    was = (code[:2], base_name(old[code].name, "county"))
    now = (code[:2], base_name(new[code].name, "county"))
    return now not in all_old and was not in all_new


def _by_townships(
    ended: list[str], begun: list[str], old: dict[str, set[str]], new: dict[str, set[str]]
) -> set[tuple[str, str]]:
    """Pairs in which a county that ended or one that began shares two or more, and half, of its townships' names.

    Only names that left the one and arrived in the other count, and only within one province.
    """
    left = {c: old[c] - new[c] if c in new and c not in ended else old[c] for c in old}
    came = {c: new[c] - old[c] if c in old and c not in begun else new[c] for c in new}
    found: set[tuple[str, str]] = set()
    by_province: dict[str, list[str]] = defaultdict(list)
    for code in came:
        by_province[code[:2]].append(code)
    ended_set, begun_set = set(ended), set(begun)
    for a in left:
        if not left[a]:
            continue
        for b in by_province[a[:2]]:
            if not (a in ended_set or b in begun_set):
                continue
            carried = len(left[a] & came[b])
            half = [carried * 2 >= len(old[a])] if a in ended_set else []
            half += [carried * 2 >= len(new[b])] if b in begun_set else []
            if carried >= 2 and any(half):
                found.add((a, b))
    return found


def _township_links(
    old: Snapshot, new: Snapshot, moves: set[tuple[str, str]], kept: set[str], year: int
) -> Iterator[Succession]:
    """Townships whose name reappears under another code in the same county or in one that follows it."""
    ended: dict[str, list[str]] = defaultdict(list)
    begun: dict[str, list[str]] = defaultdict(list)
    for found, snapshot, other in ((ended, old, new), (begun, new, old)):
        for code, seen in snapshot.items():
            if len(code) == 9 and code not in kept and snapshot[code] != other.get(code):
                found[seen.parent].append(code)
    followed: set[str] = set()
    following: set[str] = set()
    for a, b in sorted(moves, key=lambda pair: (pair[0] != pair[1], pair)):
        for name in (plain_name, lambda text: base_name(text, "township")):
            olds = [c for c in ended[a] if c not in followed]
            news = [c for c in begun[b] if c not in following]
            before = Counter(name(old[c].name) for c in olds)
            after = Counter(name(new[c].name) for c in news)
            where = {name(new[c].name): c for c in news}
            for code in olds:
                key = name(old[code].name)
                if before[key] == after[key] == 1:
                    followed.add(code)
                    following.add(where[key])
                    yield Succession(code, where[key], year, "name", 0, 0, 0)
