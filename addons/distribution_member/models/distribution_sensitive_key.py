import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import sensitive_cipher
from .encrypted_field import load_key_ring

_logger = logging.getLogger(__name__)

# What is encrypted under each key, so that a foreign key of the same name is noticed.
KNOWN_ANSWER = "KNOWN-ANSWER-OF-THE-KEY"
PLACE = "distribution.sensitive.key|token"


class DistributionSensitiveKey(models.Model):
    """A key that values of this database are encrypted with: its name and a test of it.

    The keys themselves are in the key ring, outside of the database.
    """

    _name = "distribution.sensitive.key"
    _description = "Encryption Key"
    _inherit = ["distribution.key.rotation.mixin"]
    _order = "id desc"
    _rec_name = "key_id"

    key_id = fields.Char(required=True, readonly=True)
    token = fields.Char(required=True, readonly=True, groups=".")
    date_first = fields.Datetime("First Used", readonly=True, default=fields.Datetime.now)
    date_started = fields.Datetime("Re-encryption Started", readonly=True)
    date_done = fields.Datetime("Re-encryption Done", readonly=True)
    failed_count = fields.Integer(
        "Unreadable Values",
        readonly=True,
        help="Values that the last re-encryption could not read: damaged, or their key is gone.",
    )
    is_retired = fields.Boolean(
        readonly=True, help="A re-encryption found no value under this key any more."
    )
    value_count = fields.Integer("Values", compute="_compute_value_count")
    status = fields.Selection(
        [
            ("current", "In Use for New Values"),
            ("old", "Still Needed"),
            ("removable", "No Longer Needed"),
            ("missing", "Missing from the Key Ring"),
            ("wrong", "Not the Key It Was"),
        ],
        compute="_compute_status",
    )
    has_problem = fields.Boolean(compute="_compute_status", search="_search_has_problem")

    _key_id_unique = models.UniqueIndex("(key_id)", "This key is known already.")

    # === COMPUTE METHODS === #

    def _compute_value_count(self):
        counts = self._count_values()
        for key in self:
            key.value_count = counts.get(key.key_id, 0)

    def _compute_status(self):
        try:
            ring = load_key_ring()
        except sensitive_cipher.KeyRingError:
            ring = None
        for key in self:
            key.status = key._status_in(ring)
            key.has_problem = key.status in ("missing", "wrong")

    def _search_has_problem(self, operator, value):
        if operator != "in":
            return NotImplemented
        broken = self._get_all().filtered("has_problem")
        return [("id", "in" if True in value else "not in", broken.ids)]

    # === ACTION METHODS === #

    def action_rotate(self):
        """Have all values encrypted with the newest key, by the scheduler."""
        self.check_access("write")
        key = self._start_rotation()
        # sudo: the job is the program's; who may start it has been checked
        self.env.ref("distribution_member.ir_cron_rotate_keys").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "title": self.env._("Re-encryption has started"),
                "message": self.env._(
                    "All values are being encrypted with %(key)s. Work can go on meanwhile; the"
                    " list shows how many are left.",
                    key=key.key_id,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS === #

    @api.model
    def _verify(self, ring):
        """Raise when values encrypted now could not be read together with those that are there.

        :raise sensitive_cipher.KeyRingError: a key is missing, or is not the one it was
        """
        keys_sudo = self.sudo()._get_all()  # everybody who stores a number needs the test
        for key in keys_sudo:
            if key.key_id not in ring.ids and not key.is_retired:
                raise sensitive_cipher.KeyRingError(
                    f"key {key.key_id!r} is missing from the key ring"
                )
            if key.key_id in ring.ids and not key._is_in(ring):
                raise sensitive_cipher.KeyRingError(
                    f"key {key.key_id!r} is not the one that values are encrypted with"
                )
        current = keys_sudo.filtered(lambda key: key.key_id == ring.current_id)
        if current.is_retired:
            current.is_retired = False
        if not current:
            token = sensitive_cipher.encrypt(KNOWN_ANSWER, ring, PLACE, ring.current_id)
            keys_sudo.create({"key_id": ring.current_id, "token": token})

    @api.model
    def _find_problem(self):
        """Return what keeps numbers from being stored, as a sentence for people, or False."""
        try:
            self._verify(load_key_ring())
        except sensitive_cipher.KeyRingError as error:
            return self.env._(
                "Numbers cannot be stored: %(detail)s. The administrator finds what to do under"
                " Compliance, Encryption Keys.",
                detail=str(error),
            )
        return False

    @api.model
    def _rotate_all(self, say=_logger.info):
        """Encrypt every value with the newest key, committing batch by batch; for shells.

        A run that is broken off goes on where it was when it is started again.

        :param say: function that is told how far it is
        :return: the number of values renewed
        """
        self._start_rotation()
        # safe lone-commit: for shells; each batch is whole, and another run goes on from there
        self.env.cr.commit()  # pylint: disable=invalid-commit
        renewed = 0
        for done, left in self._rotate_batches():
            # safe lone-commit: as above
            self.env.cr.commit()  # pylint: disable=invalid-commit
            renewed += done
            say(self.env._("%(done)s renewed, %(left)s left", done=renewed, left=left))
        self._end_rotation()
        # safe lone-commit: as above
        self.env.cr.commit()  # pylint: disable=invalid-commit
        for key in self._get_all().filtered(lambda key: key.status == "removable"):
            say(
                self.env._(
                    "Key %(key)s encrypts nothing any more. Remove its line from the key ring as"
                    " soon as no backup made before today is needed.",
                    key=key.key_id,
                )
            )
        return renewed

    @api.model
    def _cron_rotate(self):
        """Go on with a re-encryption that was started; broken off, it goes on the next time."""
        if not self._find_running():
            return
        for done, left in self._rotate_batches():
            if not self.env["ir.cron"]._commit_progress(done, remaining=left):
                return
        self._end_rotation()

    # === HELPERS === #

    def _status_in(self, ring):
        """Return what a ring says about the key."""
        self.ensure_one()
        if ring is None or self.key_id not in ring.ids:
            return "removable" if ring is not None and not self.value_count else "missing"
        if not self._is_in(ring):
            return "wrong"
        if self.key_id == ring.current_id:
            return "current"
        return "old" if self.value_count else "removable"

    def _is_in(self, ring):
        """Return whether the ring's key of this name is the key it was."""
        try:
            # sudo: the test is nobody's to read
            sensitive_cipher.decrypt(self.sudo().token, ring, PLACE, self.key_id)
        except sensitive_cipher.CipherError:
            return False
        return True

    @api.model
    def _get_all(self):
        """Return all keys, a handful over the years."""
        return self.search([("key_id", "!=", False)])

    @api.model
    def _find_running(self):
        return self.search([("date_started", "!=", False), ("date_done", "=", False)], limit=1)

    @api.model
    def _start_rotation(self):
        """Note that all values are to get the newest key."""
        try:
            ring = load_key_ring()
            self._verify(ring)
        except sensitive_cipher.KeyRingError as error:
            raise UserError(self.env._("Nothing was re-encrypted: %(detail)s.", detail=str(error)))
        key = self.search([("key_id", "=", ring.current_id)])
        if not key.date_started or key.date_done:
            (self._find_running() - key).date_done = fields.Datetime.now()
            key.write({"date_started": fields.Datetime.now(), "date_done": False})
            self.env["distribution.audit"]._record(
                "key_rotation", key, new_value=ring.current_id, reason=self.env._("Started")
            )
        return key

    @api.model
    def _end_rotation(self):
        """Note the end, and what could not be read."""
        key = self._find_running()
        counts = self._count_values()
        failed = sum(counts.values()) - counts.get(key.key_id, 0)
        for other in self._get_all() - key:
            other.is_retired = not counts.get(other.key_id)
        key.write({"date_done": fields.Datetime.now(), "failed_count": failed})
        if failed:
            _logger.error(
                "%s values could not be re-encrypted with key %s: they are damaged or their key"
                " is gone; the old keys must stay",
                failed,
                key.key_id,
            )
        self.env["distribution.audit"]._record(
            "key_rotation", key, new_value=key.key_id, reason=self.env._("Done")
        )
