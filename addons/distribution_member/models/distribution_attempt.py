from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hmac

WINDOW = timedelta(hours=1)
KINDS = [
    ("join", "Application"),
    ("link", "Request for a Link"),
    ("answer", "Answer by Link"),
    ("visit", "Visit by an Invitation"),
    ("poster", "Poster"),
]


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

        It is counted by a transaction of its own: a form that fails has been sent all the same.
        Whoever is surely beyond the limit writes nothing any more. All others write and commit
        first, and count then: of attempts at the same moment the last one sees all.
        """
        digest = hmac(self.env(su=True), "distribution.attempt", f"{kind}|{address}")
        with self.env.registry.cursor() as cursor:
            # superuser: visitors have no right to anything here
            attempts_sudo = api.Environment(cursor, api.SUPERUSER_ID, {})[self._name]
            if attempts_sudo._count_recent(kind, digest, limit) >= limit:
                return False
            attempts_sudo.create({"kind": kind, "address_hash": digest})
            cursor.commit()  # a count before it would not see those who do the same just now
            return attempts_sudo._count_recent(kind, digest, limit + 1) <= limit

    @api.autovacuum
    def _gc_attempts(self):
        """Forget what no limit counts any more."""
        limit = 10_000
        old = self.search([("date", "<", fields.Datetime.now() - WINDOW)], limit=limit)
        old.unlink()
        return len(old), len(old) == limit

    # === HELPERS === #

    @api.model
    def _count_recent(self, kind, digest, limit):
        """Return how many attempts the window holds, at most `limit`."""
        since = fields.Datetime.now() - WINDOW
        return self.search_count(
            [("kind", "=", kind), ("address_hash", "=", digest), ("date", ">", since)], limit=limit
        )
