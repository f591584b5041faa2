"""Lines an author may write that look like a page's own, read in a container and in none that is named."""

import pytest

from tests.crawler.invented_pages import NEWS, NEWS_TITLE, REPORT, read

TEXTS = [
    pytest.param(
        [
            "各乡镇人民政府，县直各单位：",
            "为做好2021年政务公开工作，经县政府同意，定于3月8日召开全县政务公开工作会议。",
            "请参会人员于3月6日前报名。",
            "青山县人民政府办公室",
            "2021年3月1日",
            "联系人：某某，联系电话：0746-1234567",
            "地址：青山县人民路1号 邮编：421000",
        ],
        id="contact after the signature",
    ),
    pytest.param(
        [
            "各乡镇人民政府，县直各单位：",
            "为做好2021年政务公开工作，经县政府同意，定于3月8日召开全县政务公开工作会议。",
            "请参会人员于3月6日前报名。",
            "联系人：某某",
            "联系电话：0746-1234567",
            "电子邮箱：qs@example.gov.cn",
            "青山县人民政府办公室",
            "2021年3月1日",
        ],
        id="contact before",
    ),
    pytest.param(
        [
            "青山县第三届春季登山活动将于3月举行，欢迎广大群众参加。",
            "活动时间：3月20日上午9时。",
            "主办单位：青山县人民政府",
            "承办单位：青山县文化旅游体育局",
        ],
        id="organisers at the end",
    ),
    pytest.param(
        [
            "名称：青山县政务服务中心",
            "地址：青山县人民路1号",
            "名称：青山县图书馆",
            "地址：青山县文化路8号",
            "以上场所均设政府信息查阅点，群众可以就近查阅。",
        ],
        id="names list",
    ),
    pytest.param(
        ["来源：本报告数据来自各单位统计台账。", "一、总体情况。全年公开信息86条。", "二、问题。公开不够及时。"],
        id="source in the text",
    ),
    pytest.param(
        [
            "问：什么是政府信息？",
            "答：是指行政机关在履行职责过程中制作或者获取的信息。",
            "问：怎样申请？",
            "答：可以当面、邮寄或者在线申请。",
            "记者：谢谢。",
        ],
        id="questions and answers",
    ),
    pytest.param(
        [
            "分享到微信朋友圈的信息86条，打印材料200份。",
            "打印机、复印机免费供群众使用。",
            "关闭政务新媒体账号3个。",
            "更多信息请到查阅点查阅。",
            "上一年度结转申请2件。",
            "下一步，将加强培训。",
        ],
        id="share and print words",
    ),
    pytest.param(
        [
            "2021年3月1日",
            "县政府召开常务会议，研究政务公开工作。",
            "2021年3月2日",
            "县政府召开全体会议，部署重点工作。",
        ],
        id="dates as headings",
    ),
    pytest.param(
        ["2021-03-01", "县政府召开常务会议，研究政务公开工作。", "2021-03-02", "县政府召开全体会议，部署重点工作。"],
        id="timeline iso",
    ),
    pytest.param(
        [
            "青政办发〔2021〕3号",
            "青山县人民政府办公室关于印发政务公开工作要点的通知",
            "各乡镇人民政府，县直各单位：",
            "为做好2021年政务公开工作，经县政府同意，定于3月8日召开全县政务公开工作会议。",
            "请参会人员于3月6日前报名。",
            "青山县人民政府办公室",
            "2021年3月1日",
            "（此件公开发布）",
        ],
        id="docnumber first",
    ),
    pytest.param(
        [
            "各乡镇人民政府，县直各单位：",
            "为做好2021年政务公开工作，经县政府同意，定于3月8日召开全县政务公开工作会议。",
            "请参会人员于3月6日前报名。",
            "附件：1.参会名额分配表",
            "2.报名表",
            "青山县人民政府办公室",
            "2021年3月1日",
            "附件1",
            "参会名额分配表",
            "各乡镇2人，县直单位1人。",
            "附件2",
            "报名表",
            "姓名、单位、职务、电话。",
        ],
        id="annex text after the signature",
    ),
    pytest.param([*NEWS, "（作者单位：青山县林业局）"], id="author line"),
    pytest.param(["图为护林员在巡山（某某 摄）", *NEWS], id="photo credit"),
    pytest.param(
        ["局长：某某", "副局长：某某某", "办公室主任：某某", "政策法规股股长：某某", "应急救援股股长：某某"],
        id="short lines only",
    ),
    pytest.param(["办理流程", "1", "申请", "2", "受理", "3", "答复", "全程不收取任何费用。"], id="steps numbered"),
    pytest.param(["单位：件", *REPORT], id="unit of the table"),
    pytest.param(
        [
            "Qingshan County Annual Report on Open Government Information.",
            "The county published 86 items in 2021.",
            "Requests received: 3.",
        ],
        id="english lines",
    ),
    pytest.param(
        [
            "青山县公开办法",
            "（2021年1月5日县人民政府常务会议通过）",
            "第一章 总则",
            "第一条 为了保障公民知情权，制定本办法。",
            "第二条 本办法适用于全县。",
            "第二章 附则",
            "第三条 本办法自2021年2月1日起施行。",
        ],
        id="law with chapters",
    ),
    pytest.param(
        ["详细内容见青山县门户网站（www.example.gov.cn）。", "邮箱：qs@example.gov.cn", "监督电话：12345"],
        id="link in the sentence",
    ),
]


@pytest.mark.parametrize("lines", TEXTS)
@pytest.mark.parametrize("box", ["id='zoom'", "class='nr'"], ids=["in a container", "in none that is named"])
def test_every_line_of_the_author_stays(lines: list[str], box: str) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    middle = f"<div class='ar'><h1>{{title}}</h1><div {box}>{paragraphs}</div></div>"
    assert read(middle, NEWS_TITLE).text.split("\n") == lines
