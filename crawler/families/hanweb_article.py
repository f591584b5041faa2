"""Hanweb articles, whichever list led to them.

The body stands between comment pairs (`ZJEG_RSS.content.begin … end`, `<$[信息内容]>begin … end`), usually within #zoom
or #ivs_content; pages of 2009 to 2013 have `<DIV id=zoom>` in capitals and no pair. `ContentStart` and `ContentEnd` are
empty metas inside. An editor's foreign tag (FOUNDER-CONTENT) may stand around the text. Files are
`/module/download/downfile.jsp?classid=0&filename=<id>.<ext>`, older ones `/attach/0/<file>`; the real name is the
anchor's text. Observed on fgw.zj.gov.cn, Zhejiang and Jiangsu portals and 密云's old one (#ArticleContent,
.wz_article).
"""

from crawler.families.article import ARTICLE_RULES, read_article
from crawler.families.base import Article, Page
from crawler.families.markup import page_text
from settings.sites import Column

HANWEB_ARTICLE_RULES = f"hanweb-article-1+{ARTICLE_RULES}"

_BODIES = (
    ("founder-content", "//*[local-name()='founder-content']"),
    ("#ivs_content", "//*[@id='ivs_content']"),
    ("#zoom", "//*[@id='zoom' or @id='ZOOM' or @id='Zoom']"),
)


def read_hanweb_article(page: Page, column: Column) -> Article:
    """A `/art/…` page taken apart. Raises UnreadablePage."""
    return read_article(page, page_text(page, column), _BODIES)
