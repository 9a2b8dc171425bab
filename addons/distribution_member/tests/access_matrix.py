"""Executes the tables of `access_cases.py`; how they are written is said in `access_table.py`."""

import inspect
import random

from odoo.models import BaseModel

from .access_table import OPERATIONS, RELATIONS, ROLES, model_of, read_rights
from .access_world import AccessWorld
from .figures import is_long_run, note

WIDENED = 10  # rights, in a usual run; `make security-mutations` widens them all
FLAGS = ("perm_read", "perm_write", "perm_create", "perm_unlink")
STRANGER = "somebody else"  # who made a wizard
ADD_ROWS = "add its rows to CASES in {addon}/tests/access_cases.py (how: access_table.py)"


class AccessMatrix(AccessWorld):
    """Mixed into the common class of an addon's tests, with the addon's tables as `cases`."""

    cases = None  # the module access_cases of the addon

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addon = cls.cases.__name__.split(".")[2]
        cls.rights = {key: read_rights(rows) for key, rows in cls.cases.CASES.items()}
        cls.records = cls.make_records(cls.cases.FACTORIES)
        cls.wizards = cls.make_wizards(cls.rights)

    # === COVERAGE === #

    def test_each_model_is_in_the_tables(self):
        undeclared = [name for name in self._own_models() if name not in self.rights]
        note(models=len(self._own_models()), undeclared_models=len(undeclared))
        for name in self._own_models():
            with self.subTest(model=name):
                self.assertTrue(name in self.rights, ADD_ROWS.format(addon=self.addon))
                self.assertTrue(
                    self.env[name]._transient or name in self.cases.FACTORIES,
                    f"add a function that makes one to FACTORIES in {self.addon}",
                )

    def test_each_model_has_a_right_and_a_rule(self):
        for name in self._own_models():
            model = self.env["ir.model"]._get(name)
            with self.subTest(model=name):
                self.assertTrue(model.access_ids, "add a line to security/ir.model.access.csv")
                if name not in self.cases.WITHOUT_RULE:
                    self.assertTrue(
                        model.rule_ids,
                        "add a rule to security/, or to WITHOUT_RULE the reason why there is none",
                    )

    def test_each_table_allows_and_refuses(self):
        for name, rights in self.rights.items():
            cells = [rights[role][relation] for role in ROLES for relation in RELATIONS]
            with self.subTest(model=name):
                self.assertTrue(any(cells), "some role must be allowed something")
                self.assertTrue(any(len(cell) < len(OPERATIONS) for cell in cells))

    def test_each_public_method_is_listed(self):
        note(public_methods=sum(map(len, self._public_methods().values())))
        for name, found in self._public_methods().items():
            with self.subTest(model=name):
                self.assertEqual(
                    found,
                    self.cases.PUBLIC_METHODS.get(name, set()),
                    f"RPC clients can call them: rename to _…, or list in PUBLIC_METHODS of"
                    f" {self.addon} and check rights and parameters in them",
                )

    # === RIGHTS === #

    def test_each_role_has_its_rights_on_each_record(self):
        for key, rights in self.rights.items():
            with self.subTest(model=key):
                self.assertEqual(self._find_deviations(key), [])
            relations = self._subjects(key)
            cells = [rights[role].get(name, ()) for role in self.users for name in relations]
            allowed = sum(map(len, cells))
            note(
                cells_by_orm=len(cells) * len(OPERATIONS),
                refused_by_orm=len(cells) * len(OPERATIONS) - allowed,
            )

    def test_search_finds_what_may_be_read(self):
        for key, rights in self.rights.items():
            if self.env[model_of(key)]._transient:
                continue
            records = self.records[key]
            ids = [record.id for record in records.values()]
            for role, user in self.users.items():
                expected = [
                    records[relation].id
                    for relation in RELATIONS
                    if "read" in rights[role][relation]
                ]
                if not expected:
                    continue  # refused as a whole, or an empty list: nothing may be read
                found = self.env[model_of(key)].with_user(user).search([("id", "in", ids)])
                with self.subTest(model=key, role=role):
                    self.assertEqual(set(found.ids), set(expected))

    # === THE TABLES BITE === #

    def test_tables_notice_a_missing_rule(self):
        self._ensure_missed("ir.rule")

    def test_tables_notice_a_missing_right(self):
        self._ensure_missed("ir.model.access")

    def test_tables_notice_a_wider_right(self):
        """Give each right away once more than it gives: some cell must come out differently."""
        rights = self._own_data("ir.model.access")
        wider = [(right, flag) for right in rights for flag in FLAGS if not right[flag]]
        if not is_long_run():
            wider = random.Random(self.addon).sample(wider, min(WIDENED, len(wider)))  # noqa: S311
        unnoticed = [
            f"{right.name} with {flag}"
            for right, flag in wider
            if not self._find_changed(right, {flag: True})
        ]
        note(mutations=len(wider), unnoticed_mutations=len(unnoticed))
        self.assertEqual(unnoticed, [], "nobody in the tables may do more than before")

    def _find_changed(self, record, values):
        """Return the cells that come out differently when a rule or right has other values."""
        before = record.read(list(values), load="_classic_write")[0]
        record.write(values)
        model = record.model_id.model
        keys = [key for key in self.rights if model_of(key) == model]
        found = [deviation for key in keys for deviation in self._find_deviations(key)]
        record.write({name: before[name] for name in values})
        return found

    def _ensure_missed(self, kind):
        """Switch each rule or right off: some cell must come out differently."""
        records = self._own_data(kind)
        unnoticed = [
            f"{record.name} ({record.model_id.model})"
            for record in records
            if not self._find_changed(record, {"active": False})
        ]
        note(mutations=len(records), unnoticed_mutations=len(unnoticed))
        self.assertEqual(unnoticed, [], "without it nothing changes for anybody in the tables")

    # === HELPERS === #

    def _find_deviations(self, key):
        """Return every cell that is not as the table says."""
        return [
            f"{role}, {operation}, {relation}: {'allowed' if allowed else 'refused'}"
            for relation, record in self._subjects(key).items()
            for role, user in self.users.items()
            for operation in OPERATIONS.values()
            if (allowed := record.with_user(user).has_access(operation))
            != (operation in self.rights[key][role].get(relation, ()))
        ]

    def _subjects(self, key):
        """Return the record that stands in each relation; a wizard has no owner but its maker."""
        if self.env[model_of(key)]._transient:
            return {RELATIONS[0]: self.env[key], STRANGER: self.wizards[key]}
        return self.records[key]

    def _own_models(self):
        return sorted(
            name
            for name, model in self.env.registry.items()
            if model._original_module == self.addon and not model._abstract
        )

    def _own_data(self, model):
        """Return the rules or rights that the addon brings."""
        data = self.env["ir.model.data"].search(
            [("module", "=", self.addon), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id")).exists()

    def _public_methods(self):
        """Return {model: names} of what this addon lets RPC clients call, and of what is listed."""
        found = {name: set() for name in self.cases.PUBLIC_METHODS}
        for name, model in self.env.registry.items():
            names = {
                attribute
                for source in model.__mro__
                if self._is_ours(source, name, model._original_module)
                for attribute, value in vars(source).items()
                if self._is_public_method(attribute, value)
            }
            if names:
                found[name] = names
        return found

    def _is_ours(self, source, name, original_module):
        """Tell whether a class is this addon's to answer for: what it writes for a model, and the
        mixins that only this addon and those below it bring together with the model.
        """
        if not source.__module__.startswith("odoo.addons.distribution_"):
            return False
        addon = source.__module__.split(".")[2]
        if getattr(source, "_name", name) == name:
            return addon == self.addon
        return self.addon in (addon, original_module) and {addon, original_module} <= self._below()

    def _below(self):
        """Return the names of this addon and of those it builds on."""
        module = self.env["ir.module.module"]._get(self.addon)
        below = module.upstream_dependencies(exclude_states=("uninstallable",))
        return {self.addon, *below.mapped("name")}

    @staticmethod
    def _is_public_method(name, value):
        function = getattr(value, "__func__", value)
        return (
            inspect.isfunction(function)
            and not name.startswith("_")
            and not hasattr(BaseModel, name)
            and not getattr(function, "_api_private", False)
        )
