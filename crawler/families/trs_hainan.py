"""Hainan's county pages of about 2008 to 2019: TRS WCM with the table layout of the province's shared platform.

Recognise: `xxgk.hainan.gov.cn/<county>xxgk/<unit>/…`, lists named list.htm and list_1.htm, articles
`YYYYMM/tYYYYMMDD_<number>.htm`, a metadata grid whose cells read 名 称: …, a footer with 政府网站标识码.

Set in the row: as for `trs`. With layout = "units" the start is the county's own directory (`/qzxxgk/`), its links the
towns; a town's page links its columns two folders down (`<town>/<column>/<subcolumn>/list.htm`).

Evidenced: list and article addresses (文昌, 澄迈 on the shared platform), `./P0….xls` beside articles, a town as a unit
directory (/wcxxgk/pqz/ is 文昌 铺前镇); the text of a 琼中 article: an empty grid, 名 称: with the title, the body, the
footer with 政府网站标识码:4690300002.
Inferred: 琼中's own addresses (/qzxxgk/<town>/); the markup of grid and body, which is why the body may be the fullest
cell of the layout table and the grid may stand inside it.
"""

from typing import ClassVar

from crawler.families.article import ARTICLE_RULES
from crawler.families.trs import Trs


class TrsHainan(Trs):
    """The family of Hainan's table-layout pages."""

    name: ClassVar[str] = "trs_hainan"
    rules: ClassVar[str] = f"trs_hainan-1+{ARTICLE_RULES}"
    bodies: ClassVar[tuple[tuple[str, str], ...]] = (
        ("#ContentRegion", "//*[@id='ContentRegion' or @id='contentregion']"),
        ("td.content", "//td[contains(@class,'content') or contains(@class,'nr') or @id='content']"),
    )
