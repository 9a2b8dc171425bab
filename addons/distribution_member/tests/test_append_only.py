from odoo.tests import TransactionCase, tagged

from ..queries.append_only import FUNCTION_NAME


@tagged("post_install", "-at_install")
class TestAppendOnly(TransactionCase):
    def test_every_append_only_model_has_its_triggers(self):
        guarded = [
            model
            for model in self.env.registry.values()
            if getattr(model, "_frozen_fields", ()) and not model._abstract
        ]
        for model in guarded:
            with self.subTest(model=model._name):
                self.env.cr.execute(
                    "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass"
                    " AND NOT tgisinternal",
                    [model._table],
                )
                names = {name for (name,) in self.env.cr.fetchall()}
                self.assertLessEqual(
                    {
                        "distribution_no_update",
                        "distribution_no_delete",
                        "distribution_no_truncate",
                    },
                    names,
                )
                self.assertLessEqual(set(model._frozen_fields), model._fields.keys())

    def test_function_exists_when_a_model_uses_it(self):
        self.env.cr.execute("SELECT COUNT(*) FROM pg_proc WHERE proname = %s", [FUNCTION_NAME])
        [count] = self.env.cr.fetchone()
        used = any(getattr(model, "_frozen_fields", ()) for model in self.env.registry.values())
        self.assertEqual(bool(count), used)
