import logging
import os

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from ..clients import errors, http_session
from ..clients.base_url import BadBaseUrlError, Fault, normalise
from ..clients.http_session import Answer, Outcome
from . import transactions
from .distribution_erp_stream import ALERT

_lt = LazyTranslate(__name__)
_logger = logging.getLogger(__name__)

# Where each product usually lives on its server.
USUAL_PATHS = {"k3cloud": "/k3cloud/", "k3wise": "/K3API/"}

FAULTS = {
    Fault.CHARACTERS: _lt("it contains a space, a backslash or a control character."),
    Fault.SCHEME: _lt("it must begin with http:// or https://."),
    Fault.HOST: _lt("it has no valid host name."),
    Fault.PORT: _lt("its port is no number from 1 to 65535."),
    Fault.CREDENTIALS: _lt("it must not contain a user name or a password."),
    Fault.QUERY: _lt("it must end with the path, without anything after ? or #."),
}

# outcome -> sentence for people
FINDINGS = {
    Outcome.ANSWERED: _lt("The server answers: %(status)s."),
    Outcome.REDIRECTED_AWAY: _lt(
        "The server answers (%(status)s), but sends us on to %(redirect)s. We did not go there. If"
        " that is your Kingdee server, enter its address."
    ),
    Outcome.DNS_FAILED: _lt(
        "There is no server of this name. Check the spelling, and whether the Odoo server may ask"
        " the name server (DNS)."
    ),
    Outcome.REFUSED: _lt(
        "The computer is there but refuses connections. Check the port, and whether Kingdee is"
        " running."
    ),
    Outcome.TIMED_OUT: _lt(
        "No answer within the time limit. Check the address and the firewall between the Odoo"
        " server and Kingdee."
    ),
    Outcome.TLS_FAILED: _lt(
        "No safe connection (TLS): %(detail)s. Check the server's certificate, and whether the port"
        " speaks https."
    ),
    Outcome.FAILED: _lt("The request failed: %(detail)s."),
}


class DistributionErpBackend(models.Model):
    """One Kingdee server, and one organisation on it, that a company works with."""

    _name = "distribution.erp.backend"
    _description = "Kingdee ERP"
    _inherit = [
        "distribution.erp.backend.credentials.mixin",
        "distribution.erp.backend.settings.mixin",
        "distribution.erp.backend.binding.mixin",
        "distribution.erp.backend.mapping.mixin",
        "distribution.erp.backend.health.mixin",
        "distribution.erp.backend.stream.mixin",
        "mail.thread",
    ]
    _order = "name, id"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [("k3cloud", "Kingdee Cloud 金蝶云星空"), ("k3wise", "K/3 WISE")],
        "Kingdee Product",
        required=True,
        default="k3cloud",
        help="Each product is usually found under its own path: /k3cloud/ or /K3API/.",
    )
    base_url = fields.Char(
        "Address",
        required=True,
        help="Where the server's web services begin, e.g. https://erp.example.com/k3cloud/."
        " Without user name and password.",
    )
    organisation_number = fields.Char(
        help="Number of the organisation in Kingdee Cloud, e.g. 100. It tells several"
        " organisations on one server apart."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True, help="An archived ERP is never contacted.")
    state = fields.Selection(
        [
            ("draft", "Not Tested"),
            ("reachable", "Reachable"),
            ("ready", "Connected"),
            ("unreachable", "Unreachable"),
            ("stopped", "Stopped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        help="Reachable: a web server answered at the address, with whatever status. Connected: the"
        " ERP lets us in, and everything runs. Stopped: it did not any more, so nothing is sent.",
    )
    last_checked = fields.Datetime("Last Test", readonly=True, copy=False)
    last_message = fields.Char("Finding", readonly=True, copy=False)

    _organisation_unique = models.UniqueIndex(
        "(company_id, base_url, COALESCE(organisation_number, '')) WHERE active",
        "Your company has this organisation on this server already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "organisation_number")
    def _compute_display_name(self):
        for backend in self:
            number = backend.organisation_number
            backend.display_name = f"{backend.name} ({number})" if number else backend.name

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to keep addresses in one spelling."""
        self.check_access("create")  # before a stranger is told what is wrong with an address
        return super().create([self._prepare_address(vals) for vals in vals_list])

    def write(self, vals):
        """Override of `base` to keep addresses in one spelling, and no finding about another."""
        self.check_access("write")  # as above
        vals = self._prepare_address(vals)
        if "base_url" in vals:
            moved = self.filtered(lambda backend: backend.base_url != vals["base_url"])
            # What was found at the old address says nothing about the new one.
            untested = {"state": "draft", "last_checked": False, "last_message": False}
            super(DistributionErpBackend, moved).write({**untested, **vals})
            return super(DistributionErpBackend, self - moved).write(vals)
        return super().write(vals)

    # === ACTION METHODS === #

    def action_test(self):
        """Ask each server whether it answers and lets us in, and keep what was found.

        :return: True, also when a server does not answer
        :raise UserError: for archived records, which must not be contacted
        """
        self.check_access("write")
        for backend in self:
            backend._ensure_active()
        transactions.let_go(self.env)
        # All requests before the first write: a row waits for no server.
        answers = {
            backend: http_session.fetch_answer(
                backend.base_url, ca_file=os.environ.get("REQUESTS_CA_BUNDLE")
            )
            for backend in self
        }
        for backend, answer in answers.items():
            backend._apply_answer(answer)
            if backend.state == "reachable" and backend._has_credentials():
                backend._test_login()
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _get_for_orders(self, company):
        """Return the ERP that orders of a company go to, nothing when they go nowhere."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("sends_orders", "=", True),
                ("state", "in", ("ready", "stopped")),
            ],
            limit=1,
            order="id",
        )

    def _trigger_orders(self):
        """Let the scheduler send what waits at once."""
        self.env.ref("distribution_erp_sync.ir_cron_erp_orders").sudo()._trigger()

    def _trigger_members(self):
        """Let the scheduler send members at once, whenever that would be due."""
        members_sudo = self.sudo().stream_ids.filtered(lambda stream: stream.kind == "members")
        members_sudo.next_run = False
        self.env.ref("distribution_erp_sync.ir_cron_erp_base_data").sudo()._trigger()

    def _test_login(self):
        """Ask for something with our credentials: only an answer proves that we are let in."""
        self.ensure_one()
        transactions.let_go(self.env)
        try:
            with self._open_erp() as erp:
                erp.test()
        except errors.ErpError as error:
            _logger.info("Login to ERP %s failed: %s", self.id, error)
            self.write({"state": "stopped", "last_message": self._explain_error(error)[:500]})
            return
        self.write(
            {"state": "ready", "last_message": self.env._("Kingdee answers and lets us in.")}
        )
        self.activity_unlink([ALERT])

    # === HELPERS === #

    @api.model
    def _prepare_address(self, vals):
        """Return `vals` with the address checked and spelt in the one way we keep it."""
        if not vals.get("base_url"):
            return vals
        try:
            return {**vals, "base_url": normalise(vals["base_url"])}
        except BadBaseUrlError as error:
            # The address is not repeated: it may hold the very password it must not hold.
            raise ValidationError(
                self.env._(
                    "This address cannot be used: %(reason)s",
                    # A lazy sentence: it was marked for translation where it stands.
                    reason=self.env._(FAULTS[error.fault]),  # pylint: disable=prefer-env-translation
                )
            ) from error

    def _ensure_active(self):
        if not self.active:
            raise UserError(
                self.env._(
                    "%(erp)s is archived, so that nothing is sent to it. Unarchive it first.",
                    erp=self.display_name,
                )
            )

    def _apply_answer(self, answer: Answer):
        self.ensure_one()
        is_reachable = answer.status is not None
        self.write(
            {
                "state": "reachable" if is_reachable else "unreachable",
                "last_checked": fields.Datetime.now(),
                "last_message": self._explain(answer),
            }
        )
        _logger.info(
            "Test of ERP %s: %s %s %s", self.id, answer.outcome, answer.status or "", answer.detail
        )

    def _explain(self, answer: Answer) -> str:
        """Say in whole sentences what was found."""
        # A lazy sentence takes no arguments: it is filled in after it was translated.
        sentence = self.env._(FINDINGS[answer.outcome])  # pylint: disable=prefer-env-translation
        sentence %= {
            "status": answer.phrase,
            "redirect": answer.redirect[:200],
            "detail": answer.detail,
        }
        hint = self._find_hint(answer)
        return f"{sentence} {hint}" if hint else sentence

    def _find_hint(self, answer: Answer):
        """Return what to do about the status, where there is something to do."""
        if answer.outcome is not Outcome.ANSWERED:
            return None
        if answer.status == 404:
            return self.env._(
                "Nothing is found under this path. %(product)s usually lives under %(path)s.",
                product=dict(self._fields["kind"]._description_selection(self.env))[self.kind],
                path=USUAL_PATHS[self.kind],
            )
        if answer.status >= 500:
            return self.env._("The server is there but reports an error of its own. See its log.")
        return None
