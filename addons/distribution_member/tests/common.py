from odoo.tests import TransactionCase, freeze_time, new_test_user


class DistributionCommon(TransactionCase):
    """A small channel: two regions, three levels, an agent with two distributors and a shop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        # Visitors who name no language read English, whichever languages are installed.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.company = cls.env.company
        cls.levels = cls.env["distribution.level"].create(
            [
                {"name": f"Level {rank}", "code": f"T{rank}", "rank": rank, "company_id": False}
                for rank in (1, 2, 3)
            ]
        )
        cls.city = cls.env["distribution.region"].create({"name": "City", "code": "T-CITY"})
        cls.north, cls.south = cls.env["distribution.region"].create(
            [
                {"name": "North", "code": "T-N", "parent_id": cls.city.id},
                {"name": "South", "code": "T-S", "parent_id": cls.city.id},
            ]
        )
        cls.agent = cls._create_member("AGENT", rank=1, region=cls.city)
        cls.distributor = cls._create_member("DIST", rank=2, upline=cls.agent, region=cls.north)
        cls.other_distributor = cls._create_member(
            "DIST2", rank=2, upline=cls.agent, region=cls.south
        )
        cls.shop = cls._create_member("SHOP", rank=3, upline=cls.distributor, region=cls.north)

    @classmethod
    def _create_member(cls, code, rank, region, upline=None, **values):
        """Return a member, active since 2020 unless told otherwise."""
        partner = cls.env["res.partner"].create({"name": f"Firm {code}", "is_company": True})
        return cls.env["distribution.member"].create(
            {
                "partner_id": partner.id,
                "code": code,
                "level_id": cls.levels[rank - 1].id,
                "region_id": region.id,
                "upline_id": upline.id if upline else False,
                "date_start": "2020-01-01",
                "state": "active",
                **values,
            }
        )

    @classmethod
    def _give_consent(cls, subjects, code="sensitive"):
        """Let the subjects agree to a purpose, as they do in the portal."""
        text = cls.env.ref(f"distribution_member.distribution_consent_text_{code}_en_us")
        return cls.env["distribution.consent"]._give(subjects, text, "portal")

    @classmethod
    def _create_user(cls, login, *groups):
        """Return an internal user with groups of ours, named without their module."""
        names = [f"distribution_member.group_distribution_{group}" for group in groups]
        return new_test_user(cls.env, login, groups=",".join(["base.group_user", *names]))

    @classmethod
    def _create_portal_user(cls, login, member):
        """Return a user of the member's company."""
        contact = cls.env["res.partner"].create(
            {"name": login, "parent_id": member.partner_id.id, "email": f"{login}@example.com"}
        )
        return new_test_user(
            cls.env, login, groups="base.group_portal", partner_id=contact.id, name=login
        )

    @staticmethod
    def _read_todos(member, role):
        """Return the texts of what waits for the member's people in the portal, in English."""
        member = member.with_context(lang="en_US")
        return " ".join(todo["text"] for todo in member._prepare_portal_todos(role))

    def _run_cron(self, name, day):
        """Run a scheduled action of this addon on a day, commits and all."""
        cron = self.env.ref(f"distribution_member.{name}")
        with freeze_time(day), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
