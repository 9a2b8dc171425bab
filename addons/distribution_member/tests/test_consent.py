import hashlib

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from ..models.distribution_purpose import PURPOSE_SENSITIVE, PURPOSE_SHARE_UPLINE
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestConsent(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consents = cls.env["distribution.consent"]
        cls.share = cls.env.ref("distribution_member.distribution_purpose_share_upline")
        cls.text = cls.env.ref("distribution_member.distribution_consent_text_share_upline_en_us")
        cls.chinese = cls.env.ref(
            "distribution_member.distribution_consent_text_share_upline_zh_cn"
        )

    def _publish(self, **values):
        text = self.text.copy({"lang": "en_US", **values})
        text.action_publish()
        return text

    def test_consent_keeps_the_words_and_the_trail(self):
        consent = self.consents._give(self.shop, self.text, "portal")
        self.assertRecordValues(
            consent,
            [
                {
                    "member_id": self.shop.id,
                    "version": 1,
                    "sha256": hashlib.sha256(
                        f"{self.text.title}\n{self.text.body}".encode()
                    ).hexdigest(),
                    "channel": "portal",
                    "date_end": False,
                }
            ],
        )
        row = self.env["distribution.audit"].search([("action", "=", "consent_given")], limit=1)
        self.assertEqual((row.member_id, row.new_value), (self.shop.id, "share_upline v1"))
        self.assertTrue(self.consents._has(self.shop, PURPOSE_SHARE_UPLINE))
        self.assertFalse(self.consents._has(self.agent, PURPOSE_SHARE_UPLINE))
        self.assertFalse(self.consents._has(self.shop | self.agent, PURPOSE_SHARE_UPLINE))

    def test_second_click_changes_nothing(self):
        first = self.consents._give(self.shop, self.text, "portal")
        self.assertEqual(self.consents._give(self.shop, self.text, "portal"), first)
        self.assertEqual(len(self.shop.consent_ids), 1)

    def test_database_refuses_a_second_consent_in_force(self):
        consent = self.consents._give(self.shop, self.text, "portal")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            consent.copy()
            self.env.flush_all()

    def test_withdrawal_is_stamped_once_and_counts_at_once(self):
        self.consents._give(self.shop, self.text, "portal")
        ended = self.consents._withdraw(self.shop, [PURPOSE_SHARE_UPLINE], reason="No more")
        self.assertEqual(ended.end_kind, "withdrawn")
        self.assertEqual(ended.end_user_id, self.env.user)
        self.assertFalse(self.consents._has(self.shop, PURPOSE_SHARE_UPLINE))
        row = self.env["distribution.audit"].search([("action", "=", "consent_withdrawn")], limit=1)
        self.assertEqual((row.member_id, row.reason), (self.shop.id, "No more"))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "append-only"),
            self.cr.savepoint(),
        ):
            ended.date_end = "2020-01-01"
            ended.flush_recordset()

    def test_database_refuses_to_change_or_delete_a_consent(self):
        consent = self.consents._give(self.shop, self.text, "portal")
        for statement in (
            "UPDATE distribution_consent SET date = now() - interval '1 day' WHERE id = %s",
            "UPDATE distribution_consent SET sha256 = 'x' WHERE id = %s",
            "UPDATE distribution_consent SET address = '10.0.0.1' WHERE id = %s",
            "DELETE FROM distribution_consent WHERE id = %s",
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(CheckViolation, "append-only"),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [consent.id])

    def test_published_text_is_frozen_and_a_draft_is_not(self):
        draft = self.text.copy()
        draft.body = "Other words"
        draft.flush_recordset()
        for change in ({"body": "x"}, {"title": "x"}, {"date_from": "2020-01-01"}):
            with (
                self.subTest(change=change),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(CheckViolation, "append-only"),
                self.cr.savepoint(),
            ):
                self.text.write(change)
                self.text.flush_recordset()

    def test_draft_cannot_be_agreed_to(self):
        with self.assertRaisesRegex(UserError, "not published"):
            self.consents._give(self.shop, self.text.copy(), "portal")

    def test_newer_text_asks_again_when_it_is_material(self):
        self.consents._give(self.shop, self.text, "portal")
        self._publish(is_material=False)
        self.assertTrue(self.consents._has(self.shop, PURPOSE_SHARE_UPLINE))
        newest = self._publish(is_material=True)
        self.assertEqual(newest.version, 3)
        self.assertFalse(self.consents._has(self.shop, PURPOSE_SHARE_UPLINE))
        self.consents._give(self.shop, newest, "portal")
        self.assertTrue(self.consents._has(self.shop, PURPOSE_SHARE_UPLINE))
        self.assertEqual(self.shop.consent_ids.mapped("end_kind"), [False, "replaced"])

    def test_text_of_the_future_is_not_asked_yet(self):
        self._publish(date_from="2999-01-01")
        demands = self.consents._required_texts(lang="en_US")
        self.assertIn(self.text, [demand.text for demand in demands])

    def test_languages_share_versions_and_the_newest_is_asked(self):
        chinese = self._publish(lang="zh_CN")
        texts = self.env["distribution.consent.text"]
        company = self.env.company
        self.assertEqual(chinese.version, 2)
        self.assertEqual(texts._find_in_force(self.share, company=company, lang="en_US"), chinese)
        english = self._publish(lang="en_US")
        self.assertEqual(english.version, 2)
        self.assertEqual(texts._find_in_force(self.share, company=company, lang="en_US"), english)

    def test_own_text_of_a_company_goes_first(self):
        own = self._publish(company_id=self.env.company.id)
        texts = self.env["distribution.consent.text"]
        self.assertEqual(
            texts._find_in_force(self.share, company=self.env.company, lang="en_US"), own
        )
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(texts._find_in_force(self.share, company=other, lang="en_US"), self.text)

    def test_form_asks_persons_for_sensitive_data_and_companies_not(self):
        company = self.consents._required_texts(lang="en_US")
        person = self.consents._required_texts(subject_type="person", lang="en_US")
        self.assertEqual(
            [(demand.code, demand.is_required, demand.is_separate) for demand in company],
            [
                ("service", True, False),
                ("share_upline", False, True),
                ("marketing", False, True),
            ],
        )
        self.assertIn((PURPOSE_SENSITIVE, True, True), [demand[1:] for demand in person])
        self.assertEqual({demand.text.lang for demand in person}, {"en_US"})
        chinese = self.consents._required_texts(lang="zh_CN")
        self.assertEqual({demand.text.lang for demand in chinese}, {"zh_CN"})

    def test_paper_needs_to_say_where_it_is(self):
        with self.assertRaisesRegex(UserError, "kept"):
            self.consents._give(self.shop, self.text, "paper")
        given = self.consents._give(
            self.shop, self.text, "paper", evidence="Folder 12", date="2024-05-01 02:00:00"
        )
        self.assertEqual(str(given.date), "2024-05-01 02:00:00")

    def test_member_takes_over_what_its_application_agreed_to(self):
        applicant = self.env["res.partner"].create({"name": "Applicant"})
        origin = self.consents._give(applicant, self.text, "application")
        adopted = self.consents._adopt(applicant, self.shop)
        self.assertEqual(adopted.date, origin.date)
        self.assertEqual(adopted.sha256, origin.sha256)
        self.assertEqual(origin.end_kind, "adopted")
        self.assertTrue(self.consents._has(self.shop, PURPOSE_SHARE_UPLINE))

    def test_giving_is_set_based(self):
        members = self.agent | self.distributor | self.shop
        self.consents._give(self.other_distributor, self.text, "portal")
        self.env.flush_all()
        with self.assertQueryCount(12):
            self.consents._give(members, self.text | self.chinese[:0], "portal")

    def test_staff_see_consents_of_their_regions_only(self):
        self.consents._give(self.shop | self.other_distributor, self.text, "portal")
        stranger, user = (self._create_user(login, "user") for login in ("c_none", "c_user"))
        self.north.staff_ids = user
        self.assertFalse(self.consents.with_user(stranger).search([]))
        self.assertEqual(self.consents.with_user(user).search([]).member_id, self.shop)
        with self.assertRaises(AccessError):
            self.consents.with_user(user).create({})

    def test_distributor_sees_own_consents_only(self):
        self.consents._give(self.shop | self.other_distributor, self.text, "portal")
        portal = self._create_portal_user("c_portal", self.shop)
        own = self.consents.with_user(portal).search([])
        self.assertEqual(own.res_id, self.shop.id)
        self.assertEqual(own.display_name, self.share.name)

    def test_number_of_a_natural_person_is_refused_without_consent(self):
        cases = [
            (self.shop, {"subject_type": "person", "bank_account": "6222021234567890"}),
            (self.shop, {"subject_type": "sole_trader", "bank_account": "6222021234567890"}),
            (self.agent, {"id_number": "11010519491231002X"}),
        ]
        for member, values in cases:
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, "separate consent"),
                self.cr.savepoint(),
            ):
                member.write(values)
        with self.assertRaisesRegex(ValidationError, "separate consent"), self.cr.savepoint():
            self._create_member(
                "P", rank=3, region=self.north, subject_type="person", bank_account="62220000"
            )
        self.agent.bank_account = "6222021234567890"
        with self.assertRaisesRegex(ValidationError, "separate consent"), self.cr.savepoint():
            self.agent.subject_type = "person"

    def test_number_is_kept_with_consent_and_deleted_when_it_is_withdrawn(self):
        self._give_consent(self.shop)
        self.shop.write(
            {
                "subject_type": "person",
                "bank_account": "6222021234567890",
                "id_number": "11010519491231002X",
            }
        )
        self.assertEqual(self.shop._decrypt("id_number"), "11010519491231002X")
        self.consents._withdraw(self.shop, [PURPOSE_SENSITIVE])
        self.assertFalse(self.shop.bank_account)
        self.assertFalse(self.shop.id_number)

    def test_paper_consent_is_recorded_and_withdrawn_by_staff(self):
        manager = self._create_user("c_manager", "manager")
        self.north.manager_ids = manager
        wizards = self.env["distribution.consent.record"].with_user(manager)
        wizard = wizards.create({"member_id": self.shop.id, "purpose_ids": self.share.ids})
        with self.assertRaisesRegex(UserError, "kept"):
            wizard.action_confirm()
        wizard.evidence = "Folder 7"
        wizard.action_confirm()
        consent = self.shop.consent_ids
        self.assertEqual((consent.channel, consent.user_id), ("paper", manager))
        self.assertNotIn(self.share, wizards.new({"member_id": self.shop.id}).choice_ids)
        wizards.create(
            {
                "member_id": self.shop.id,
                "purpose_ids": self.share.ids,
                "operation": "withdraw",
                "evidence": "By phone",
            }
        ).action_confirm()
        self.assertEqual(consent.end_user_id, manager)
        foreign = wizards.create(
            {"member_id": self.other_distributor.id, "purpose_ids": self.share.ids, "evidence": "x"}
        )
        with self.assertRaises(AccessError):
            foreign.action_confirm()
