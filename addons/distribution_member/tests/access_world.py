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
    def make_wizards(cls, names):
        """Return {model: a wizard that none of the users has opened}."""
        return {
            name: cls.env[name].create(cls._prepare_wizard(cls.env[name]))
            for name in names
            if name in cls.env and cls.env[name]._transient
        }

    @classmethod
    def _prepare_wizard(cls, wizard):
        """Return a value for each required field that has no default."""
        given = wizard.default_get(list(wizard._fields))
        missing = {
            name: field
            for name, field in wizard._fields.items()
            if field.required and field.store and name not in given and not field.compute
        }
        return {name: cls._choose_value(field) for name, field in missing.items()}

    @classmethod
    def _choose_value(cls, field):
        if field.relational:
            record = cls.env[field.comodel_name].search([], limit=1)
            return record.id if field.type == "many2one" else record.ids
        return field.get_values(cls.env)[0] if field.type == "selection" else "X"

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
