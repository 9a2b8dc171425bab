"""Files as the platforms export them, quirks included; every person in them is invented."""

import csv
import io

from .platform_headings import (
    ALIBABA,
    DOUYIN,
    JD,
    PINDUODUO,
    TAOBAO_BOOK,
    TAOBAO_ITEMS,
    TAOBAO_ORDERS,
)

__all__ = [
    "ALIBABA",
    "DOUYIN",
    "JD",
    "PINDUODUO",
    "TAOBAO_BOOK",
    "TAOBAO_ITEMS",
    "TAOBAO_ORDERS",
]


def build(headings, *rows, encoding="utf-8-sig", above=()):
    """Return a CSV file; rows are dicts by heading, `above` lines of text over the headings."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([text] for text in above)
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return buffer.getvalue().encode(encoding)


def taobao_order(number="1930012345678901234", **cells):
    """Return a row of the order report."""
    return {
        "订单编号": f'="{number}"',
        "买家会员名": "tb_张三丰",
        "买家应付货款": "100.00",
        "买家应付邮费": "0.00",
        "买家实际支付金额": "100.00",
        "订单状态": "交易成功",
        "收货人姓名": "张三丰",
        "收货地址": "江苏省 南京市 玄武区 中山路1号(210000)",
        "联系手机": "'13800138000",
        "订单创建时间": "2026-03-05 10:00:00",
        "订单付款时间": "2026-03-05 10:01:00",
        "宝贝标题": "内墙腻子粉 20kg",
        "宝贝种类": "1",
        "宝贝总数量": "2",
        "店铺Id": "0",
        "店铺名称": "好漆旗舰店",
        **cells,
    }


def taobao_item(number="1930012345678901234", sub="1930012345678901235", **cells):
    """Return a row of the item report."""
    return {
        "子订单编号": f'="{sub}"',
        "主订单编号": f'="{number}"',
        "标题": "内墙腻子粉 20kg",
        "价格": "50.00",
        "购买数量": "2",
        "商家编码": "T-1",
        "商品属性": "颜色分类:白色",
        "订单状态": "交易成功",
        "买家应付货款": "100.00",
        "买家实际支付金额": "100.00",
        "退款状态": "没有申请退款",
        "退款金额": "无退款申请" if cells.pop("wordy", False) else "0.00",
        "订单创建时间": "2026-03-05 10:00:00",
        "订单付款时间": "2026-03-05 10:01:00",
        **cells,
    }


def pinduoduo_order(number="260517-607198974342268", **cells):
    """Return a row of the Pinduoduo report."""
    return {
        "订单成交时间": "2026-05-17 09:30:11",
        "商品": "内墙腻子粉",
        "订单号": f"\t{number}",
        "订单状态": "已收货",
        "商品总价(元)": "100.00",
        "邮费(元)": "0.00",
        "店铺优惠折扣(元)": "5.00",
        "平台优惠折扣(元)": "3.00",
        "用户实付金额(元)": "92.00",
        "商家实收金额(元)": "95.00",
        "商品数量(件)": "2",
        "商品id": "5521",
        "商品规格": "20kg",
        "商家编码-规格维度": "T-1",
        "商家编码-商品维度": "T-ALL",
        "售后状态": "无售后或售后取消",
        "省": "广东省",
        "市": "****",
        "收货人": "李**",
        "手机": "138****8000",
        **cells,
    }


def douyin_line(number="6917412345678901234", sub=None, **cells):
    """Return a row of the Douyin report."""
    return {
        "主订单编号": f"\t{number}",
        "子订单编号": f"\t{sub or number}",
        "选购商品": "外墙漆",
        "商品规格": "白色 18kg",
        "商品数量": "1",
        "商家编码": "T-1",
        "商品金额": "1,280.00",
        "订单应付金额": "1,200.00",
        "运费": "0.00",
        "收件人": "##Xa8KpQ==##",
        "收件人手机号": "$$Yz71==$1$$",
        "详细地址": "##AbCd##",
        "订单提交时间": "2026-06-01 20:15:00",
        "订单状态": "已完成",
        "售后状态": "-",
        "平台实际承担优惠金额": "30.00",
        "达人实际承担优惠金额": "-",
        "达人昵称": "刷墙小王",
        "流量来源": "直播间",
        "省": "浙江省",
        "市": "杭州市",
        **cells,
    }


def jd_line(number="305112345678", **cells):
    """Return a row of the JD report."""
    return {
        "订单号": number,
        "商品ID": "100012345678",
        "商品名称": "内墙腻子粉 20kg",
        "订购数量": "2",
        "下单时间": "2026-04-02 08:00:00",
        "京东价": "50.00",
        "订单金额": "100.00",
        "结算金额": "100.00",
        "应付金额": "100.00",
        "订单状态": "完成",
        "下单帐号": "jd_abc",
        "客户姓名": "王五",
        "客户地址": "四川成都市武侯区人民南路4段",
        "联系电话": "13900139000",
        "运费金额": "0.00",
        "付款确认时间": "2026-04-02 08:01:00",
        "货号": "T-1",
        "店铺ID": "8899",
        "店铺名称": "好漆京东店",
        **cells,
    }


def alibaba_line(number="2281234567890123456", **cells):
    """Return a row of the 1688 report."""
    return {
        "订单号": number,
        "下单时间": "2026-02-03 14:00:00",
        "买家": "某某装饰公司",
        "货品标题": "腻子粉",
        "规格": "20kg",
        "数量": "10",
        "单品金额": "30.00",
        "实付款": "300.00",
        "收货地址": "浙江省 宁波市 鄞州区 1 号",
        "退款状态": "无",
        "订单状态": "交易成功",
        "货号": "T-1",
        **cells,
    }
