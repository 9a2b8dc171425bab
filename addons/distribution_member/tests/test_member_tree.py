from odoo.tests import HttpCase, tagged

from .common import DistributionCommon


class MemberTreeCommon(DistributionCommon):
    """The small channel with sixty shops below one distributor: more than a page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shops = cls.env["distribution.member"]
        for number in range(60):
            cls.shops |= cls._create_member(
                f"S{number:02}", rank=3, upline=cls.distributor, region=cls.north
            )


@tagged("post_install", "-at_install")
class TestMemberTree(MemberTreeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("t_tree_admin", "admin")
        cls.manager = cls._create_user("t_tree_manager", "manager")
        cls.north.manager_ids = cls.manager

    def _read(self, user, *arguments):
        return self.env["distribution.member"].with_user(user).get_tree_page(*arguments)

    def _codes(self, page):
        return [node["code"] for node in page["nodes"]]

    def test_page_holds_fifty_and_the_total(self):
        page = self._read(self.admin, self.distributor.id)
        self.assertEqual((len(page["nodes"]), page["total"]), (50, 61))
        rest = self._read(self.admin, self.distributor.id, 50)
        self.assertEqual(self._codes(rest)[-1], "SHOP")
        self.assertEqual(len(rest["nodes"]), 11)
        self.assertEqual(len(self._read(self.admin, self.distributor.id, 0, 9999)["nodes"]), 50)

    def test_node_tells_what_a_person_wants_to_know(self):
        [node] = [n for n in self._read(self.admin)["nodes"] if n["code"] == "AGENT"]
        self.assertEqual(
            {key: node[key] for key in ("name", "level", "state", "child_count", "branch_count")},
            {
                "name": "Firm AGENT",
                "level": "Level 1",
                "state": "active",
                "child_count": 2,
                "branch_count": 63,
            },
        )

    def test_number_of_queries_does_not_depend_on_the_page(self):
        self.env["distribution.member"].with_user(self.admin).has_access("read")
        counts = []
        for upline in (self.agent, self.distributor):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._read(self.admin, upline.id)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(counts[0], 0)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[1], 15)

    def test_manager_sees_the_own_region_and_its_highest_members_on_top(self):
        top = self._read(self.manager)
        self.assertEqual((self._codes(top), top["total"]), (["DIST"], 1))
        self.assertEqual(top["nodes"][0]["branch_count"], 61)
        self.assertEqual(self._read(self.manager, self.agent.id)["nodes"][0]["code"], "DIST")
        self.assertEqual(self._read(self.manager, self.other_distributor.id)["total"], 0)
        self.assertEqual(
            self.env["distribution.member"].with_user(self.manager).find_in_tree("DIST2"), []
        )

    def test_search_leads_from_the_top_to_the_member(self):
        members = self.env["distribution.member"]
        [found] = members.with_user(self.admin).find_in_tree(" s59 ")
        self.assertEqual([node["code"] for node in found["path"]], ["AGENT", "DIST", "S59"])
        [found] = members.with_user(self.manager).find_in_tree("Firm S59")
        self.assertEqual([node["code"] for node in found["path"]], ["DIST", "S59"])
        self.assertEqual(members.find_in_tree(" "), [])
        self.assertEqual(len(members.find_in_tree("Firm S")), 20)


@tagged("post_install", "-at_install")
class TestMemberTreeDesktop(MemberTreeCommon, HttpCase):
    browser_size = "1366x768"

    def test_tree_is_walked_through_in_a_browser(self):
        user = self._create_user("t_tree_tour", "admin")
        self.start_tour("/odoo/member-tree", "distribution_member_tree", login=user.login)


@tagged("post_install", "-at_install")
class TestMemberTreePhone(TestMemberTreeDesktop):
    browser_size = "390x844"
    touch_enabled = True
