from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hmac

WINDOW = timedelta(hours=1)
KINDS = [("join", "Application"), ("link", "Request for a Link"), ("answer", "Answer by Link")]


class DistributionAttempt(models.Model):
    """How often the public forms were sent from where, to slow down whoever sends too many.

    The network address is not kept, only a keyed hash of it, and that for an hour.
    """

    _name = "distribution.attempt"
    _description = "Attempt on a Public Form"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    address_hash = fields.Char(required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _address_index = models.Index("(kind, address_hash, date)")
    _date_index = models.Index("(date)")

    @api.model
    def _may_try(self, kind, address, limit):
        """Count an attempt and return whether it is within the limit.

        It is counted by a transaction of its own: a form that fails has been sent all the same, and
        the other workers see it at once. Beyond the limit nothing is written any more.
        """
        digest = hmac(self.env(su=True), "distribution.attempt", f"{kind}|{address}")
        with self.env.registry.cursor() as cursor:
            # superuser: visitors have no right to anything here
            attempts_sudo = api.Environment(cursor, api.SUPERUSER_ID, {})[self._name]
            since = fields.Datetime.now() - WINDOW
            count = attempts_sudo.search_count(
                [("kind", "=", kind), ("address_hash", "=", digest), ("date", ">", since)],
                limit=limit,
            )
            if count >= limit:
                return False
            attempts_sudo.create({"kind": kind, "address_hash": digest})
        return True

    @api.autovacuum
    def _gc_attempts(self):
        """Forget what no limit counts any more."""
        limit = 10_000
        old = self.search([("date", "<", fields.Datetime.now() - WINDOW)], limit=limit)
        old.unlink()
        return len(old), len(old) == limit
