from datetime import date
from unittest.mock import patch

from babel import localedata
from odoo.tests import TransactionCase, tagged
from odoo.tools import format_date

from ..babel_locales import remember


@tagged("post_install", "-at_install")
class TestBabelLocales(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        remember()  # pytest imports addons before Odoo loads them: their post_load is not called

    def test_chinese_dates_look_for_their_locale_once(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        first = format_date(self.env, date(2026, 3, 1), lang_code="zh_CN")
        with patch.object(localedata, "normalize_locale", side_effect=AssertionError("again")):
            self.assertEqual(format_date(self.env, date(2026, 3, 1), lang_code="zh_CN"), first)

    def test_remembering_twice_changes_nothing(self):
        before = localedata.exists
        remember()
        self.assertIs(localedata.exists, before)

    def test_a_locale_that_is_not_there_is_still_not_there(self):
        self.assertFalse(localedata.exists("xx_YY"))
