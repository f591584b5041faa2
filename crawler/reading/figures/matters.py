"""Whether the words of a figure mean it where they stand.

Offices count replies, complaints and applications of every kind; only those about disclosure are figures of its report.
"""

import re

from crawler.reading.figures.passages import Passage
from crawler.reading.figures.quantities import Quantity

DISPUTES = ("reconsideration", "litigation", "complaints")
OUTCOMES = (
    "requests_answered",
    "granted",
    "partly",
    "denied",
    "not_exist",
    "not_held",
    "not_ours",
    "carried_in",
    "carried_out",
)
OTHER_MATTERS = re.compile(
    r"留言|提案|建议|来信|信访|问政|信箱|诉求|热线|工单|议案|网民|舆情|12345|许可|低保|救助|补贴"
    r"|贷款|办证|项目申请|专利|入党|证照"
)
_ABOUT_DISCLOSURE = re.compile(r"信息公开|政务公开|政府信息|公开|复议|诉讼")
#: 收到申请9件, 当面申请2件, 公民申请1件: what stands before 申请 says how or who, not for what.
_PLAIN_APPLICATION = re.compile(
    r"(?:^|[收到理接共办提出交增的有次件了面上络函真寄人织位民众类年未记复结转话线中和与、，个箱])申请"
)
_RECEIVED = re.compile(r"(?:收到|受理|接到|接收|接受|收|登记|提交|提出|办理|处理|共有|新增|发生|有(?!关))")


def admits(passage: Passage, quantity: Quantity, words: str, key: str, main: str) -> bool:
    """Whether a figure's words mean it here: a reply answers requests only where requests are the matter."""
    sentence = passage.text[max(0, quantity.start - 200) : quantity.end + 40]
    if key in OUTCOMES:
        # 其它公开答复数 counts the outcomes no key of ours names.
        if re.search(r"其[他它][^，；]{0,8}$", words[: max(0, len(words) - 2)]) and "答复" in words[-8:]:
            return False
        if OTHER_MATTERS.search(words) or (key == "denied" and re.search(r"信息数$", words) and "申请" not in words):
            return False
        return (
            passage.topic == "requests"
            or main == "requests_received"
            or re.search(r"申请(?!公开信息数)", sentence) is not None
        )
    if key == "requests_received":
        if OTHER_MATTERS.search(words) or re.search(r"主动公开|发布|上传|更新|作为|属于", words):
            return False
        if quantity.unit == "place" and not (quantity.printed == "个" and re.search(r"收到|受理|接到|接收", words)):
            return False
        if (
            passage.topic != "requests"
            and not re.search(r"公开|信息|依申请", words)
            and not _PLAIN_APPLICATION.search(words)
        ):
            # 办理挖掘城市道路申请77件 are applications of another kind.
            return False
        # 可申请一次注册 is a right to apply, no count of applications.
        told = passage.topic == "requests" or re.search(r"收到|受理|接到|接收|提交", words)
        if quantity.unit in ("time", "person_time") and not told:
            return False
        nil = quantity.number.value == 0 and words.endswith("依申请公开")
        in_list = main == "published_list" and quantity.printed == "条" and not nil
        if in_list and not re.search(r"收到|受理|接到|接收", words):
            return False
        if re.search(r"复议[^，；]{0,3}申请|诉讼[^，；]{0,3}申请", words):
            return False
        return (
            passage.topic == "requests"
            or quantity.number.value == 0
            or _RECEIVED.search(words) is not None
            or re.search(r"申请(?:总?件?数量?|量|件)?[^依]{0,3}$", words) is not None
        )
    if key == "complaints":
        return passage.topic == "disputes" or re.search(r"信息公开|复议|诉讼|政务公开", sentence) is not None
    if key in ("fees_collected", "fees_waived"):
        if re.search(r"事业性|罚|社会抚养|税|养老|医疗", words):
            return False
        return passage.topic == "fees" or re.search(r"信息公开|申请|处理费|政府信息|收费通知", sentence) is not None
    if key == "budget":
        return re.search(r"信息公开|政务公开|公开工作", sentence) is not None or passage.topic == "security"
    return key not in DISPUTES or re.search(r"调解|仲裁|普法", words) is None


def denial_holds(passage: Passage, key: str) -> bool:
    """Whether a figure denied in a sentence is denied of disclosure."""
    if passage.topic == "problems":
        return False
    if key in ("denied", "partly", "not_exist", "consultations", "requests_received"):
        return OTHER_MATTERS.search(passage.text[:200]) is None or key == "requests_received"
    if key == "complaints":
        return passage.topic == "disputes" or _ABOUT_DISCLOSURE.search(passage.text) is not None
    return True
