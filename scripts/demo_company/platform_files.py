"""Order files of two platform shops, as they are downloaded there: Douyin live, and JD. Pure.

Buyers are ciphered or invented; what is left out at the upload shows on the import.
"""

import csv
import io
from datetime import date, timedelta

ANCHOR = "装修老王"
DOUYIN_SHOP, DOUYIN_MEMBER = "渝味家装建材抖音店", "D101"
JD_SHOP, JD_MEMBER = "渝味家装建材京东店", "D102"
DOUYIN_HEADINGS = [
    *("主订单编号", "子订单编号", "选购商品", "商品规格", "商品数量", "商家编码", "商品金额"),
    *("订单应付金额", "运费", "收件人", "收件人手机号", "详细地址", "订单提交时间", "订单状态"),
    *("售后状态", "店铺名称", "达人昵称", "流量来源", "省", "市"),
]
JD_HEADINGS = [
    *("订单号", "商品ID", "商品名称", "订购数量", "下单时间", "京东价", "订单金额", "结算金额"),
    *("应付金额", "订单状态", "下单帐号", "客户姓名", "客户地址", "联系电话", "运费金额"),
    *("货号", "店铺名称"),
]
# Hour and minute, code, title, quantity, price, paid, anchor, province, city.
LIVE_SALES = [
    ("20:08", "FS1001", "K11 柔韧型防水浆料 18kg", 2, 189, 359, ANCHOR, "重庆市", "重庆市"),
    ("20:15", "FS1006", "堵漏王 5kg", 6, 46, 268, ANCHOR, "四川省", "成都市"),
    ("20:31", "NZ2001", "内墙耐水腻子粉 20kg", 10, 36, 349, ANCHOR, "重庆市", "重庆市"),
    ("20:47", "", "【直播专享】防水补漏套装", 1, 128, 118, ANCHOR, "贵州省", "遵义市"),
    ("21:02", "FS1001", "K11 柔韧型防水浆料 18kg", 4, 189, 699, ANCHOR, "湖北省", "宜昌市"),
    ("21:26", "", "【直播专享】防水补漏套装", 2, 128, 236, ANCHOR, "四川省", "泸州市"),
    ("23:10", "FS1007", "丁基防水胶带 10cm×10m", 3, 39, 117, "-", "云南省", "昆明市"),
]
# The refund that the second export brings: its place among the sales.
REFUNDED = 4
JD_SALES = [
    ("3041", "NZ2003", "柔性抗裂腻子粉 20kg", 5, "58.00", "290.00", "282.00", "完成"),
    ("3042", "FS1002", "K11 通用型防水浆料 18kg", 1, "152.00", "244.00", "236.50", "等待确认收货"),
    ("3042", "FS1006", "堵漏王 5kg", 2, "46.00", "244.00", "236.50", "等待确认收货"),
    ("3043", "NZ2001", "内墙耐水腻子粉 20kg", 8, "36.00", "288.00", "288.00", "等待付款"),
    ("3044", "FS1003", "JS 聚合物水泥防水涂料 20kg", 1, "218.00", "218.00", "218.00", "已取消"),
]


def build_douyin_file(day: date, *, has_refund: bool) -> bytes:
    """Return the orders of one evening; the later export knows of a refund."""
    rows = []
    for place, sale in enumerate(LIVE_SALES):
        moment, code, title, quantity, price, paid, anchor, province, city = sale
        number = f"\t69{day:%Y%m%d}{place:08d}"
        is_refunded = has_refund and place == REFUNDED
        rows.append(
            [
                *(number, number, title, "默认", str(quantity), code, f"{price:.2f}"),
                *(f"{paid:.2f}", "0.00", "##hT7q==##", "$$Yz71==$1$$", "##Kd83##"),
                *(f"{day:%Y-%m-%d} {moment}:00", "已发货", "退款成功" if is_refunded else "-"),
                *(DOUYIN_SHOP, anchor, "直播间" if anchor != "-" else "商品卡", province, city),
            ]
        )
    return _write(DOUYIN_HEADINGS, rows, "utf-8-sig")


def build_jd_file(day: date) -> bytes:
    """Return the orders of one day in JD's order report."""
    rows = [
        [
            *(f"{day:%m%d}{number}", f"1000{number}", title, str(quantity)),
            *(f"{day:%Y-%m-%d} 10:2{number[-1]}:00", price, amount, settled, settled, status),
            *("jd_cq_buyer", "周先生", "重庆江北区观音桥步行街 1 号", "13800000000", "0.00"),
            *(code, JD_SHOP),
        ]
        for number, code, title, quantity, price, amount, settled, status in JD_SALES
    ]
    return _write(JD_HEADINGS, rows, "gb18030")


def yesterday(today: date) -> date:
    """Return the day that the files speak of."""
    return today - timedelta(days=1)


def _write(headings, rows, encoding) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([headings, *rows])
    return text.getvalue().encode(encoding)
