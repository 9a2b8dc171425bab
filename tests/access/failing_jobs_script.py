"""Runs in an Odoo shell: scheduled jobs, and one that fails over somebody's data."""

import logging
import os
from unittest.mock import patch

from odoo.addons.distribution_member import log_masking
from odoo.netsvc import PostgreSQLHandler
from odoo.tools import config

config["log_db"] = "%d"  # the log in the database, which Odoo switches on at its start
logging.getLogger().addHandler(PostgreSQLHandler())
log_masking.install()
data = env["ir.model.data"].search(  # noqa: F821
    [("module", "in", ("distribution_member", "distribution_erp_sync")), ("model", "=", "ir.cron")]
)
jobs = env["ir.cron"].browse(data.mapped("res_id")).exists()  # noqa: F821
jobs += env.ref("mail.ir_cron_mail_scheduler_action")  # noqa: F821
for job in jobs:
    try:
        job.method_direct_trigger()
    except Exception:
        logging.getLogger(__name__).exception("job %s", job.cron_name)
    env.cr.commit()  # noqa: F821

texts = os.environ["CANARIES"].split("\n")
cron = type(env["ir.cron"])  # noqa: F821


def fail(self, *args, **kwargs):
    """Fail as code does that quotes what it was given."""
    raise ValueError(f"cannot read {', '.join(texts)} of {dict(enumerate(texts))}")


with patch.object(cron, "_callback", fail):
    try:
        jobs[0].method_direct_trigger()
    except ValueError:
        logging.getLogger(__name__).exception("job of %s failed", texts)
env.cr.commit()  # noqa: F821
print(len(jobs))
