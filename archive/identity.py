"""Which report a sighting is of: natural keys, the opaque ids made from them, and the rows behind.

An id is the beginning of a hash of the natural key, so that a crawl killed and resumed ends with the same ids as one
that ran through. Should two keys ever share a beginning, the later one takes a longer id.
"""

import hashlib
from base64 import b32encode
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.database import insert_new
from archive.models import Issuer, IssuerName, Report
from archive.values import IssuerRef, Sighting

_LENGTH, _STEP = 12, 4


@dataclass(frozen=True, slots=True)
class Identity:
    """The natural key of a report. Without an issuer or a year it is the address: a provisional report."""

    county: str | None
    issuer: str | None
    year: int | None
    kind: str
    scope: str
    site_id: str
    url: str

    @property
    def provisional(self) -> bool:
        return self.issuer is None or self.year is None

    @property
    def key(self) -> str:
        if self.provisional:
            return f"provisional|{self.site_id}|{self.url}"
        return f"{self.county}|{self.issuer}|{self.year}|{self.kind}|{self.scope}"

    def is_of(self, report: Report) -> bool:
        """Whether `report` is the one this key names (its id begins with the key's hash and nothing contradicts)."""
        if self.provisional or report.provisional:
            return self.provisional and report.provisional and _begins(report.id, "r", self.key)
        return (report.year, report.kind, report.scope) == (self.year, self.kind, self.scope) and _begins(
            report.issuer_id or "", "i", f"{self.county}|{self.issuer}"
        )


def identify(sighting: Sighting) -> Identity:
    """The natural key a sighting names."""
    issuer = sighting.issuer
    return Identity(
        county=issuer.county if issuer else None,
        issuer=issuer.name if issuer else None,
        year=sighting.year,
        kind=sighting.reading.kind,
        scope=sighting.scope,
        site_id=sighting.site_id,
        url=sighting.url,
    )


def get_report(session: Session, identity: Identity, sighting: Sighting) -> Report:
    """The report this key names, locked for this transaction; made, with its issuer, when there is none yet."""
    issuer = sighting.issuer
    issuer_id = _get_issuer(session, issuer) if issuer else None
    for report_id in _ids("r", identity.key):
        insert_new(
            session,
            Report,
            id=report_id,
            site_id=sighting.site_id,
            issuer_id=issuer_id,
            issuer_printed=issuer.printed if issuer else None,
            county_code=issuer.county_code if issuer else None,
            county_name=issuer.county_name if issuer else None,
            town_code=issuer.town_code if issuer else None,
            division=issuer.division if issuer else None,
            year=sighting.year,
            kind=identity.kind,
            scope=identity.scope,
            provisional=identity.provisional,
            created_at=sighting.seen_at,
        )
        report = session.get_one(Report, report_id, with_for_update=True)
        if identity.is_of(report):
            # A report once merged away is one of its own again when its key is seen.
            report.merged_into = None
            return report
    raise AssertionError("two natural keys with one SHA-256")


def find_report_id(session: Session, identity: Identity) -> str | None:
    """The id of the report this key names; None when there is none yet."""
    for report_id in _ids("r", identity.key):
        report = session.get(Report, report_id)
        if report is not None and identity.is_of(report):
            return report_id
    return None


def _get_issuer(session: Session, issuer: IssuerRef) -> str:
    for issuer_id in _ids("i", f"{issuer.county}|{issuer.name}"):
        insert_new(session, Issuer, id=issuer_id, county=issuer.county, name=issuer.name, level=issuer.level)
        row = session.get(Issuer, issuer_id)
        if row is not None and (row.county, row.name) == (issuer.county, issuer.name):
            for name in dict.fromkeys((issuer.name, issuer.printed)):
                insert_new(
                    session,
                    IssuerName,
                    issuer_id=issuer_id,
                    name=name,
                    code=issuer.town_code or "",
                    basis=issuer.basis,
                )
            return issuer_id
    raise AssertionError("two natural keys with one SHA-256")


def _ids(prefix: str, key: str) -> list[str]:
    text = b32encode(hashlib.sha256(key.encode()).digest()).decode().lower().rstrip("=")
    return [prefix + text[:length] for length in range(_LENGTH, 32, _STEP)]


def _begins(row_id: str, prefix: str, key: str) -> bool:
    return row_id in _ids(prefix, key)
