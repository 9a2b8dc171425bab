from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools.date_utils import add, start_of


class DistributionLevelDecision(models.TransientModel):
    """Show what level suggestions would change, and ask for the day and the reason."""

    _name = "distribution.level.decision"
    _description = "Decide on Level Suggestions"

    operation = fields.Selection(
        [
            ("confirm", "Confirm"),
            ("dismiss", "Dismiss Suggestion"),
            ("answer", "Answer the Objection"),
        ],
        required=True,
        default="confirm",
    )
    suggestion_ids = fields.Many2many(
        "distribution.level.suggestion",
        "distribution_level_decision_rel",
        "wizard_id",
        "suggestion_id",
        "Suggestions",
        required=True,
        readonly=True,
        default=lambda self: self._get_chosen(),
    )
    date = fields.Date(
        "New Level from",
        required=True,
        default=lambda self: add(start_of(fields.Date.context_today(self), "month"), months=1),
        help="First day at the new level. Sales of earlier days keep the old one.",
    )
    reason = fields.Char(
        compute="_compute_reason",
        store=True,
        readonly=False,
        help="Kept in the history of the member, who may ask for it.",
    )
    answer = fields.Text(help="The member reads it in its portal.")
    effects = fields.Html("What Changes", compute="_compute_effects")
    objections = fields.Text(compute="_compute_effects")

    # === COMPUTE METHODS === #

    @api.depends("suggestion_ids", "operation")
    def _compute_reason(self):
        """Begin with the figures when a single suggestion is confirmed; else people say why."""
        for wizard in self:
            single = len(wizard.suggestion_ids) == 1 and wizard.operation == "confirm"
            wizard.reason = wizard.suggestion_ids._build_reason() if single else False

    @api.depends("suggestion_ids")
    def _compute_effects(self):
        for wizard in self:
            wizard.effects = Markup("").join(
                Markup("<p><b>%s</b></p><ul>%s</ul>")
                % (
                    suggestion.member_id.display_name,
                    Markup("").join(
                        Markup("<li>%s</li>") % text for text in self._prepare_effects(suggestion)
                    ),
                )
                for suggestion in wizard.suggestion_ids
            )
            wizard.objections = "\n".join(
                f"{suggestion.member_id.display_name}: {suggestion.objection}"
                for suggestion in wizard.suggestion_ids
                if suggestion.objection
            )

    # === ACTION METHODS === #

    def action_apply(self):
        """Confirm or dismiss them all, or answer what was objected."""
        self.ensure_one()
        closing = {"type": "ir.actions.act_window_close"}
        result = self._apply()
        if result is True:
            return closing
        return {**result, "params": {**result["params"], "sticky": True, "next": closing}}

    # === HELPERS === #

    def _apply(self):
        """Return True, or the notification that says which could not be confirmed."""
        if self.operation == "answer":
            return self.suggestion_ids.action_answer_objection(self.answer)
        if self.operation == "dismiss":
            return self.suggestion_ids.action_dismiss(self.reason)
        return self.suggestion_ids.action_confirm(self.date, self.reason)

    @api.model
    def _get_chosen(self):
        """Return the suggestions that are ticked in the list."""
        is_list = self.env.context.get("active_model") == "distribution.level.suggestion"
        ids = self.env.context.get("active_ids", []) if is_list else []
        return self.env["distribution.level.suggestion"].browse(ids)

    @api.model
    def _prepare_effects(self, suggestion):
        """Return what another level changes for a member, in sentences; override to add more."""
        old, new = suggestion.level_id, suggestion.suggested_level_id
        yield self.env._("Level: %(old)s → %(new)s", old=old.name, new=new.name)
        if old.pricelist_id != new.pricelist_id:
            standard = self.env._("standard prices")
            yield self.env._(
                "Price list: %(old)s → %(new)s",
                old=old.pricelist_id.name or standard,
                new=new.pricelist_id.name or standard,
            )
        if old.credit_default != new.credit_default:
            yield self.env._(
                "Usual credit limit of the level: %(old)s → %(new)s. The limit of the member"
                " stays until somebody changes it.",
                old=old.currency_id.format(old.credit_default),
                new=new.currency_id.format(new.credit_default),
            )
        missing = self._get_missing_documents(suggestion.member_id, new)
        if missing:
            yield self.env._(
                "Required documents that the member has not shown yet: %(documents)s",
                documents=", ".join(missing.mapped("name")),
            )

    @api.model
    def _get_missing_documents(self, member, level):
        """Return the types of document that a level requires and that nobody has accepted yet."""
        required = self.env["distribution.document.type"]._search_for(level, member.subject_type)
        shown = self.env["distribution.document"].search(
            [("member_id", "=", member.id), ("state", "=", "accepted")]
        )
        return required.filtered(lambda kind: kind._is_required_for(level)) - shown.type_id
