import base64
import io
import subprocess
import unicodedata
from unittest.mock import patch
from urllib.parse import urlencode

from odoo.tests import HttpCase, tagged
from PIL import Image
from pypdf import PdfReader

from .settlement_common import FEBRUARY, SettlementCommon

REPORT = "distribution_commission.report_statement"


@tagged("post_install", "-at_install")
class TestStatementPaper(SettlementCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["distribution_commission"], ["zh_CN"])
        cls.shop.partner_id.write({"lang": "zh_CN", "name": "重庆洪岩里商贸有限公司"})
        cls.orders = cls._sell(cls.shop, *[(cls.product, 1, 100.0)] * 30) + cls._sell(
            cls.shop, *[(cls.product, 1, 100.0)] * 40
        )
        cls.january = cls.env["distribution.settlement"].create(
            {"cycle_id": cls.cycle.id, "date_from": "2026-01-01", "date_to": "2026-01-31"}
        )
        cls.january.action_compute()
        cls.statement = cls.january.statement_ids.filtered(lambda one: one.member_id == cls.shop)
        picture = io.BytesIO()
        Image.new("RGBA", (120, 120), (200, 0, 0, 255)).save(picture, "PNG")
        cls.picture = base64.b64encode(picture.getvalue())

    def _print(self, statement):
        """Return the pages of the PDF."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(REPORT, statement.ids)
        self.assertEqual(kind, "pdf")
        self.printed = content
        return PdfReader(io.BytesIO(content)).pages

    def _read(self, page):
        """Return the text of a page without white space.

        The font's glyphs of some signs go by the names of their radicals, one of which Unicode
        does not fold.
        """
        text = unicodedata.normalize("NFKC", page.extract_text()).replace("\u2eda", "页")
        return "".join(text.split())

    def _count_seal_pixels(self):
        """Return how much of what was printed last is covered by the half transparent red."""
        words = ["pdftoppm", "-png", "-r", "40", "-"]
        picture = subprocess.run(words, input=self.printed, capture_output=True, check=True).stdout
        last = picture[picture.rindex(b"\x89PNG") :]
        pixels = Image.open(io.BytesIO(last)).convert("RGB").getdata()
        return sum(abs(r - 217) + abs(g - 77) + abs(b - 77) < 30 for r, g, b in pixels)

    def _render(self, statement):
        return self.env["ir.actions.report"]._render_qweb_html(REPORT, statement.ids)[0].decode()

    def test_pdf_has_the_counted_pages_with_numbers_and_chinese(self):
        self.january.action_publish()
        pages = self._print(self.statement)
        self.assertGreater(len(pages), 2)
        self.assertEqual(len(pages), len(self.statement._get_printed_pages()))
        texts = [self._read(page) for page in pages]
        for number, text in enumerate(texts, start=1):
            self.assertIn(f"第{number}页/共{len(pages)}页", text)
            self.assertIn(self.statement.number, text)
            self.assertNotIn("草稿", text)
        for words in ("洪岩里", "对账单", "期初余额", "勾稽核对", "140.00"):
            self.assertIn(words, texts[0])
        for order in self.orders:
            self.assertIn(order.name, "".join(texts))
        self.assertIn(self.statement._get_seal_digest().replace(" ", ""), texts[-1])

    def test_several_statements_are_printed_at_once_each_with_its_own_page_numbers(self):
        self.january.action_publish()
        statements = self.january.statement_ids.sorted("number")
        self.assertGreater(len(statements), 2)
        pages = self._print(statements)
        counts = [len(one._get_printed_pages()) for one in statements]
        self.assertEqual(len(pages), sum(counts))
        texts = "".join(self._read(page) for page in pages)
        for statement in statements:
            self.assertIn(statement.number, texts)
        self.assertIn(f"第{counts[-1]}页/共{counts[-1]}页", texts)

    def test_pages_hold_every_line_under_its_document(self):
        blocks = [block for page in self.statement._get_printed_pages() for block in page]
        lines = self.ledger.union(*(block.lines for block in blocks))
        self.assertEqual(lines, self.statement.entry_ids)
        for block in blocks:
            self.assertEqual(block.lines.order_id.mapped("name"), [block.heading.name])
        totals = {block.heading.name: block.heading.amount for block in blocks}
        self.assertEqual(totals, dict(zip(self.orders.mapped("name"), (60.0, 80.0), strict=True)))

    def test_a_crowded_first_page_stays_one_page(self):
        """All figures and notes there can be, written behind the engine's back."""
        figures = dict.fromkeys(
            ("opening_balance", "bonus", "clawback", "adjustment", "holdback", "recovered", "tax"),
            7.0,
        )
        self.statement.sudo().write(
            {
                **figures,
                "holdback_released": 7.0,
                "holdback_due": "2026-05-01",
                "withholding_table_id": self.env["distribution.withholding.table"]
                .search([], limit=1)
                .id,
            }
        )
        self.assertEqual(len(self.statement._get_notes()), 3)
        pages = self._print(self.statement)
        self.assertEqual(len(pages), len(self.statement._get_printed_pages()))
        self.january.action_compute()

    def test_draft_says_so_on_every_page_and_has_no_seal(self):
        self.company.distribution_seal = self.picture
        pages = self._print(self.statement)
        for page in pages:
            self.assertIn("草稿", self._read(page))
        self.assertNotIn('o_statement_seal"', self._render(self.statement))
        self.assertLess(self._count_seal_pixels(), 10)
        self.january.action_publish()
        self._print(self.statement)
        self.assertIn('o_statement_seal"', self._render(self.statement))
        self.assertGreater(self._count_seal_pixels(), 1000)

    def test_qr_code_opens_the_page_and_grants_nothing(self):
        self.january.action_publish()
        self.statement._portal_ensure_token()
        with patch.object(
            type(self.env["ir.actions.report"]), "barcode", autospec=True, return_value=b"png"
        ) as barcode:
            self._render(self.statement)
        _reports, kind, value = barcode.call_args.args
        self.assertEqual(kind, "QR")
        self.assertEqual(
            value,
            f"{self.statement.get_base_url()}/my/distribution/statements/{self.statement.id}",
        )

    def test_control_totals_are_added_up_from_the_lines(self):
        self.assertEqual([total.is_met for total in self.statement._get_paper_totals()], [True] * 3)
        self.assertEqual(self.statement._get_paper_totals()[0].lines, 140.0)
        self.statement.sudo().earned += 0.01
        met = [total.is_met for total in self.statement._get_paper_totals()]
        self.assertEqual(met, [False, True, True])
        self.january.action_compute()

    def test_totals_meet_with_what_is_carried_and_adjusted(self):
        self.january.action_publish()
        self._adjust(self.shop, -500.0, FEBRUARY[0])
        self._sell(self.shop, (self.product, 10, 100.0), date="2026-02-05 10:00:00")
        february = self._settle_cycle(self.cycle, FEBRUARY[0])
        statement = self._find_statement(february, self.shop)
        self.assertLess(statement.carried, 0)
        self.assertTrue(all(total.is_met for total in statement._get_paper_totals()))

    def test_visitor_with_the_paper_in_hand_logs_in_first(self):
        self.january.action_publish()
        answer = self.url_open(self.statement._get_page_url(), allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        query = urlencode({"redirect": self.statement.access_url})
        self.assertTrue(answer.headers["Location"].endswith(f"/web/login?{query}"))
