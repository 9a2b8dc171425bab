import base64

from odoo.tests import tagged

from .common import OrderCommon
from .pure import platform_files as files

SAMPLES = {
    "taobao": (files.TAOBAO_ORDERS, files.taobao_order),
    "pinduoduo": (files.PINDUODUO, files.pinduoduo_order),
    "douyin": (files.DOUYIN, files.douyin_line),
    "jd": (files.JD, files.jd_line),
    "1688": (files.ALIBABA, files.alibaba_line),
}
PERSONS = ("张三丰", "13800138000", "138****", "李**", "##", "$$", "王五", "13900139000", "jd_abc",
           "某某", "中山路", "人民南路", "鄞州", "tb_")  # fmt: skip


@tagged("post_install", "-at_install")
class TestPlatformPrivacy(OrderCommon):
    def test_nothing_that_is_stored_names_a_person(self):
        for platform, (headings, make_row) in SAMPLES.items():
            with self.subTest(platform=platform):
                content = files.build(headings, make_row(), encoding="gb18030")
                order_import = self._import_platform(platform, content)
                stored = [base64.b64decode(order_import.file).decode("utf-8-sig")]
                for records in (
                    order_import,
                    order_import.line_ids,
                    order_import.order_ids,
                    order_import.order_ids.order_line,
                    order_import.line_ids.platform_sku_id,
                ):
                    names = [name for name, field in records._fields.items() if field.store]
                    stored += [str(row) for row in records.read([*{*names} - {"file"}])]
                found = [person for person in PERSONS for text in stored if person in text]
                self.assertEqual(found, [])
                self.assertTrue(order_import.unread_headings)

    def test_region_is_kept_for_reports(self):
        content = files.build(files.DOUYIN, files.douyin_line())
        order = self._import_platform("douyin", content).order_ids
        self.assertEqual((order.platform_province, order.platform_city), ("浙江", "杭州市"))

    def test_unreadable_file_of_a_platform_is_not_kept(self):
        content = files.build(files.JD, files.jd_line()).replace(b"\r\n3", b'\r\n"3')
        order_import = self._import_platform("jd", content)
        self.assertEqual(order_import.state, "failed")
        self.assertTrue(order_import.is_file_dropped)
        self.assertEqual(base64.b64decode(order_import.file), b"-")
        order_import.file = base64.b64encode(
            files.build(files.JD, files.jd_line(店铺ID="", 店铺名称=""))
        )
        order_import.action_preview()
        self.assertEqual((order_import.state, order_import.ok_count), ("previewed", 1))

    def test_generic_file_loses_persons_and_nothing_else(self):
        headings = ("Order", "Customer", "Date", "SKU", "Quantity", "Unit Price", "收货人", "X")
        row = ("A1", "SHOP", "2026-01-05", "T-1", 2, 10, "张三丰", "y")
        order_import = self._create_import(row, headings=headings)
        kept = base64.b64decode(order_import.file).decode("utf-8-sig")
        self.assertNotIn("张三丰", kept)
        self.assertIn("X", kept)
        order_import.action_preview()
        self.assertEqual(order_import.ok_count, 1)
        untouched = self._create_import(row[:6], headings=headings[:6])
        self.assertEqual(untouched.file, self._build_file(row[:6], headings=headings[:6]))

    def test_file_is_kept_whole_when_the_profile_says_so(self):
        self.profile.keep_personal_data = True
        headings = ("Order", "Customer", "Date", "SKU", "Quantity", "Unit Price", "收货人")
        row = ("A1", "SHOP", "2026-01-05", "T-1", 2, 10, "张三丰")
        order_import = self._create_import(row, headings=headings)
        self.assertEqual(order_import.file, self._build_file(row, headings=headings))
