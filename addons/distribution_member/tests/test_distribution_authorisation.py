from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import DistributionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestDistributionAuthorisation(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tiles, cls.paint = cls.env["product.category"].create(
            [{"name": "Tiles"}, {"name": "Paint"}]
        )
        cls.floor_tiles = cls.env["product.category"].create(
            {"name": "Floor Tiles", "parent_id": cls.tiles.id}
        )
        cls.exclusive = cls._authorise(
            cls.distributor, cls.north, cls.tiles, exclusive=True, date_to="2026-12-31"
        )
        cls.exclusive.action_issue()

    @classmethod
    def _authorise(cls, member, region, categories=None, **values):
        return cls.env["distribution.authorisation"].create(
            {
                "member_id": member.id,
                "region_id": region.id,
                "categ_ids": categories.ids if categories else [],
                "date_from": "2026-01-01",
                **values,
            }
        )

    def test_issue_gives_numbers_without_gaps(self):
        second = self._authorise(self.shop, self.south)
        second.action_issue()
        self.assertEqual(
            int(second.number.rpartition("-")[2]), int(self.exclusive.number.rpartition("-")[2]) + 1
        )
        self.assertTrue(second.is_valid)
        self.assertEqual(second.issue_user_id, self.env.user)
        row = self.env["distribution.audit"].search([("action", "=", "authorisation_issue")])[0]
        self.assertEqual((row.res_id, row.member_id), (second.id, self.shop.id))

    def test_overlap_is_refused_and_names_the_other(self):
        for member, region, categories, values in (
            (self.other_distributor, self.north, self.tiles, {}),
            (self.other_distributor, self.city, None, {}),
            (self.other_distributor, self.north, self.floor_tiles, {"date_from": "2026-12-31"}),
            (self.agent, self.city, self.tiles, {"exclusive": True}),
        ):
            with (
                self.subTest(member=member.code, region=region.name),
                self.assertRaisesRegex(ValidationError, self.exclusive.number),
            ):
                self._authorise(member, region, categories, **values)

    def test_what_does_not_touch_is_allowed(self):
        for member, region, categories, values in (
            (self.other_distributor, self.south, self.tiles, {"exclusive": True}),
            (self.other_distributor, self.north, self.paint, {"date_from": "2027-01-01"}),
            (self.other_distributor, self.north, self.tiles, {"date_from": "2027-01-01"}),
            # a plain one above and below the exclusive member
            (self.agent, self.city, None, {}),
            (self.shop, self.north, self.floor_tiles, {}),
            (self.distributor, self.north, None, {"exclusive": True, "date_to": "2026-06-30"}),
        ):
            with self.subTest(member=member.code, region=region.name):
                self._authorise(member, region, categories, **values).action_issue()

    def test_revoked_one_frees_the_territory_and_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self.exclusive.action_revoke(" ")
        self.exclusive.action_revoke("Sold elsewhere")
        self.assertFalse(self.exclusive.is_valid)
        self._authorise(self.other_distributor, self.north, self.tiles, exclusive=True)

    def test_issued_one_is_neither_changed_nor_deleted(self):
        with self.assertRaisesRegex(UserError, "not changed"):
            self.exclusive.region_id = self.city
        with self.assertRaisesRegex(UserError, "is kept"):
            self.exclusive.unlink()
        self._authorise(self.shop, self.south).unlink()

    def test_inactive_member_is_not_authorised(self):
        self.shop.action_suspend("Audit")
        draft = self._authorise(self.shop, self.south)
        with self.assertRaisesRegex(UserError, "not active"):
            draft.action_issue()

    def test_issue_is_refused_when_numbers_may_have_gaps(self):
        draft = self._authorise(self.shop, self.south)
        sequence = self.env.ref("distribution_member.sequence_authorisation")
        sequence.implementation = "standard"
        with self.assertRaisesRegex(UserError, "must have no gaps"):
            draft.action_issue()
        self.assertRecordValues(draft, [{"state": "draft", "number": False}])
        sequence.implementation = "no_gap"
        draft.action_issue()
        self.assertEqual(draft.state, "issued")

    def test_end_of_membership_revokes_with_day_and_reason(self):
        draft = self._authorise(self.shop, self.south)
        running, later = (
            self._authorise(self.shop, self.south, date_from=day)
            for day in ("2026-01-01", "2026-09-01")
        )
        (running | later).action_issue()
        self.shop.action_terminate("Closed down")
        self.assertEqual((running | later).mapped("state"), ["revoked"] * 2)
        self.assertRecordValues(
            running,
            [{"revoke_reason": "Closed down", "date_revoked": running.date_issued}],
        )
        self.assertEqual(draft.state, "draft")
        rows = self.env["distribution.audit"].search([("action", "=", "authorisation_revoke")])
        self.assertEqual(set(rows.mapped("res_id")), {running.id, later.id})
        self.assertEqual(set(rows.mapped("reason")), {"Closed down"})

    def test_suspension_makes_certificates_invalid(self):
        self.assertTrue(self.exclusive.is_valid)
        self.distributor.action_suspend("Audit")
        self.assertFalse(self.exclusive.is_valid)

    def test_renewal_follows_without_a_gap(self):
        action = self.exclusive.action_renew()
        renewal = self.env["distribution.authorisation"].browse(action["res_id"])
        self.assertRecordValues(
            renewal,
            [
                {
                    "state": "draft",
                    "number": False,
                    "renewed_id": self.exclusive.id,
                    "exclusive": True,
                }
            ],
        )
        self.assertEqual(str(renewal.date_from), "2027-01-01")

    def test_scheduler_expires_what_has_ended(self):
        with freeze_time("2027-01-01"), self.enter_registry_test_mode():
            self.env.ref(
                "distribution_member.ir_cron_expire_authorisations"
            ).method_direct_trigger()
        self.exclusive.invalidate_recordset()
        self.assertEqual(self.exclusive.state, "expired")

    def test_roles(self):
        manager = self._create_user("t_manager", "manager")
        self.north.manager_ids = manager
        draft = self._authorise(self.shop, self.north, self.paint)
        draft.with_user(manager).action_issue()
        self.assertEqual(draft.issue_user_id, manager)
        elsewhere = self._authorise(self.other_distributor, self.south)
        with self.assertRaises(AccessError):
            elsewhere.with_user(manager).action_issue()
        finance = self._create_user("t_finance", "finance")
        with self.assertRaises(AccessError):
            elsewhere.with_user(finance).action_issue()
        with self.assertRaises(AccessError):
            self.exclusive.with_user(finance).action_revoke("No")

    def test_check_costs_one_query(self):
        drafts = self.env["distribution.authorisation"]
        for number in range(5):
            drafts |= self._authorise(
                self._create_member(f"Q{number}", rank=2, region=self.south), self.south
            )
        self.env.flush_all()
        with self.assertQueryCount(1):
            drafts._check_overlap()
