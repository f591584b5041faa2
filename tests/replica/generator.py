"""Reports and their neighbours in our own sentences, drawn from a seed.

Three layouts: prose in six chapters (report years to 2018), the uniform format of 2019 (2019 and 2020) and its revision
(2021 on). The same seed gives the same bytes on every machine.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.replica.county import Block, County, Kind, Paragraph, Unit
from tests.replica.moments import chinese, plain
from tests.replica.report_tables import disclosure_table, request_table, review_table

_OPENINGS = (
    (
        "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）的规定，现将{who}{year}年度政府信息公开工作情况报告如下。"
        "本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    ),
    (
        "按照《中华人民共和国政府信息公开条例》要求，{who}编制了本年度报告。报告由概述、主动公开、依申请公开、收费及减免、"
        "复议诉讼、问题与打算六个部分组成，数据统计期限自{year}年1月1日起至{year}年12月31日止。"
    ),
    (
        "依照《中华人民共和国政府信息公开条例》，{who}向社会公布{year}年政府信息公开工作年度报告。所列数据的统计期限"
        "自{year}年1月1日起至{year}年12月31日止，如有疑问，请与{short}党政综合办公室联系。"
    ),
)
_OVERVIEW = (
    "{year}年，{short}把公开透明当作日常工作的底色，凡是群众想知道、应当知道的事情，尽量在第一时间讲清楚。",
    "一年来，{short}围绕村庄整治、惠民补贴、道路养护等群众关心的事，逐项梳理公开内容，边做边补，边补边改。",
    "{short}将信息公开列入年初的工作清单，按季度对账，谁承办、谁负责，做到事事有人管、件件有回音。",
    "本年度{short}调整了信息公开领导小组，由{leader}牵头，党政办负责收集、审核和上传，各站所各设一名联络人。",
    "{short}把“先审后发”落到每一份材料上，全年未发生失泄密情况。",
    "针对南埇、坉脚等偏远村落，{short}安排联络员每月上门送一次公开册子，听取意见后补充内容。",
    "为让不常上网的老人也看得到，{short}在{n}个村（社区）更换了公示栏，张贴内容与网上保持一致。",
    "全年组织信息公开业务学习{k}次，参加人员{m}人次，重点讲解公开范围、审查程序和更新时限。",
)
_CHANNELS = ("政府网站", "公示栏", "微信公众号", "便民服务中心电子屏", "村级广播")
_CLASSES = ("机构职能类", "政策文件类", "规划计划类", "财政资金类", "民生服务类", "工作动态类")
_PROBLEMS = (
    "一是部分栏目更新不够及时，个别信息发布晚于规定时限；",
    "二是公开的内容偏重结果，过程性的说明还不多；",
    "二是联络人员变动较快，业务熟悉程度参差不齐；",
    "三是公开形式较为单一，图表和问答用得少；",
    "三是群众意见的收集渠道还不够畅通。",
)
_PLANS = (
    "下一步，{short}将逐栏核对更新时限，缺什么补什么，按月通报。",
    "今后，{short}将把信息公开纳入站所年终考核，做到有部署、有检查、有结果。",
    "{next}年，{short}将继续开展联络人轮训，遇到拿不准的事项先会商再发布。",
    "接下来，{short}将在便民服务中心增设查阅点，方便群众当场查询和复印。",
)
_OURSELVES = {"镇": "我镇", "乡": "我乡"}
_LEADERS = ("镇长", "分管副镇长", "党委副书记", "主要负责人")


@dataclass(frozen=True)
class Draft:
    """A generated text with what its page needs to know."""

    title: str
    body: tuple[Block, ...]
    signed: date | None


def report(county: County, unit: Unit, year: int, seed: int) -> Draft:
    """The annual report of a unit, in the layout of its year. With figures that hold together."""
    rng = Random(f"{seed}/{county.host}/{unit.name}/{year}/report")
    title = _title(rng, county, unit, year)
    signed = date(year + 1, rng.choice((1, 1, 1, 2, 3)), rng.randint(3, 28))
    heading: list[Block] = [Paragraph(title)] if rng.random() < 0.5 else []
    body = _prose(rng, unit, year) if year <= 2018 else _tabular(rng, unit, year, seed)
    return Draft(title, (*heading, *body, *_signature(rng, unit, signed)), signed)


def carried_over(unit: Unit, year: int, seed: int) -> int:
    """Requests a unit carried from `year` into the next, the same seen from both reports."""
    return int(Random(f"{seed}/{unit.name}/{year}/carried").random() < 0.15)


def neighbour(county: County, unit: Unit, year: int, kind: Kind, seed: int) -> Draft:
    """An article that stands in the same columns as reports and is none. `year` is the year it speaks of."""
    rng = Random(f"{seed}/{county.host}/{unit.name}/{year}/{kind}")
    short = unit.name
    titles = {
        "notice": f"关于做好{year}年政府信息公开工作年度报告编制发布工作的通知",
        "budget": f"{short}{year}年部门预算公开说明",
        "plan": f"{short}{year}年政务公开工作要点",
        "rule_of_law": f"{short}{year}年度法治政府建设情况的报告",
        "summary": f"{short}{year}年森林防火工作总结",
        "interim": f"{short}{year}年上半年政府信息公开工作小结",
        "guide": f"{short}政府信息公开指南",
        "report": "",
    }
    texts = {
        "notice": (
            f"各镇人民政府、街道办事处，市（县）直各单位：为做好{year}年度报告的编制和发布，现将有关事项通知如下。",
            "一、请各单位对照规定格式逐项填报，数据口径前后一致。",
            f"二、报送时间：{year + 1}年1月20日前将电子版和盖章扫描件报送办公室。",
            "三、逾期未报送的，将予以通报。",
        ),
        "budget": (
            f"第一部分 {short}概况。主要职责：贯彻执行上级决定，管理本行政区域内的经济、教育、民政等行政工作。",
            f"第二部分 {year}年部门预算表。收入预算总计{rng.randint(800, 4000)}.{rng.randint(10, 99)}万元。",
            f"第三部分 “三公”经费预算{rng.randint(2, 30)}.{rng.randint(1, 9)}万元，与上年持平。",
        ),
        "plan": (
            f"为抓好{year}年政务公开工作，提出如下要点。",
            "一、要围绕重点领域推进公开，明确责任分工和完成时限。",
            "二、要加强政策解读，重要文件与解读材料同步起草、同步发布。",
            "三、要加强督促检查，年底对落实情况进行考核。",
        ),
        "rule_of_law": (
            f"{year}年，{short}认真学习贯彻法治建设有关部署，现将法治政府建设情况报告如下。",
            f"一、落实重大决策程序，合法性审查文件{rng.randint(3, 30)}件。",
            f"二、规范执法行为，组织执法人员培训{rng.randint(1, 6)}次。",
            "三、存在的不足：基层执法力量偏少，普法形式不够丰富。",
        ),
        "summary": (
            f"{year}年，{short}在重点林区设置检查点{rng.randint(3, 20)}处，落实护林员{rng.randint(10, 60)}名。",
            "清明、冬至前后，镇村干部分片包干，劝导群众文明祭扫。",
            "全年没有发生森林火灾。",
        ),
        "interim": (
            f"{year}年上半年，{short}主动公开政府信息{rng.randint(5, 60)}条，未收到公开申请。",
            "下半年将继续完善栏目，加快更新。",
        ),
        "guide": (
            f"为方便公民、法人和其他组织获取{short}的政府信息，编制本指南。",
            "一、主动公开。公众可登录政府网站或到便民服务中心查阅。",
            "二、依申请公开。申请人填写申请表，当面或以信函方式提交，受理流程见附图。",
        ),
        "report": (),
    }
    signed = date(year, rng.randint(3, 11), rng.randint(1, 28))
    return Draft(titles[kind], tuple(Paragraph(text) for text in texts[kind]), signed)


def filler(unit: Unit, number: int, year: int) -> Draft:
    """An everyday notice that only makes a list long."""
    title = f"{unit.name}关于第{number}期便民服务安排的公告"
    texts = (f"{year}年第{number}期便民服务安排如下，请需要的居民按时前往。", "地点：便民服务中心一楼大厅。")
    return Draft(title, tuple(Paragraph(text) for text in texts), date(year, 1 + number % 12, 1 + number % 27))


def posted_after(rng: Random, signed: date | None, year: int) -> date:
    """The day a portal shows for an article: some days after it was signed."""
    return (signed or date(year + 1, 1, 15)) + timedelta(days=rng.randint(0, 12))


def _title(rng: Random, county: County, unit: Unit, year: int) -> str:
    name, issuer = unit.name, unit.issuer
    if unit.level != "town":
        return f"{issuer}{year}年政府信息公开工作年度报告"
    if year >= 2019:
        forms: tuple[str, ...] = (
            f"{issuer}{year}年政府信息公开工作年度报告",
            f"{name}{year}年政府信息公开工作年度报告",
            f"{county.named(year)}{issuer}{year}年度政府信息公开工作年度报告",
            f"{issuer}政府信息公开工作年度报告（{year}年度）",
        )
    else:
        forms = (
            f"{name}{year}年政府信息公开工作年度报告",
            f"{year}年{issuer}信息公开年度报告",
            f"{name}{year}年度政府信息公开工作报告",
            f"{county.named(year)}{issuer}{year}年政府信息公开年报",
            f"{name}{year}年政府信息公开工作总结",
        )
    return rng.choice(forms)


def _signature(rng: Random, unit: Unit, signed: date) -> list[Block]:
    form = rng.randrange(5)
    if form == 0:
        return []
    day = {1: chinese(signed, "○"), 2: chinese(signed)}.get(form, plain(signed))
    return [Paragraph(unit.issuer), Paragraph(day)] if form != 1 else [Paragraph(day)]


def _words(rng: Random, unit: Unit, year: int) -> dict[str, object]:
    return {
        "who": unit.issuer,
        "short": _OURSELVES.get(unit.name[-1], "我街道" if unit.name.endswith("街道") else "本地区")
        if unit.level == "town"
        else "本机关",
        "year": year,
        "next": year + 1,
        "leader": rng.choice(_LEADERS),
        "n": rng.randint(4, 22),
        "k": rng.randint(1, 5),
        "m": rng.randint(20, 140),
    }


def _split(rng: Random, total: int, parts: int) -> list[int]:
    cuts = sorted(rng.randint(0, total) for _ in range(parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]


def _prose(rng: Random, unit: Unit, year: int) -> list[Block]:
    words = _words(rng, unit, year)
    short = words["short"]
    total, asked = rng.randint(24, 480), rng.choice((0, 0, 0, 0, 1, 2, 3))
    kinds = rng.sample(_CLASSES, 4)
    channels = rng.sample(_CHANNELS, 3)
    by_kind, by_channel = _split(rng, total, 4), _split(rng, total, 3)
    overview = rng.sample(_OVERVIEW, 4)
    texts = [rng.choice(_OPENINGS), "一、概述", *overview, "二、主动公开政府信息的情况"]
    texts.append(
        f"{year}年，{short}主动公开政府信息{total}条。其中，"
        + "，".join(f"{kind}信息{count}条" for kind, count in zip(kinds, by_kind, strict=True))
        + "。"
    )
    texts.append(
        "从公开渠道看，"
        + "，".join(f"通过{channel}公开{count}条" for channel, count in zip(channels, by_channel, strict=True))
        + "。"
    )
    texts.append("三、依申请公开政府信息和不予公开政府信息的情况")
    texts.append(
        f"{year}年，{short}共收到政府信息公开申请{asked}件，其中当面申请{asked - asked // 2}件，"
        f"信函申请{asked // 2}件，均已按时答复。"
        if asked
        else f"{year}年，{short}未收到政府信息公开申请，也没有不予公开的情形。"
    )
    texts.append("四、政府信息公开的收费及减免情况")
    texts.append(rng.choice((f"{year}年，{short}未就政府信息公开收取任何费用。", "本年度没有收费，也没有减免。")))
    texts.append("五、因政府信息公开申请行政复议、提起行政诉讼的情况")
    texts.append(
        rng.choice(
            (
                f"{year}年，未发生因政府信息公开引起的行政复议和行政诉讼。",
                f"本年度{short}因政府信息公开被申请行政复议0件，被提起行政诉讼0件。",
            )
        )
    )
    texts.append("六、存在的主要问题及改进措施")
    texts.append(f"对照《条例》要求，{short}的信息公开工作还有不足：")
    texts += [_PROBLEMS[0], _PROBLEMS[rng.choice((1, 2))], _PROBLEMS[rng.choice((3, 4))]]
    texts += rng.sample(_PLANS, 2)
    return [Paragraph(text.format(**words)) for text in texts]


def _tabular(rng: Random, unit: Unit, year: int, seed: int) -> list[Block]:
    words = _words(rng, unit, year)
    short = words["short"]
    carried_in = carried_over(unit, year - 1, seed) if year > 2019 else 0
    requests, received = request_table(rng, year, carried_in, carried_over(unit, year, seed))
    total = rng.randint(60, 700)
    blocks: list[Block] = [
        Paragraph(
            f"本报告根据《中华人民共和国政府信息公开条例》的规定和年度报告的统一格式编制，数据统计期限自{year}年1月1日起"
            f"至{year}年12月31日止。"
        ),
        Paragraph("一、总体情况"),
    ]
    blocks.extend(Paragraph(text.format(**words)) for text in rng.sample(_OVERVIEW, 3))
    blocks.append(Paragraph(f"（一）主动公开。全年主动公开政府信息{total}条。"))
    blocks.append(
        Paragraph(f"（二）依申请公开。全年收到政府信息公开申请{received}件，均按规定办理。")
        if received
        else Paragraph("（二）依申请公开。全年未收到政府信息公开申请。")
    )
    blocks += [
        Paragraph("二、主动公开政府信息情况"),
        disclosure_table(rng, year),
        Paragraph("三、收到和处理政府信息公开申请情况"),
        requests,
        Paragraph("四、政府信息公开行政复议、行政诉讼情况"),
        review_table(rng),
        Paragraph("五、存在的主要问题及改进情况"),
        Paragraph(_PROBLEMS[0] + _PROBLEMS[rng.choice((1, 2))] + _PROBLEMS[4]),
        Paragraph(rng.choice(_PLANS).format(**words)),
        Paragraph("六、其他需要报告的事项"),
        Paragraph(
            f"{year}年，{short}未收取信息处理费。" if year >= 2021 else "无其他需要报告的事项。",
        ),
    ]
    return blocks
