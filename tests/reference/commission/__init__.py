"""The commission engine a second time: from the sentences of its law, without SQL or Odoo."""
