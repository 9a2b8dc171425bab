import ast

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..reports.report_table import ReportRequest

LAYOUTS = [
    ("member", "By Member"),
    ("region", "By Region"),
    ("product", "By Product"),
    ("category", "By Product Category"),
    ("month", "By Month"),
]
GROUPS_MOST = 3


class DistributionReportSchedule(models.Model):
    """A report that chosen colleagues are sent every week or month, each with their own rights."""

    _name = "distribution.report.schedule"
    _description = "Scheduled Report"
    _inherit = ["distribution.schedule.clock.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True, help="Title of the report and its mail.")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        copy=False,
        index=True,
        help="Is told when somebody could not be sent the report.",
    )
    kind = fields.Selection(
        selection="_list_kinds", string="Report", required=True, default="sales", tracking=True
    )
    layout = fields.Selection(
        LAYOUTS, default="member", help="What a row stands for, unless a filter says so."
    )
    filter_id = fields.Many2one(
        "ir.filters",
        "Saved Filter",
        ondelete="restrict",
        help="A favourite of the screen of this report that is shared or yours: its conditions, and"
        " its groups when it has any.",
    )
    filter_model = fields.Char(compute="_compute_filter_model")
    file_format = fields.Selection(
        [("xlsx", "XLSX"), ("pdf", "PDF")], "Format", required=True, default="xlsx"
    )
    recipient_ids = fields.Many2many(
        "res.users",
        "distribution_report_schedule_user_rel",
        string="Recipients",
        required=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Colleagues. Each is sent what he or she may see at the moment of sending.",
    )
    delivery_ids = fields.One2many("distribution.report.delivery", "schedule_id", "Mails")
    delivery_count = fields.Integer("Number of Mails", compute="_compute_delivery_count")

    # === COMPUTE METHODS === #

    def _list_kinds(self):
        kinds = self.env["distribution.report.maker"]._get_kinds()
        return [(code, kind.label) for code, kind in kinds.items()]

    @api.depends("kind")
    def _compute_filter_model(self):
        kinds = self.env["distribution.report.maker"]._get_kinds()
        for schedule in self:
            found = kinds.get(schedule.kind)
            schedule.filter_model = found.model if found else False

    def _compute_delivery_count(self):
        counts = dict(
            self.env["distribution.report.delivery"]._read_group(
                [("schedule_id", "in", self.ids)], ["schedule_id"], ["__count"]
            )
        )
        for schedule in self:
            schedule.delivery_count = counts.get(schedule, 0)

    @api.onchange("kind")
    def _onchange_kind(self):
        """Forget a filter and a layout of another report."""
        if self.filter_id.model_id != self.filter_model:
            self.filter_id = False
        layouts = self.env["distribution.report.maker"]._list_layouts(self.kind)
        if self.layout not in layouts:
            self.layout = layouts[0] if layouts else False

    # === CONSTRAINT METHODS === #

    @api.constrains("recipient_ids", "company_id")
    def _check_recipients(self):
        for schedule in self:
            recipients_sudo = schedule.sudo().recipient_ids  # whether they are colleagues
            if not recipients_sudo:
                raise ValidationError(self.env._("Choose at least one recipient."))
            if any(user.share for user in recipients_sudo):
                raise ValidationError(
                    self.env._("Reports are sent to colleagues only, not to users of the portal.")
                )

    @api.constrains("kind", "filter_id", "layout")
    def _check_layout(self):
        maker = self.env["distribution.report.maker"]
        for schedule in self:
            filter_sudo = schedule.sudo().filter_id  # its model and whose it is
            if filter_sudo and filter_sudo.model_id != schedule.filter_model:
                raise ValidationError(self.env._("The filter is one of another report."))
            layouts = maker._list_layouts(schedule.kind)
            if layouts and schedule.layout not in layouts and not filter_sudo:
                raise ValidationError(
                    self.env._("This report cannot be laid out so. Choose another layout.")
                )

    @api.constrains("filter_id")
    def _check_filter_owner(self):
        for schedule in self:
            filter_sudo = schedule.sudo().filter_id  # as above
            owners = filter_sudo.user_ids
            if owners and self.env.user not in owners and self.env.uid != SUPERUSER_ID:
                raise ValidationError(self.env._("The filter belongs to somebody else."))

    # === ACTION METHODS === #

    def action_send_now(self):
        """Send the report to its recipients now, whenever it is due next."""
        self.check_access("write")
        now = fields.Datetime.now().replace(second=0)  # who clicks twice is sent it once
        self._request_deliveries(now, prefix="now")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("The report is being made"),
                "message": self.env._(
                    "Mails: %(count)s. They are on their way within minutes.",
                    count=sum(len(schedule.recipient_ids) for schedule in self),
                ),
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_preview(self):
        """Download the report as it would be sent to oneself."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/distribution/report/{self.id}",
            "target": "download",
        }

    def action_open_deliveries(self):
        """Open the mails of the schedule."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_report_delivery_action"
        )
        return {**action, "domain": [("schedule_id", "=", self.id)], "context": {}}

    # === SCHEDULER === #

    @api.model
    def _cron_schedule(self):
        """Ask for the reports that are due, and note when each is due next.

        A time that was missed is made up for once, however many were missed.
        """
        now = fields.Datetime.now()
        due = self.search([("next_run", "<=", now)], order="next_run, id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for number, schedule in enumerate(due, start=1):
            locked = schedule.try_lock_for_update()
            if locked and locked.next_run <= now:
                locked._request_deliveries(locked.next_run)
                locked.next_run = locked._find_next_run(now)
            if not cron._commit_progress(1, remaining=len(due) - number):
                break

    # === BUSINESS METHODS === #

    def _request_deliveries(self, due, prefix="schedule"):
        """Ask for one delivery per recipient, once for a time."""
        self.flush_recordset()
        # sudo: deliveries are written by themselves only
        deliveries_sudo = self.env["distribution.report.delivery"].sudo()
        deliveries_sudo._request(
            [
                {
                    "key": f"{prefix}:{schedule.id}:{due:%Y-%m-%dT%H:%M}:{user.id}",
                    "kind": schedule.kind,
                    "company_id": schedule.company_id.id,
                    "user_id": user.id,
                    "schedule_id": schedule.id,
                    "due": due,
                }
                for schedule in self
                for user in schedule.recipient_ids
            ]
        )

    def _build_request(self, due, lang):
        """Return what the report is to show when it is sent at a moment.

        :param lang: of the recipient; the name of a schedule is the same in all
        """
        self.ensure_one()
        schedule = self.with_context(lang=lang, tz=self.company_id.distribution_tz)
        today = fields.Datetime.context_timestamp(schedule, due).date()
        date_from, date_to = self._find_period(today)
        kind = self.env["distribution.report.maker"]._get_kinds()[self.kind]
        if not kind.date_field:
            date_from = date_to = None
        domain, groups = self._read_filter()
        if not groups and kind.groups:
            groups = [kind.groups[self.layout]]
        return ReportRequest(
            kind=self.kind,
            title=self.name,
            groups=tuple(groups),
            domain=tuple(domain),
            date_from=date_from,
            date_to=date_to,
        )

    def _read_filter(self):
        """Return the conditions and the groups of the saved filter."""
        filter_sudo = self.sudo().filter_id  # its text; what it finds is up to the recipient
        if not filter_sudo:
            return [], []
        try:
            domain = filter_sudo._get_eval_domain()
            groups = ast.literal_eval(filter_sudo.context).get("group_by", [])
        except (ValueError, SyntaxError, AttributeError) as error:
            raise UserError(
                self.env._(
                    "The filter %(name)s cannot be read outside of its screen. Save it again"
                    " without conditions that depend on who looks.",
                    name=filter_sudo.name,
                )
            ) from error
        groups = [groups] if isinstance(groups, str) else list(groups)
        return domain, groups[:GROUPS_MOST]
