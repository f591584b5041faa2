"""The five counties' units with the codes their portals use, and what their pages print at the foot.

Names are real; so are the codes observed in addresses (dlb, wsj of 连州, xhz0, jhz, yzyz of 梅河口, 330483ZFC00000 of
桐乡). All other codes are made up in the same manner.
"""

from tests.replica.county import Unit
from tests.replica.portals.portal import Facts

FACTS = {
    "tx.gov.cn": Facts(
        "桐乡市人民政府",
        "www.tx.gov.cn",
        "3304830001",
        "桐乡市人民政府办公室",
        "浙ICP备05000000号",
        "浙公网安备 33048302000000号",
        "web@tx.gov.cn",
    ),
    "qiongzhong.hainan.gov.cn": Facts(
        "琼中黎族苗族自治县人民政府网",
        "qiongzhong.hainan.gov.cn",
        "4690300002",
        "琼中黎族苗族自治县人民政府办公室",
        "琼ICP备05000041号",
        "琼公网安备 46903002000012号",
        "web@qiongzhong.hainan.gov.cn",
    ),
    "bjmy.gov.cn": Facts(
        "北京市密云区人民政府",
        "www.bjmy.gov.cn",
        "1101180001",
        "北京市密云区人民政府办公室",
        "京ICP备05000000号",
        "京公网安备 11011802000000号",
        "web@bjmy.gov.cn",
    ),
    "lianzhou.gov.cn": Facts(
        "连州市人民政府",
        "www.lianzhou.gov.cn",
        "4418820001",
        "连州市人民政府办公室",
        "粤ICP备05000000号",
        "粤公网安备 44188202000000号",
        "web@lianzhou.gov.cn",
    ),
    "mhk.gov.cn": Facts(
        "梅河口市人民政府",
        "www.mhk.gov.cn",
        "2205810001",
        "梅河口市人民政府办公室",
        "吉ICP备05000000号",
        "吉公网安备 22058102000000号",
        "web@mhk.gov.cn",
    ),
}

TONGXIANG = (
    Unit("桐乡市人民政府", "330483ZFC00000", "county"),
    Unit("石门镇", "330483ZFC34007"),
    Unit("崇福镇", "330483ZFC34005"),
    Unit("梧桐街道", "330483ZFC34001"),
    Unit("凤鸣街道", "330483ZFC34002"),
    Unit("高桥街道", "330483ZFC34003"),
    Unit("乌镇镇", "330483ZFC34004"),
    Unit("濮院镇", "330483ZFC34006"),
    Unit("洲泉镇", "330483ZFC34008"),
    Unit("大麻镇", "330483ZFC34009"),
    Unit("屠甸镇", "330483ZFC34010"),
    Unit("河山镇", "330483ZFC34011"),
    Unit("桐乡市财政局", "330483ZFC13000", "department"),
)

QIONGZHONG = (
    Unit("和平镇", "hpz"),
    Unit("营根镇", "ygz"),
    Unit("什运乡", "syx"),
    Unit("湾岭镇", "wlz"),
    Unit("黎母山镇", "lmsz"),
    Unit("长征镇", "czz"),
    Unit("红毛镇", "hmz"),
    Unit("中平镇", "zpz"),
    Unit("上安乡", "sax"),
    Unit("吊罗山乡", "dlsx"),
)

MIYUN = (
    Unit("不老屯镇", "blt"),
    Unit("高岭镇", "gl"),
    Unit("鼓楼街道", "gljd"),
    Unit("果园街道", "gyjd"),
    Unit("檀营地区", "ty"),
    Unit("密云镇", "my"),
    Unit("溪翁庄镇", "xwz"),
    Unit("西田各庄镇", "xtgz"),
    Unit("十里堡镇", "slp"),
    Unit("河南寨镇", "hnz"),
    Unit("巨各庄镇", "jgz"),
    Unit("穆家峪镇", "mjy"),
    Unit("太师屯镇", "tst"),
    Unit("冯家峪镇", "fjy"),
    Unit("古北口镇", "gbk"),
    Unit("大城子镇", "dcz"),
    Unit("东邵渠镇", "dsq"),
    Unit("北庄镇", "bz"),
    Unit("新城子镇", "xcz"),
    Unit("石城镇", "sc"),
)

LIANZHOU = (
    Unit("大路边镇", "qylzdlb"),
    Unit("星子镇", "qylzxz"),
    Unit("连州市卫生健康局", "qylzwsj", "department"),
    Unit("连州镇", "qylzlz"),
    Unit("龙坪镇", "qylzlp"),
    Unit("西岸镇", "qylzxa"),
    Unit("保安镇", "qylzba"),
    Unit("丰阳镇", "qylzfy"),
    Unit("东陂镇", "qylzdp"),
    Unit("九陂镇", "qylzjp"),
    Unit("西江镇", "qylzxj"),
    Unit("瑶安瑶族乡", "qylzya"),
    Unit("三水瑶族乡", "qylzss"),
)

MEIHEKOU = (
    Unit("湾龙镇", "wlz"),
    Unit("兴华镇", "xhz0"),
    Unit("进化镇", "jhz"),
    Unit("一座营镇", "yzyz"),
    Unit("山城镇", "scz"),
    Unit("红梅镇", "hmz"),
    Unit("海龙镇", "hlz"),
    Unit("新合镇", "xhz"),
    Unit("曙光镇", "sgz"),
    Unit("中和镇", "zhz"),
    Unit("黑山头镇", "hstz"),
    Unit("水道镇", "sdz"),
    Unit("康大营镇", "kdyz"),
    Unit("牛心顶镇", "nxdz"),
    Unit("李炉乡", "llx"),
    Unit("吉乐乡", "jlx"),
    Unit("小杨满族朝鲜族乡", "xyx"),
    Unit("福民街道", "fmjd"),
)
