from decimal import Decimal
from unittest import TestCase

from ...platform_parsers import registry
from ...platform_parsers.platform import build_rules
from ...platform_parsers.reading import SecondFileError, parse
from . import platform_files as files

RULES = {code: build_rules(platform) for code, platform in registry.PLATFORMS.items()}


class TestPlatforms(TestCase):
    def assert_lines(self, lines, *expected):
        self.assertEqual(
            [(line.state, line.finding, line.amount, line.refund_amount) for line in lines],
            [
                (state, finding, Decimal(amount), Decimal(refund))
                for state, finding, amount, refund in expected
            ],
        )

    # === TAOBAO === #

    def test_taobao_order_report_alone_is_read_without_postage(self):
        content = files.build(
            files.TAOBAO_ORDERS,
            files.taobao_order(买家应付邮费="8.00", 买家实际支付金额="108.00元"),
            encoding="gb18030",
        )
        [line] = parse(content, RULES["taobao"])
        self.assert_lines([line], ("ok", None, "100.00", "0"))
        self.assertEqual(
            (line.order_ref, line.product_name, line.quantity, line.shop_name),
            ("1930012345678901234", "内墙腻子粉 20kg", 2, "好漆旗舰店"),
        )
        self.assertEqual((line.province, line.city), ("江苏", "南京市"))
        self.assertEqual(str(line.date), "2026-03-05 02:00:00")

    def test_taobao_order_of_several_kinds_needs_the_item_report(self):
        content = files.build(files.TAOBAO_ORDERS, files.taobao_order(宝贝种类="2"))
        [line] = parse(content, RULES["taobao"])
        self.assertEqual((line.state, line.finding), ("error", "needs_items"))

    def test_taobao_reports_are_joined_in_either_order(self):
        orders = files.build(
            files.TAOBAO_ORDERS,
            files.taobao_order(宝贝种类="2", 买家应付邮费="10.00", 买家实际支付金额="110.00"),
            encoding="gb18030",
        )
        items = files.build(
            files.TAOBAO_ITEMS,
            files.taobao_item(sub="1", 买家实际支付金额="70.00"),
            files.taobao_item(sub="2", 商家编码="T-2", 买家实际支付金额="40.00"),
            encoding="utf-16",
        )
        for first, second in ((orders, items), (items, orders)):
            lines = parse(first, RULES["taobao"], second)
            self.assert_lines(lines, ("ok", None, "63.64", "0"), ("ok", None, "36.36", "0"))
            self.assertEqual({line.shop_name for line in lines}, {"好漆旗舰店"})
            self.assertEqual([line.line_ref for line in lines], ["1", "2"])
        with self.assertRaises(SecondFileError):
            parse(orders, RULES["taobao"], orders)

    def test_taobao_items_alone_and_their_refunds(self):
        items = files.build(
            files.TAOBAO_ITEMS,
            files.taobao_item(sub="1"),
            files.taobao_item(sub="2", 退款状态="退款成功", 退款金额="100.00"),
            files.taobao_item(sub="3", 退款状态="退款成功", 退款金额="30.00"),
            files.taobao_item(sub="4", 退款状态="买家已经申请退款，等待卖家同意"),
            files.taobao_item(sub="5", 订单状态="等待买家付款", 买家实际支付金额="0.00"),
            files.taobao_item(sub="6", 订单状态="交易关闭"),
            files.taobao_item(sub="7", 退款状态="退款关闭", 退款金额="30.00"),
        )
        self.assert_lines(
            parse(items, RULES["taobao"]),
            ("ok", None, "100.00", "0"),
            ("skipped", "refunded", "100.00", "100.00"),
            ("ok", None, "100.00", "30.00"),
            ("skipped", "on_hold", "100.00", "0"),
            ("skipped", "not_paid", "0.00", "0"),
            ("skipped", "cancelled", "100.00", "100.00"),
            ("ok", None, "100.00", "0"),
        )

    def test_taobao_refund_of_the_order_report_is_shared_by_its_items(self):
        orders = files.build(
            files.TAOBAO_ORDERS, files.taobao_order(宝贝种类="2", 退款金额="10.00")
        )
        headings = [name for name in files.TAOBAO_ITEMS if not name.startswith("退款")]
        items = files.build(
            headings,
            files.taobao_item(sub="1", 买家实际支付金额="50.00"),
            files.taobao_item(sub="2", 买家实际支付金额="50.00"),
        )
        lines = parse(orders, RULES["taobao"], items)
        self.assert_lines(lines, ("ok", None, "50.00", "5.00"), ("ok", None, "50.00", "5.00"))

    def test_taobao_workbook_variant_is_read(self):
        row = {
            "订单编号": "1930012345678901234",
            "买家下单时间": "2026/3/5 10:00",
            "宝贝标题": "腻子粉",
            "宝贝规格": "白色",
            "商家编码": "T-1",
            "宝贝数量": "3",
            "买家实付金额": "99.99",
            "订单状态": "卖家已发货，等待买家确认",
        }
        [line] = parse(files.build(files.TAOBAO_BOOK, row), RULES["taobao"])
        self.assertEqual((line.state, line.amount, line.sku), ("ok", Decimal("99.99"), "T-1"))

    # === PINDUODUO === #

    def test_pinduoduo_counts_what_the_merchant_receives(self):
        cases = (
            ({}, "95.00"),
            # 100 + 8 - 5: the figures show that the postage is in it.
            ({"邮费(元)": "8.00", "商家实收金额(元)": "103.00"}, "95.00"),
            ({"邮费(元)": "8.00", "商家实收金额(元)": "95.00"}, "95.00"),
            # They show nothing: what the merchant receives is what counts.
            ({"邮费(元)": "8.00", "商家实收金额(元)": "90.00"}, "90.00"),
        )
        for change, amount in cases:
            with self.subTest(change=change):
                [line] = parse(
                    files.build(files.PINDUODUO, files.pinduoduo_order(**change)),
                    RULES["pinduoduo"],
                )
                self.assert_lines([line], ("ok", None, amount, "0"))
                self.assertEqual((line.sku, line.province, line.city), ("T-1", "广东", ""))

    def test_pinduoduo_day_is_in_the_order_number_when_the_time_is_blank(self):
        rows = [
            files.pinduoduo_order(订单成交时间=""),
            files.pinduoduo_order("607198974342268", 订单成交时间=""),
        ]
        first, second = parse(files.build(files.PINDUODUO, *rows), RULES["pinduoduo"])
        self.assertEqual(str(first.date), "2026-05-16 16:00:00")
        self.assertEqual((second.state, second.finding), ("error", "bad_date"))

    def test_pinduoduo_statuses(self):
        cases = {
            ("待发货", "无售后或售后取消"): ("ok", None),
            ("已发货，待收货", "退款成功"): ("skipped", "refunded"),
            ("未发货，退款成功", "退款成功"): ("skipped", "refunded"),
            ("已取消", "无售后或售后取消"): ("skipped", "cancelled"),
            ("待付款", ""): ("skipped", "not_paid"),
            ("已收货", "售后处理中"): ("skipped", "on_hold"),
            ("飞走了", ""): ("error", "unknown_status"),
            ("已收货", "再想想"): ("error", "unknown_status"),
            ("", ""): ("error", "unknown_status"),
        }
        rows = [files.pinduoduo_order(f"260517-{n}", 订单状态=status, 售后状态=refund)
                for n, (status, refund) in enumerate(cases)]  # fmt: skip
        lines = parse(files.build(files.PINDUODUO, *rows), RULES["pinduoduo"])
        self.assertEqual([(line.state, line.finding) for line in lines], [*cases.values()])
        self.assertEqual((lines[6].culprit, lines[6].column), ("飞走了", "订单状态"))
        self.assertEqual((lines[7].culprit, lines[7].column), ("再想想", "售后状态"))

    # === DOUYIN === #

    def test_douyin_line_with_anchor_and_ciphered_persons(self):
        content = files.build(files.DOUYIN, files.douyin_line())
        [line] = parse(content, RULES["douyin"])
        self.assert_lines([line], ("ok", None, "1200.00", "0"))
        self.assertEqual((line.anchor, line.source), ("刷墙小王", "直播间"))
        self.assertEqual((line.order_ref, line.line_ref), ("6917412345678901234",) * 2)
        self.assertFalse([text for text in str(line).split("'") if "##" in text or "$$" in text])
        rules = build_rules(registry.PLATFORMS["douyin"], adds_subsidies=True)
        [line] = parse(content, rules)
        self.assertEqual(line.amount, Decimal("1230.00"))

    def test_douyin_amount_of_the_order_repeated_on_its_lines_is_shared(self):
        rows = [
            files.douyin_line(sub="1", 商品金额="60", 订单应付金额="100.00", 运费="10.00"),
            files.douyin_line(sub="2", 商品金额="30", 订单应付金额="100.00", 运费="10.00"),
        ]
        lines = parse(files.build(files.DOUYIN, *rows), RULES["douyin"])
        self.assert_lines(lines, ("ok", None, "60.00", "0"), ("ok", None, "30.00", "0"))

    def test_douyin_equal_lines_keep_their_own_amounts(self):
        rows = [files.douyin_line(sub=str(n)) for n in (1, 2)]
        lines = parse(files.build(files.DOUYIN, *rows), RULES["douyin"])
        self.assertEqual([line.amount for line in lines], [Decimal("1200.00")] * 2)

    # === JD === #

    def test_jd_amount_of_the_order_is_shared_exactly(self):
        rows = [
            files.jd_line(京东价="10", 订购数量="1", 订单金额="36", 结算金额="28.01", 运费金额="6"),
            files.jd_line(京东价="10", 订购数量="2", 订单金额="36", 结算金额="28.01", 运费金额="6",
                          货号="T-2"),
        ]  # fmt: skip
        lines = parse(files.build(files.JD, *rows, encoding="gb18030"), RULES["jd"])
        self.assert_lines(lines, ("ok", None, "7.34", "0"), ("ok", None, "14.67", "0"))
        self.assertEqual([line.line_ref for line in lines], ["T-1#1", "T-2#1"])
        self.assertEqual((lines[0].province, lines[0].city), ("四川", "成都市"))

    def test_jd_postage_outside_of_the_amount_is_not_taken_off(self):
        row = files.jd_line(订单金额="100", 结算金额="100", 运费金额="6")
        [line] = parse(files.build(files.JD, row), RULES["jd"])
        self.assertEqual(line.amount, 100)

    # === 1688 === #

    def test_1688_lines_below_belong_to_the_order_above(self):
        rows = [
            files.alibaba_line(实付款="1,000.00"),
            {"货品标题": "外墙漆", "数量": "2", "单品金额": "350.00", "货号": "T-2"},
            files.alibaba_line("2281234567890123457", 退款状态="部分退款", 退款金额="50"),
        ]
        headings = [*files.ALIBABA, "退款金额"]
        lines = parse(files.build(headings, *rows), RULES["1688"])
        self.assert_lines(
            lines,
            ("ok", None, "300.00", "0"),
            ("ok", None, "700.00", "0"),
            ("ok", None, "300.00", "50"),
        )
        self.assertEqual(lines[1].order_ref, lines[0].order_ref)

    def test_1688_amount_of_the_line_is_told_from_a_price(self):
        rows = [
            files.alibaba_line(单品金额="300.00", 实付款="500.00"),
            {"货品标题": "外墙漆", "数量": "2", "单品金额": "200.00", "货号": "T-2"},
        ]
        lines = parse(files.build(files.ALIBABA, *rows), RULES["1688"])
        self.assertEqual([line.amount for line in lines], [Decimal("300.00"), Decimal("200.00")])

    def test_partial_refund_without_an_amount_is_not_guessed(self):
        row = files.alibaba_line(退款状态="部分退款")
        [line] = parse(files.build(files.ALIBABA, row), RULES["1688"])
        self.assertEqual((line.state, line.finding), ("error", "refund_without_amount"))
