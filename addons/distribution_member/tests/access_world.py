from contextlib import contextmanager

from .access_table import DISTRIBUTORS, STAFF


class AccessWorld:
    """A user for every role and a member in every relation; mixed into a test's common class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create({"name": "Another Manufacturer"})
        cls.members = {
            "own": cls.distributor,
            "downline": cls.shop,
            "upline": cls.agent,
            "sibling": cls.other_distributor,
            "foreign": cls._create_member(
                "FOREIGN", rank=1, region=cls.north, company_id=company.id
            ),
        }
        cls._set_up_users()

    @classmethod
    def _set_up_users(cls):
        cls.users = {role: cls._create_user(f"x_{role}", role) for role in STAFF}
        cls.users["outsider"] = cls._create_user("x_outsider")
        cls.users["public"] = cls.env.ref("base.public_user")
        for role in DISTRIBUTORS:
            cls.users[role] = cls._create_portal_user(f"x_{role}", cls.members["own"])
            if role != DISTRIBUTORS[0]:  # the first user of a member is its administrator
                cls._find_colleague(cls.users[role]).role = role.removeprefix("distributor_")
        cls.north.manager_ids = cls.users["manager"]
        cls.north.staff_ids = cls.users["user"] | cls.users["reviewer"]

    @classmethod
    def _find_colleague(cls, user):
        return cls.env["distribution.member.user"].search([("user_id", "=", user.id)])

    @classmethod
    def make_records(cls, factories):
        """Return {key of the tables: {relation: a record that stands in it}}."""
        records = {}
        for key, make in factories.items():
            records[key] = {}
            for relation, member in cls.members.items():
                with cls._acting_in(member.company_id):
                    made = make(cls, member.with_env(cls.env))
                made.ensure_one()
                records[key][relation] = cls.env[made._name].browse(made.id)
        cls.env.flush_all()
        return records

    @classmethod
    @contextmanager
    def _acting_in(cls, company):
        """Let the factories of the world work in a company."""
        before = cls.env
        cls.env = before(context={**before.context, "allowed_company_ids": company.ids})
        try:
            yield
        finally:
            cls.env = before
