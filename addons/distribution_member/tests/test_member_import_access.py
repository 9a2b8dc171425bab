from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .import_common import MemberImportCommon


@tagged("post_install", "-at_install")
class TestMemberImportAccess(MemberImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: cls._create_user(f"t_{role}", role)
            for role in ("user", "reviewer", "finance", "manager", "admin")
        }
        cls.north.manager_ids = cls.users["manager"]

    def test_roles_without_the_right_cannot_import(self):
        for role in ("user", "reviewer", "finance"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._create_import(self._row("A"), user=self.users[role])

    def test_manager_imports_into_own_regions_only(self):
        member_import = self._create_import(
            self._row("MINE", "DIST"),
            self._row("THEIRS", "DIST2", region="T-S"),
            self._row("HIDDEN", "DIST2"),
            user=self.users["manager"],
            on_error="skip",
        )
        member_import.action_preview()
        self.assertEqual(
            [verdict[1] for verdict in self._verdicts(member_import).values()],
            ["", "region_not_yours", "unknown_upline"],
        )
        member_import.action_commit()
        self.assertFalse(member_import.line_ids[0].reason)
        member = self._find("MINE")
        self.assertEqual(member.create_uid, self.users["manager"])
        self.assertEqual(member.upline_id, self.distributor)

    def test_manager_does_not_change_members_of_other_regions(self):
        member_import = self._create_import(
            self._row("DIST2", rank=2), user=self.users["manager"], on_existing="update"
        )
        member_import.action_preview()
        self.assertEqual(self._verdicts(member_import)[2][:2], ("error", "region_not_yours"))

    def test_admin_imports_everywhere_and_sees_all_imports(self):
        of_manager = self._create_import(self._row("A"), user=self.users["manager"])
        admin = self.users["admin"]
        member_import = self._create_import(self._row("B", "DIST2", region="T-S"), user=admin)
        member_import.action_preview()
        member_import.action_commit()
        self.assertEqual(self._find("B").region_id, self.south)
        self.assertIn(
            of_manager, self.env["distribution.member.import"].with_user(admin).search([])
        )

    def test_manager_sees_own_imports_and_lines_only(self):
        manager = self.users["manager"]
        mine = self._create_import(self._row("A"), user=manager)
        theirs = self._create_import(self._row("B"), user=self.users["admin"])
        imports = self.env["distribution.member.import"].with_user(manager)
        self.assertEqual(imports.search([]), mine.with_user(manager))
        self.assertEqual(
            self.env["distribution.member.import.line"].with_user(manager).search([]),
            mine.line_ids,
        )
        with self.assertRaises(AccessError):
            theirs.with_user(manager).action_preview()

    def test_nobody_lends_the_rights_of_another_user(self):
        manager = self.users["manager"]
        member_import = self._create_import(self._row("A"), user=manager)
        for values in ({"user_id": self.users["admin"].id}, {"is_running": True}):
            with self.subTest(values=values), self.assertRaises(UserError):
                member_import.write(values)
            with self.subTest(values=values), self.assertRaises(UserError):
                self._create_import(self._row("A"), user=manager, **values)
        with self.assertRaises(UserError):
            member_import.write({"state": "done"})

    def test_lines_are_corrected_but_neither_made_nor_judged_by_hand(self):
        member_import = self._create_import(self._row("A"), user=self.users["manager"])
        member_import.action_preview()
        line = member_import.line_ids
        line.name = "Better"
        self.assertEqual(line.state, "unchecked")
        for values in ({"state": "ok"}, {"region_id": self.south.id}, {"is_imported": True}):
            with self.subTest(values=values), self.assertRaises(UserError):
                line.write(values)
        with self.assertRaises(AccessError):
            line.unlink()
        member_import.action_commit()
        self.assertEqual(self._find("A").name, "Better")
        with self.assertRaises(UserError):
            line.name = "Too late"
