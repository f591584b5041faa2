"""What public output hides and what it never hides; a masked text is exactly as long as the text."""

import pytest

from archive.masking import MARK, is_identity_number, mask
from tests.bounded import processor_seconds

_M = MARK * 11


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("联系电话：13800138000", f"联系电话：{_M}", id="mobile"),
        pytest.param("电话13912345678。", f"电话{_M}。", id="mobile before a stop"),
        pytest.param("0763-6680001/18912345678", f"0763-6680001/{_M}", id="mobile beside a landline"),
        pytest.param("张某|13800138000|", f"张某|{_M}|", id="mobile in a cell"),
        pytest.param("１３８００１３８０００", _M, id="full-width mobile"),
        pytest.param("138-0013-8000", "███-████-████", id="mobile with hyphens"),
        pytest.param("138 0013 8000 李某", "███ ████ ████ 李某", id="mobile with blanks"),
        pytest.param("+86 13800138000", f"+86 {_M}", id="mobile behind the country"),
        pytest.param("8613800138000", f"86{_M}", id="mobile with the country stuck to it"),
        pytest.param("013800138000", f"0{_M}", id="mobile behind the old trunk nought"),
        pytest.param("13800138000、13900139000", f"{_M}、{_M}", id="two mobiles"),
        pytest.param("邮箱：12345@qq.com", "邮箱：█████@qq.com", id="QQ mail"),
        pytest.param("smz_zf@163.com", "██████@163.com", id="163 mail with underline"),
        pytest.param("a.b@vip.sina.com，", "███@vip.sina.com，", id="paid box of a provider"),
        pytest.param("ABC＠１６３．ＣＯＭ", "███＠１６３．ＣＯＭ", id="full-width mail"),
        pytest.param("13800138000@139.com", f"{_M}@139.com", id="mail named by a mobile"),
        pytest.param("身份证330483198001011235 ", "身份证330483198001011235 ", id="wrong check digit is none"),
        pytest.param("身份证号：330483197511152008", f"身份证号：{MARK * 18}", id="identity number"),
        pytest.param("110228200102291232", "110228200102291232", id="29 February of no leap year"),
        pytest.param("441882199912310047|", f"{MARK * 18}|", id="identity number without label"),
        pytest.param(
            "身份证号码：330483800101123", f"身份证号码：{MARK * 15}", id="old identity number behind its label"
        ),
        pytest.param("33048319800101123x", "33048319800101123x", id="x that is not the check digit"),
    ],
)
def test_hidden(text: str, shown: str) -> None:
    assert mask(text) == shown
    assert len(mask(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("电话：0763-6680001", id="landline"),
        pytest.param("(0573)88612345", id="landline in brackets"),
        pytest.param("057388612345", id="landline without a hyphen"),
        pytest.param("01088123456", id="landline of Peking"),
        pytest.param("400-811-0000", id="service number"),
        pytest.param("12345热线", id="hotline"),
        pytest.param("zfb@tx.gov.cn", id="office mail"),
        pytest.param("bgs@mail.bjmy.gov.cn", id="office mail on a mail host"),
        pytest.param("smz@tongxiang.net.cn", id="mail of a body's own host"),
        pytest.param("采购总金额13800138000元", id="sum of money"),
        pytest.param("13800138000.50", id="decimal"),
        pytest.param("点击13800138000次", id="clicks"),
        pytest.param("2018年1月3日，20180103", id="dates"),
        pytest.param("1514764800000", id="time in milliseconds"),
        pytest.param("1133068200259085XF/2015-28256", id="credit code in an index number"),
        pytest.param("统一社会信用代码：11330483002543200J", id="credit code"),
        pytest.param("113708260043292687", id="credit code of digits alone"),
        pytest.param("索引号：13800138000/2018-04736", id="index number"),
        pytest.param("索引号: 014416330/2018-04736", id="index number of an organisation"),
        pytest.param("网站标识码4690300002", id="website code"),
        pytest.param("京ICP备13800138000号", id="ICP number"),
        pytest.param("浙ICP备13012345号-1", id="ICP number of eight digits"),
        pytest.param("浙公网安备 33048302000123号", id="police number"),
        pytest.param("http://www.tx.gov.cn/art/13800138000.html", id="address of a page"),
        pytest.param("www.tx.gov.cn/13800138000", id="address without scheme"),
        pytest.param("art_1229_13800138000", id="name of a file"),
        pytest.param("138001380001", id="twelve digits"),
        pytest.param("12 138 0013 8000 7", id="row of numbers in a file's table"),
        pytest.param("330483103", id="division code"),
        pytest.param("主动公开政府信息86条，较上年增长114条", id="figures"),
        pytest.param("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", id="table C of a file"),
        pytest.param("邮编：313000", id="post code"),
        pytest.param("微博@桐乡发布", id="microblog"),
    ],
)
def test_left_alone(text: str) -> None:
    assert mask(text) == text


def test_check_digit_of_the_standard() -> None:
    assert is_identity_number("11010519491231002X")
    assert is_identity_number("11010519491231002x")
    assert not is_identity_number("110105194912310021")


def test_a_hostile_text_costs_time_in_proportion_to_its_length() -> None:
    for piece in ("1380013800", "a.", "138 0013 ", "@a.", "www.", "86", "a@a@", "1" * 17 + "-"):
        with processor_seconds(2, of=piece):
            mask(piece * 20_000)
