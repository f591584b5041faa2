"""Lines that reports share because they are reports: titles, headings, form labels, formulas, signatures.

The reports of a county repeat each other for most of their length: the form prescribes headings and labels, offices
copy the template's sentences, and a short answer is 无。 under every heading. None of that is the site's own, however
often it is repeated. The test errs on the report's side: a line of the site's that speaks like a report stays in the
text, a line of a report is never lost.
"""

import re

#: Words that reports' headings, labels and formulas are made of, and that bars, banners and slogans of a site lack.
_WORDS = re.compile(
    r"公开|报告|年度|年报|申请|复议|诉讼|举报|投诉|收费|减免|费用|情况|问题|措施|事项|概述|概况|总体|前言|引言|背景|附件|附表|附注|说明|"
    r"机构|人员|队伍|培训|咨询|接待|处理|答复|回复|回应|解读|受理|办结|办理|建设|监督|保障|管理|统计|指标|目录|填报|审核|联系|"
    r"电话|传真|邮编|邮箱|信箱|地址|条例|规定|法规|规章|规范性|文件|许可|处罚|强制|事业性|采购|金额|万元|数量|单位|总计|合计|小计|"
    r"勾稽|获取|商业|法律|服务|自然人|法人|企业|科研|社会|公益|组织|其他|其它|维持|纠正|结果|尚未|审结|起诉|予以|不予|无法|提供|国家秘密|"
    r"三安全一稳定|过程性|内部|执法|案卷|查询|信访|重复|补正|逾期|费|上年|本年|结转|制发|废止|现行|有效|内容|项目|序号|备注|"
    r"制度|机制|工作|改进|加强|推进|落实|下一步|今后|存在|不足|成效|特此|此页无正文|盖章|公章|印发|抄送|主题词|关键词|"
    r"类别|名称|数值|数量|年份|签发|审签|审批|填表|制表|拟稿|核稿|会签|承办|负责人|报送|摘要|正文|如下|批示|谢谢|此致|敬礼"
)
#: What a report says of its own body, and how it denies: 我镇没有收到, 均为零. 本站 and 无障碍 are a site's words.
_OF_ITSELF = re.compile(
    r"[本我](?:县|市|区|旗|镇|乡|街|局|委|办|院|校|馆|处|级|年|部门|机关|单位|中心|辖区)|[镇乡县市区]政府|党委|党政|"
    r"未|没有|均[无为]|为零|全无|无[此该任相]"
)
_HEADING = re.compile(
    r"[(（【\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）】\]]?[、.．,，:：\s]|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|"
    r"第[一二三四五六七八九十\d]{1,3}[章节条部分项款]"
)
_YEAR = r"[\d○〇零Oo一二三四五六七八九十]{2,4}"
_MONTH = r"(?:[\d○〇零一二三四五六七八九十]{1,3}|元|腊)"
_DATE = re.compile(rf"[\W_]*(?:{_YEAR}[年./\-]{_MONTH}[月./\-].{{0,6}}|{_YEAR}年度?|{_MONTH}月.{{0,6}})\Z")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff·（()） ]{2,40}(?:政府|党委|局|委|委员会|办公室|办|厅|部|院|所|站|处|队|中心|街道|镇|乡|苏木|区|县|"
    r"市|旗|公司|学校|协会|总社|联社|馆|团|会|社|组|科|股)\Z"
)
_NOTHING = re.compile(r"(?:无|没有|暂无|零|〇|○|未发生|不涉及|不适用|以上|空)?[。.；;/\\\-—\d\s]*\Z")
_TITLE = re.compile(r"(?:19|20)\d\d年|[《〈]")
_SENTENCE = re.compile(r"[。；！？，]")
#: A line of this length without the mark of a sentence may still be one that a file broke.
_LONGEST = 60


def is_report_language(line: str) -> bool:
    """Whether a line may be a report's own, whatever else repeats it. Table rows always may.

    Blanks between the characters of a word (总　计, 目 录) are an author's way of setting it.
    """
    if " | " in line:
        return True
    bare = "".join(line.split())
    return bool(
        len(bare) > _LONGEST
        or len(bare) <= 1
        or _NOTHING.match(bare)
        or _SENTENCE.search(bare)
        or bare.endswith((":", "：", "，", ",", "、"))
        or _HEADING.match(line.strip())
        or _DATE.match(bare)
        or _TITLE.match(bare)
        # A piece of a line that a file broke.
        or bare.count("（") != bare.count("）")
        or _OFFICE.match(bare)
        or _OF_ITSELF.search(bare)
        or _WORDS.search(bare)
    )
