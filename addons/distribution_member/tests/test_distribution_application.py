from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users, warmup
from odoo.tools import SQL

from ..queries.application_duplicates import application_duplicates
from .application_common import ApplicationCommon, credit_code, id_number


@tagged("post_install", "-at_install")
class TestDistributionApplication(ApplicationCommon):
    def test_numbers_are_kept_as_they_are_compared(self):
        application = self._create_application(
            1, credit_code=f" {credit_code(1).lower()} ", phone="+86 138-0000-0001"
        )
        self.assertRecordValues(
            application, [{"credit_code": credit_code(1), "phone_key": "13800000001"}]
        )

    def test_application_is_refused_when_a_number_cannot_be_right(self):
        for name, value in (
            ("credit_code", credit_code(1)[:-1] + "-"),
            ("credit_code", "91500112MA5T000011"),
            ("phone", "12345"),
            ("email", "nobody"),
        ):
            with self.subTest(name=name, value=value), self.assertRaises(ValidationError):
                self._create_application(1, **{name: value})
        for value in ("500112199003070010", "123", id_number(1, "20200307")):
            with self.subTest(id_number=value), self.assertRaises(UserError):
                self._create_application(1, id_number=value)
        with self.assertRaises(UserError):
            self._create_application(1, bank_account="ABC")

    def test_handing_in_is_refused_when_a_required_document_is_missing(self):
        application = self._create_application(1)
        application.document_ids.unlink()
        with self.assertRaisesRegex(UserError, "Licence"):
            application.action_submit()
        self.assertEqual(application.missing_document_ids, self.licence)
        self._add_document(application, self.licence)
        application.action_submit()
        self.assertRegex(application.name, r"^SQ\d{9}$")

    def test_company_needs_a_credit_code_and_a_person_an_id_number(self):
        with self.assertRaisesRegex(UserError, "Unified Social Credit Code"):
            self._create_application(1, credit_code=False).action_submit()
        with self.assertRaisesRegex(UserError, "ID Number"):
            self._create_application(2, subject_type="person").action_submit()

    def test_numbers_of_a_person_need_a_consent(self):
        values = {"subject_type": "person", "credit_code": False, "id_number": id_number(1)}
        application = self._create_application(1, **values)
        with self.assertRaisesRegex(UserError, "separate consent"):
            application.action_submit()
        application.consent_evidence = "Folder 1, page 3"
        application.action_submit()
        self.assertIn("sensitive", application.consent_ids.purpose_id.mapped("code"))
        self.assertEqual(set(application.consent_ids.mapped("channel")), {"paper"})

    def test_only_drafts_can_be_deleted(self):
        draft, open_one = self._create_application(1), self._submit(2)
        draft.unlink()
        with self.assertRaises(UserError):
            open_one.unlink()

    def test_duplicates_are_found_by_every_number_encrypted_or_not(self):
        first = self._submit(
            1, bank_account="6222021234567890", id_number=id_number(1), consent_evidence="1"
        )
        cases = {
            "credit_code": {"credit_code": credit_code(1)},
            "phone": {"phone": "+86 13800000001"},
            "bank_account": {"bank_account": "6222 0212 3456 7890"},
            "id_number": {"id_number": id_number(1)},
        }
        for number, (kind, values) in enumerate(cases.items(), 2):
            with self.subTest(kind=kind):
                other = self._submit(number, consent_evidence="1", **values)
                self.assertIn(
                    (kind, "distribution.application", first.id),
                    other._find_duplicates()[other.id],
                )
                self.assertEqual(first.duplicate_count, number - 1)
        lonely = self._submit(9)
        self.assertEqual(lonely.duplicate_count, 0)

    def test_duplicates_are_found_among_members_and_contacts(self):
        self.shop.bank_account = "6222021234567890"
        self.distributor.partner_id.vat = credit_code(1)
        self.agent.partner_id.phone = "+86 138 0000 0001"
        application = self._submit(1, bank_account="6222021234567890")
        self.assertEqual(
            set(application._find_duplicates()[application.id]),
            {
                ("bank_account", "distribution.member", self.shop.id),
                ("credit_code", "res.partner", self.distributor.partner_id.id),
                ("phone", "res.partner", self.agent.partner_id.id),
            },
        )
        shown = application.with_user(self.admin).duplicate_summary
        self.assertIn("Firm SHOP", shown)
        self.assertIn(f"/odoo/res.partner/{self.agent.partner_id.id}", shown)

    def test_duplicates_name_nobody_whom_the_user_may_not_see(self):
        self.city.staff_ids = False
        self.south.staff_ids = self.reviewer
        self.shop.bank_account = "6222021234567890"
        application = self._submit(1, bank_account="6222021234567890", region_id=self.south.id)
        shown = application.with_user(self.reviewer).duplicate_summary
        self.assertNotIn("Firm SHOP", shown)
        self.assertIn("outside of your regions", shown)

    def test_duplicates_of_many_applications_are_one_query(self):
        applications = self.env["distribution.application"].union(
            *(self._submit(number, bank_account="6222021234567890") for number in range(1, 6))
        )
        self.env.invalidate_all()
        applications.mapped("bank_account")
        applications[:1]._decrypt("bank_account")
        with self.assertQueryCount(12):
            found = applications._find_duplicates()
        self.assertEqual([len(found[one.id]) for one in applications], [4] * 5)

    def test_duplicates_are_found_by_indexes(self):
        application = self._submit(1, bank_account="6222021234567890")
        query = application_duplicates(application.ids, application._prepare_hash_keys())
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in self.env.execute_query(SQL("EXPLAIN %s", query)))
        for index in (
            "distribution_application__credit_code_index",
            "distribution_application__phone_key_index",
            "distribution_application_bank_account_index",
            "res_partner_distribution_phone_index",
            "res_partner__vat_index",
            "res_partner__company_registry_index",
        ):
            self.assertIn(index, plan)

    def test_staff_of_a_region_read_its_applications_and_change_nothing(self):
        clerk = self._create_user("app_clerk", "user")
        self.north.staff_ids = clerk
        inside, outside = self._submit(1), self._submit(2, region_id=self.south.id)
        self.assertEqual(
            self.env["distribution.application"]
            .with_user(clerk)
            .search([("id", "in", (inside | outside).ids)]),
            inside,
        )
        for method, arguments in (
            ("action_approve", ()),
            ("action_reject", ("no",)),
            ("action_request_info", ("what",)),
            ("action_withdraw", ()),
            ("action_take", ()),
            ("action_send_link", ()),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(inside.with_user(clerk), method)(*arguments)

    def test_reviewer_reviews_in_all_regions(self):
        both = self._submit(1) | self._submit(2, region_id=self.south.id)
        self.north.staff_ids = self.reviewer
        self.assertEqual(both.with_user(self.reviewer)._filtered_access("write"), both)

    def test_portal_and_outsiders_see_no_application(self):
        application = self._submit(1)
        portal = self._create_portal_user("app_portal", self.distributor)
        for user in (portal, self._create_user("app_outsider"), self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                application.with_user(user).read(["applicant_name"])

    @users("app_reviewer")
    @warmup
    def test_list_of_applications_costs_no_query_per_row(self):
        specification = {
            name: {}
            for name in ("name", "applicant_name", "deadline", "state", "is_overdue", "can_decide")
        }
        with self.assertQueryCount(14):
            self.env["distribution.application"].web_search_read([], specification)
