"""The families there are, by the name a row's column gives."""

from collections.abc import Mapping
from types import MappingProxyType

from crawler.families.aspnet import Aspnet
from crawler.families.base import Family
from crawler.families.epoint import Epoint
from crawler.families.gkmlpt import Gkmlpt
from crawler.families.hanweb_jpaas import HanwebJpaas
from crawler.families.hanweb_jpage import HanwebJpage
from crawler.families.hanweb_xxgk import HanwebXxgk
from crawler.families.lonsun import Lonsun
from crawler.families.nfcms import Nfcms
from crawler.families.plain import Plain
from crawler.families.trs import Trs
from crawler.families.trs_hainan import TrsHainan
from crawler.families.trs_search import TrsSearch
from crawler.families.ucap import Ucap
from crawler.families.vsb import Vsb
from crawler.families.xxgk_content import XxgkContent
from settings.sites import BadSiteRow, Column, Site

FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "aspnet": Aspnet(),
        "epoint": Epoint(),
        "gkmlpt": Gkmlpt(),
        "hanweb_jpaas": HanwebJpaas(),
        "hanweb_jpage": HanwebJpage(),
        "hanweb_xxgk": HanwebXxgk(),
        "lonsun": Lonsun(),
        "plain": Plain(),
        "nfcms": Nfcms(),
        "trs": Trs(),
        "trs_hainan": TrsHainan(),
        "trs_search": TrsSearch(),
        "ucap": Ucap(),
        "vsb": Vsb(),
        "xxgk_content": XxgkContent(),
    }
)


def family_of(site: Site, column: Column) -> Family:
    """The family that reads a column, its options checked. Raises BadSiteRow, which names file and row."""
    row = f"{site.host}, column {column.key}"
    family = FAMILIES.get(column.family)
    if family is None:
        raise BadSiteRow(site.file, row, f"unknown family {column.family!r}; known: {', '.join(sorted(FAMILIES))}")
    try:
        family.check(column)
    except ValueError as error:
        raise BadSiteRow(site.file, row, str(error)) from None
    return family
