import os

from odoo import api, fields, models
from odoo.addons.distribution_member.models.encrypted_field import Secret
from odoo.exceptions import UserError

from ..adapters.k3cloud import K3CloudAdapter
from ..adapters.k3wise import K3WiseAdapter
from ..clients.base_url import find_server
from ..clients.k3cloud_client import K3CloudClient, K3CloudSettings
from ..clients.k3wise_client import K3WiseClient, K3WiseSettings
from ..clients.login_memory import shared_memory

LONGEST_SECRET = 500
LOGINS = [
    ("signed", "Signed Requests (App ID and Secret)"),
    ("sign", "Login with Signature"),
    ("secret", "Login with App Secret"),
    ("password", "Login with Password"),
]
# What another value of says nothing any more about whether we are let in.
CREDENTIALS = {
    "kind",
    "base_url",
    "account_id",
    "user_name",
    "login",
    "app_id",
    "app_secret",
    "password",
    "authority_code",
    "language_code",
}
# Which secrets are sent to which address: typed for one server, they are no other's to hear.
HEARERS = {
    "base_url": ("app_secret", "password", "authority_code"),
    "stock_url": ("stock_token",),
}


class DistributionErpBackendCredentialsMixin(models.AbstractModel):
    """How we are let in: kept encrypted, written once, and shown to nobody."""

    _name = "distribution.erp.backend.credentials.mixin"
    _description = "Credentials of a Kingdee ERP"
    _inherit = ["distribution.sensitive.mixin"]

    _reveal_groups = ()  # whoever needs one asks the ERP's administrator for a new one

    login = fields.Selection(
        LOGINS,
        required=True,
        default="signed",
        help="Signed requests need no login and outlive a session. New accounts in the public cloud"
        " have no login with a password.",
    )
    account_id = fields.Char("Account Set ID", help="数据中心 ID (DBID) in Kingdee Cloud.")
    user_name = fields.Char("User", help="The user of Kingdee in whose name we act.")
    app_id = fields.Char("App ID", help="Of the third-party login: number, underscore, 32 signs.")
    app_secret = Secret("App Secret")
    password = Secret()
    authority_code = Secret("Authority Code", help="Of K/3 WISE: authorityCode of the account set.")
    language_code = fields.Integer(
        "Language", default=2052, help="2052: Simplified Chinese. A wrong one is refused."
    )
    stock_url = fields.Char(
        "Address of the Stock",
        help="K/3 WISE has no service for stock: the address of a read-only one that your partner"
        " provides. It answers with a JSON list of material, warehouse, unit, quantity, locked.",
    )
    stock_token = Secret("Token of the Stock", help="Sent as Bearer to that address.")
    may_be_private = fields.Boolean(
        "In the Local Network",
        default=True,
        help="The server may have a private address, as most Kingdee servers do. Without it,"
        " addresses inside your network are refused.",
    )

    # === ONCHANGE METHODS === #

    @api.onchange("base_url", "stock_url")
    def _onchange_address(self):
        """Say before it is saved that secrets are not taken along to another server."""
        lost = [name for name in self._find_unheard() if self[name]]
        if not lost:
            return None
        before = ", ".join(
            self._origin[address] for address, names in HEARERS.items() if set(names) & set(lost)
        )
        self.update(dict.fromkeys(lost, False))
        labels = self.fields_get(lost, ["string"])
        return {
            "warning": {
                "title": self.env._("Another server"),
                "message": self.env._(
                    "%(secrets)s were entered for %(address)s and are not sent to another server."
                    " Enter them anew.",
                    secrets=", ".join(labels[name]["string"] for name in lost),
                    address=before,
                ),
            }
        }

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `distribution.sensitive.mixin`: other credentials are to be tested anew.

        What was typed for one server is forgotten when the address names another.
        """
        names = vals.keys() & CREDENTIALS
        before = {backend: [backend[name] for name in names] for backend in self}
        moved = self.filtered(lambda backend: backend._find_unheard(vals))
        for backend in moved:
            super(DistributionErpBackendCredentialsMixin, backend).write(
                backend._prepare_move(vals)
            )
        result = super(DistributionErpBackendCredentialsMixin, self - moved).write(vals)
        if "state" not in vals:
            is_secret = bool(names & self._sensitive_names())
            self.filtered(
                lambda backend: (
                    backend.state != "draft"
                    and (is_secret or before[backend] != [backend[name] for name in names])
                )
            )._forget_test()
        return result

    # === BUSINESS METHODS === #

    def _open_erp(self):
        """Return the ERP as our streams see it: a context manager, for one thread.

        :raise UserError: when something is not entered yet
        """
        self.ensure_one()
        self._ensure_credentials()
        common = {
            "base_url": self.base_url,
            "ca_file": os.environ.get("REQUESTS_CA_BUNDLE"),
            "allow_private": self.may_be_private,
        }
        if self.kind == "k3wise":
            settings = K3WiseSettings(
                authority_code=self._decrypt("authority_code"),
                stock_url=self.stock_url or "",
                stock_token=self._decrypt("stock_token") or "",
                **common,
            )
            client = K3WiseClient(settings, memory=shared_memory(settings))
            return K3WiseAdapter(client, self._build_profile())
        settings = K3CloudSettings(
            account_id=self.account_id,
            user_name=self.user_name,
            app_id=self.app_id or "",
            app_secret=self._decrypt("app_secret") or "",
            password=self._decrypt("password") or "",
            login=self.login,
            lcid=self.language_code,
            **common,
        )
        client = K3CloudClient(settings, memory=shared_memory(settings))
        return K3CloudAdapter(client, self._build_profile())

    # === HELPERS === #

    def _find_unheard(self, vals=None):
        """Return the secrets that another server would hear than the one they were typed for.

        :param vals: what is to be written; without it, what a form has changed
        """
        vals = {address: self[address] for address in HEARERS} if vals is None else vals
        return [
            name
            for address, names in HEARERS.items()
            if address in vals and self._origin[address]
            if find_server(vals[address]) != find_server(self._origin[address])
            for name in names
        ]

    def _prepare_move(self, vals):
        """Return `vals` without the secrets of the server before; typed anew, they are kept."""
        secrets = self._find_unheard(vals)
        kept = {name for name in secrets if vals.get(name) and vals[name] != self[name]}
        return {**vals, **dict.fromkeys(set(secrets) - kept, False)}

    def _get_needed_credentials(self):
        """Return the names of the fields without which nobody is let in."""
        if self.kind == "k3wise":
            return ["authority_code"]
        if self.login == "password":
            return ["account_id", "user_name", "password"]
        return ["account_id", "user_name", "app_id", "app_secret"]

    def _ensure_credentials(self):
        missing = [name for name in self._get_needed_credentials() if not self[name]]
        if missing:
            labels = self.fields_get(missing, ["string"])
            raise UserError(
                self.env._(
                    "%(erp)s: enter %(fields)s first.",
                    erp=self.display_name,
                    fields=", ".join(labels[name]["string"] for name in missing),
                )
            )

    def _ensure_sensitive_valid(self, name, value):
        """Override of `distribution.sensitive.mixin`: a password may hold any sign one can type."""
        if len(value) > LONGEST_SECRET or not value.isprintable():
            raise UserError(
                self.env._(
                    "%(field)s has at most %(most)s signs, without line breaks.",
                    field=self._fields[name].string,
                    most=LONGEST_SECRET,
                )
            )

    def _forget_test(self):
        """Say that nobody knows whether we are let in."""
        self.write({"state": "draft", "last_checked": False, "last_message": False})

    def _has_credentials(self):
        return all(self[name] for name in self._get_needed_credentials())
