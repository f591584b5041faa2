"""What a list row's title alone can tell: may this be an annual report?

Used to decide what of a mixed column is opened at all, so it errs towards opening: a page read and refused costs one
request, a report never opened is missing. Columns of annual reports are opened whole, whatever their titles say.
"""

import re

_SPACE = re.compile(r"\s+")
#: The core of every title observed (2008-2026): openness in one of its spellings, then a kind of account of it.
_OPENNESS = re.compile(r"(?:政府|政务)?信息公开|政务公开|信息工作|公开年报")
_ACCOUNT = re.compile(r"报告|年报|总结|汇报|情况")
#: Openness without an account of a year: rules, plans, forms and guides about it.
_ABOUT = re.compile(r"指南|目录|申请表|流程图|制度|办法|规定|方案|要点|通知|培训|会议|细则|清单|答复|领导小组")
_HALF_YEAR = re.compile(r"上半年|半年|季度|月份")


def may_be_report(title: str) -> bool:
    """Whether a title may be that of an annual report on government information disclosure."""
    squeezed = _SPACE.sub("", title)
    if not _OPENNESS.search(squeezed) or not _ACCOUNT.search(squeezed):
        return False
    if _HALF_YEAR.search(squeezed):
        return False
    about = _ABOUT.search(squeezed)
    # 关于报送…年度报告的通知 is no report, 落实要点情况的报告 may be one: what stands last decides.
    return about is None or max(m.start() for m in _ACCOUNT.finditer(squeezed)) > about.start()
