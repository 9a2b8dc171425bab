import io
import random
from decimal import Decimal
from unittest import TestCase

import openpyxl
from odoo.addons.distribution_member.tabular_files import (  # noqa: TID251 - pure as well
    UnreadableFileError,
    read_sheets,
)

from ...platform_parsers import cleaners, registry
from ...platform_parsers.cleaning import drop_personal_columns, drop_unread_columns
from ...platform_parsers.generic import MissingColumnsError
from ...platform_parsers.headings import detect_platform
from ...platform_parsers.platform import build_rules
from ...platform_parsers.reading import parse
from . import platform_files as files

RULES = {code: build_rules(platform) for code, platform in registry.PLATFORMS.items()}
SAMPLES = {
    "taobao": (files.TAOBAO_ORDERS, files.taobao_order),
    "pinduoduo": (files.PINDUODUO, files.pinduoduo_order),
    "douyin": (files.DOUYIN, files.douyin_line),
    "jd": (files.JD, files.jd_line),
    "1688": (files.ALIBABA, files.alibaba_line),
}
# What the samples say of persons.
PERSONS = ("张三丰", "13800138000", "138****", "李**", "##", "$$", "王五", "13900139000", "jd_abc",
           "某某", "中山路", "人民南路", "鄞州")  # fmt: skip


class TestPlatformReading(TestCase):
    def test_platform_is_told_by_its_headings_in_any_order(self):
        for code, (headings, make_row) in SAMPLES.items():
            for seed in range(3):
                shuffled = random.Random(seed).sample(headings, len(headings))
                with self.subTest(code=code, seed=seed):
                    self.assertEqual(detect_platform(files.build(shuffled, make_row())), code)
        items = files.build(files.TAOBAO_ITEMS, files.taobao_item())
        self.assertEqual(detect_platform(items), "taobao")
        self.assertEqual(detect_platform(files.build(files.TAOBAO_BOOK, {})), "taobao")
        generic = ["订单号", "经销商编码", "下单时间", "物料编码", "商品名称", "数量", "单价"]
        self.assertEqual(detect_platform(files.build(generic, {"订单号": "1"})), "generic")
        self.assertIsNone(detect_platform(b"a,b,c\n1,2,3\n"))

    def test_order_of_columns_and_encoding_change_nothing(self):
        for code, (headings, make_row) in SAMPLES.items():
            expected = parse(files.build(headings, make_row()), RULES[code])
            self.assertEqual([line.state for line in expected], ["ok"], code)
            for encoding in ("utf-8", "gb18030", "utf-16"):
                shuffled = random.Random(encoding).sample(headings, len(headings))
                content = files.build(shuffled, make_row(), encoding=encoding)
                with self.subTest(code=code, encoding=encoding):
                    self.assertEqual(parse(content, RULES[code]), expected)

    def test_titles_above_and_notes_below_the_table_are_left_out(self):
        content = files.build(
            files.JD, files.jd_line(), {"订单号": "合计", "结算金额": "100.00"}, {"订单号": "1 条"},
            above=("京东订单导出", "导出时间：2026-04-03"),
        )  # fmt: skip
        lines = parse(content, RULES["jd"])
        self.assertEqual([(line.number, line.state) for line in lines],
                         [(4, "ok"), (5, "skipped"), (6, "error")])  # fmt: skip

    def test_workbook_is_read_from_the_sheet_that_has_the_orders(self):
        book = openpyxl.Workbook()
        book.active.append(["说明"])
        sheet = book.create_sheet("订单")
        row = files.jd_line()
        sheet.append(files.JD)
        sheet.append([row.get(heading) for heading in files.JD])
        buffer = io.BytesIO()
        book.save(buffer)
        [line] = parse(buffer.getvalue(), RULES["jd"])
        self.assertEqual((line.state, line.amount), ("ok", 100))

    def test_bad_cells_name_line_and_column(self):
        cases = (
            ({"订购数量": "两"}, "bad_number", "订购数量", "两"),
            ({"订购数量": "0"}, "bad_quantity", "订购数量", "0"),
            ({"下单时间": "昨天"}, "bad_date", "下单时间", "昨天"),
            ({"订单号": "3.05112E+11"}, "rounded_number", "订单号", "3.05112E+11"),
            ({"结算金额": "面议"}, "bad_number", "结算金额", "面议"),
            ({"订单号": ""}, "empty_order_ref", "订单号", None),
        )
        for change, finding, column, culprit in cases:
            with self.subTest(change=change):
                [line] = parse(files.build(files.JD, files.jd_line(**change)), RULES["jd"])
                self.assertEqual(
                    (line.state, line.number, line.finding, line.column, line.culprit),
                    ("error", 2, finding, column, culprit),
                )

    def test_dates_are_read_in_the_usual_spellings(self):
        for text in (
            *("2026-04-02 08:00:00", "2026/4/2 8:00", "2026.04.02 08:00:00", "2026-04-02T08:00:00"),
            *("2026年4月2日 08:00:00", "2026-04-02 08:00:00.0", "46114.3333333333"),
        ):
            with self.subTest(text=text):
                [line] = parse(files.build(files.JD, files.jd_line(下单时间=text)), RULES["jd"])
                self.assertEqual(str(line.date), "2026-04-02 00:00:00")

    def test_long_1688_export_is_told_and_read(self):
        headings = [
            *("订单编号", "买家公司名", "买家会员名", "货品总价(元)", "运费(元)", "涨价或折扣(元)"),
            *("实付款(元)", "订单状态", "订单创建时间", "订单付款时间", "收货人姓名", "收货地址"),
            *("联系手机", "货品标题", "单价(元)", "数量", "单位", "货号", "Offer ID", "SKU ID"),
        ]
        rows = [
            {
                "订单编号": "22812345678",
                "货品总价(元)": "500.00",
                "运费(元)": "20.00",
                "实付款(元)": "510.00",
                "订单状态": "交易成功",
                "订单创建时间": "2026-02-03 14:00:00",
                "货品标题": "腻子粉",
                "单价(元)": "30.00",
                "数量": "10",
            },
            {"货品标题": "外墙漆", "单价(元)": "200.00", "数量": "1", "SKU ID": "5"},
        ]
        content = files.build(headings, *rows, encoding="gb18030")
        self.assertEqual(detect_platform(content), "1688")
        lines = parse(content, RULES["1688"])
        self.assertEqual([line.amount for line in lines], [Decimal("294.00"), Decimal("196.00")])

    def test_lines_cut_off_or_out_of_their_columns_are_errors(self):
        good = files.build(files.JD, files.jd_line()).decode("utf-8-sig").rstrip("\r\n")
        for bad, finding in (
            (good + ",x", "too_many_cells"),
            (good[: good.index("2026-04-02")], "too_few_cells"),
        ):
            with self.subTest(finding=finding):
                [line] = parse(bad.encode(), RULES["jd"])
                self.assertEqual((line.state, line.finding), ("error", finding))
                kept, _dropped = drop_unread_columns(bad.encode(), ())
                [line] = parse(kept, RULES["jd"])
                self.assertEqual((line.state, line.finding), ("error", finding))

    def test_broken_files_name_line_and_column(self):
        good = files.build(files.JD, files.jd_line(), files.jd_line("305112345679"))
        broken = good.replace(b"305112345679,1000", b'305112345679,"1000')
        with self.assertRaises(UnreadableFileError) as caught:
            parse(broken, RULES["jd"])
        self.assertEqual((caught.exception.line, caught.exception.column), (3, 2))
        broken = good.replace(b"305112345679,1000", b"305112345679,\xff\xff\xff")
        with self.assertRaises(UnreadableFileError) as caught:
            parse(broken, RULES["jd"])
        self.assertEqual((caught.exception.line, caught.exception.column), (3, 2))

    def test_missing_columns_are_named(self):
        headings = [name for name in files.JD if name not in ("订购数量", "结算金额", "应付金额",
                                                              "订单金额", "京东价")]  # fmt: skip
        with self.assertRaises(MissingColumnsError) as caught:
            parse(files.build(headings, files.jd_line()), RULES["jd"])
        self.assertEqual(caught.exception.args[0], ["quantity", "amount"])

    def test_line_that_stands_twice_counts_once(self):
        row = files.douyin_line()
        lines = parse(files.build(files.DOUYIN, row, row), RULES["douyin"])
        self.assertEqual([(line.state, line.finding) for line in lines],
                         [("ok", None), ("skipped", "repeated_line")])  # fmt: skip

    def test_copy_without_persons_is_read_alike(self):
        for code, (headings, make_row) in SAMPLES.items():
            content = files.build(
                headings, make_row(), {}, make_row("260517-1"), encoding="gb18030"
            )
            copy, dropped = drop_unread_columns(content, ())
            with self.subTest(code=code):
                self.assertEqual(parse(copy, RULES[code]), parse(content, RULES[code]))
                text = copy.decode("utf-8-sig")
                self.assertFalse([person for person in PERSONS if person in text])
                self.assertTrue(dropped)

    def test_generic_file_loses_columns_of_persons_only(self):
        content = "Order,Customer,收货人,手机,Note\n1,A,张三,138,x\n".encode()
        copy, dropped = drop_personal_columns(content, ())
        self.assertEqual(read_sheets(copy), [[(1, ["Order", "Customer", "Note"]),
                                              (2, ["1", "A", "x"])]])  # fmt: skip
        self.assertEqual(dropped, ["收货人", "手机"])
        self.assertEqual(drop_personal_columns(copy, ()), (copy, []))
        self.assertEqual(drop_personal_columns(content, ("收货人", "手机")), (content, []))

    def test_shares_add_up_whatever_the_weights(self):
        draw = random.Random(7)
        for _round in range(500):
            total = Decimal(draw.randint(0, 10**7)) / 100
            weights = [Decimal(draw.randint(0, 999)) for _ in range(draw.randint(1, 9))]
            shares = cleaners.allocate(total, weights)
            self.assertEqual(sum(shares), total)
            self.assertTrue(all(share >= 0 for share in shares))
