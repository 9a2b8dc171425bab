import re
from datetime import timedelta

from odoo import fields
from odoo.addons.distribution_member.tests.pure.test_safe_files import picture
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.date_utils import start_of
from psycopg2 import IntegrityError

from .return_common import ReturnCommon

RETURNS = "/my/distribution/returns"


@tagged("post_install", "-at_install")
class TestReturnPortal(ReturnCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.buyer
        users |= cls._create_portal_user("rp_viewer", cls.shop)
        users |= cls._create_portal_user("rp_other", cls.other_distributor)
        users.lang = "en_US"
        cls.shop.colleague_ids.filtered(
            lambda one: one.user_id.login == "rp_viewer"
        ).role = "viewer"

    def _login(self, name):
        self.authenticate(name, name)

    def _token(self):
        page = self.url_open(f"{RETURNS}/new").text
        return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)

    def _send(self, quantity="2", files=None, **values):
        values = {
            "csrf_token": self._token(),
            f"quantity_{self.move.id}": quantity,
            "reason_id": str(self.reason.id),
            "wish": "refund",
            "note": "Too many",
            **values,
        }
        return self.url_open(f"{RETURNS}/send", data=values, files=files, allow_redirects=False)

    def _find(self):
        return self.rmas.search([("distribution_member_id", "=", self.shop.id)])

    def test_form_sent_again_makes_no_second_request(self):
        self._login("ret_buyer")
        page = self.url_open(f"{RETURNS}/new").text
        key = re.search(r'name="key" value="([^"]+)"', page).group(1)
        for _time in range(2):  # the first answer was lost on its way
            answer = self._send(key=key)
            self.assertEqual(answer.status_code, 303)
            self.assertIn("done=1", answer.headers["Location"])
        self.assertEqual(len(self._find()), 1)
        self.assertNotIn(key, self.url_open(f"{RETURNS}/new").text)
        self._send(key="x" * 36)  # of no form of ours
        self._send()
        self.assertEqual(len(self._find()), 3)

    def test_database_refuses_the_same_form_twice(self):
        rma = self._ask(quantities={self.move.id: 1})
        rma.distribution_form_key = "form"
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            rma.copy({"distribution_form_key": "form", "move_id": rma.move_id.id}).flush_recordset()

    def test_buyer_asks_with_a_picture_and_sees_how_it_is_decided(self):
        self._login("ret_buyer")
        self.assertIn("Nothing was returned yet", self.url_open(RETURNS).text)
        self.assertIn(self.order.name, self.url_open(f"{RETURNS}/new").text)
        answer = self._send(files={"pictures": ("bag.jpg", picture(), "image/jpeg")})
        self.assertEqual(answer.status_code, 303)
        rma = self._find()
        self.assertRecordValues(
            rma,
            [
                {
                    "product_uom_qty": 2.0,
                    "distribution_note": "Too many",
                    "distribution_asked_by_id": self.buyer.id,
                }
            ],
        )
        photo = rma.distribution_photo_ids
        self.assertEqual(len(photo), 1)
        page = self.url_open(RETURNS).text
        for text in (rma.distribution_request, "Waits for Approval", "Too many", "Withdraw"):
            self.assertIn(text, page)
        url = f"/distribution/return/photo/{photo.id}"
        self.assertEqual(self.url_open(url).status_code, 200)
        rma.with_user(self.manager).action_distribution_reject("Opened bags")
        self.env.flush_all()
        page = self.url_open(RETURNS).text
        self.assertIn("Why it was refused", page)
        self.assertIn("Opened bags", page)
        self._login("rp_other")
        self.assertNotIn("Opened bags", self.url_open(RETURNS).text)
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_withdrawal_is_the_members_own(self):
        rma = self._ask()
        self.env.flush_all()
        self._login("rp_other")
        token = self._token_of_feedback()
        self.url_open(f"{RETURNS}/{rma.id}/withdraw", data={"csrf_token": token})
        self.env.invalidate_all()
        self.assertEqual(rma.distribution_state, "waiting")
        self._login("ret_buyer")
        self.url_open(f"{RETURNS}/{rma.id}/withdraw", data={"csrf_token": self._token()})
        self.env.invalidate_all()
        self.assertEqual(rma.distribution_state, "withdrawn")

    def _token_of_feedback(self):
        page = self.url_open("/my/distribution/feedback/new").text
        return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)

    def test_quota_and_window_are_shown_with_their_figures(self):
        self.shop.level_id.write({"return_quota_percent": 5.0, "return_days": 30})
        today = fields.Date.context_today(self.rmas)
        day = start_of(today, "quarter") - timedelta(days=20)
        self._make_past_order(self.shop, (self.product, 40, 100.0), date=f"{day} 04:00:00")
        self._ask(1)
        self.env.flush_all()
        self._login("ret_buyer")
        for url in (RETURNS, f"{RETURNS}/new"):
            page = self.url_open(url).text.replace("\xa0", "")
            quota = page.split("o_distribution_quota")[1].split("</section>")[0]
            self.assertIn("200.00", quota)
            self.assertEqual(quota.count("100.00"), 2)
        self.assertIn("30 days after the delivery", " ".join(page.split()))

    def test_who_only_looks_asks_for_nothing_and_sees_no_money(self):
        self._ask()
        self.env.flush_all()
        self._login("rp_viewer")
        page = self.url_open(RETURNS).text
        self.assertIn("Waits for Approval", page)
        self.assertNotIn("200.00", page)
        self.assertNotIn("Withdraw", page)
        self.assertNotIn("o_distribution_offer", self.url_open(f"{RETURNS}/new").text)

    def test_faults_are_said_and_what_was_written_is_kept(self):
        self._login("ret_buyer")
        for sentence, values in (
            ("Say of at least one line", {"quantity": "0"}),
            ("“nan” is no quantity", {"quantity": "nan"}),
            ("“some” is no quantity", {"quantity": "some"}),
            ("can be returned", {"quantity": "1,000"}),
            ("can be returned", {"quantity": "11"}),
            ("Choose a reason", {"reason_id": "x"}),
            ("Choose what you wish for", {"wish": "money"}),
        ):
            with self.subTest(sentence=sentence, values=values):
                answer = self._send(**values)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(sentence, answer.text)
                self.assertIn("Too many", answer.text)
        self.assertFalse(self._find())

    def test_deliveries_of_others_are_not_taken(self):
        other = self._deliver(self.other_distributor, (self.product, 3, 10.0))
        foreign = other.order_line.move_ids
        self.env.flush_all()
        self._login("ret_buyer")
        self.assertNotIn(other.name, self.url_open(f"{RETURNS}/new").text)
        answer = self._send(quantity="", **{f"quantity_{foreign.id}": "1"})
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(self.rmas.search([("move_id", "=", foreign.id)]))
