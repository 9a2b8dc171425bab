import re
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.addons.distribution_member.models.append_only_mixin import ERASED
from odoo.exceptions import UserError

KINDS = [("wish", "Wish"), ("problem", "Problem")]
STATES = [
    ("new", "New"),
    ("in_triage", "In Triage"),
    ("planned", "Planned"),
    ("answered", "Answered"),
    ("done", "Done"),
    ("declined", "Declined"),
]
OPEN_STATES = ("new", "in_triage", "planned")
SAID = {"member_id", "user_id", "kind", "text", "page", "browser"}
LONGEST_TEXT = 2000
LONGEST_PLACE = 200
MOST_FILES = 3
PAGES = "/my/distribution"
# Anything longer in an address is a key or a secret, not a name of a page.
LONGEST_PART = 24


def clean_page(address):
    """Return the path of one of the distributor's pages, without query, key or token.

    >>> clean_page("/my/distribution/orders?page=2#x"), clean_page("https://evil.example/x")
    ('/my/distribution/orders', '')
    >>> clean_page("/my/distribution/x/0123456789abcdef0123456789abcdef")
    '/my/distribution/x/…'
    """
    path = urlsplit(address or "").path if re.match(r"/[^/\\]", address or "") else ""
    if path != PAGES and not path.startswith(f"{PAGES}/"):
        return ""
    parts = (part if len(part) <= LONGEST_PART else "…" for part in path.split("/"))
    return "/".join(parts)[:LONGEST_PLACE]


class DistributionFeedback(models.Model):
    """A wish or a problem of a distributor's people: read, decided on and answered."""

    _name = "distribution.feedback"
    _description = "Feedback"
    _inherit = ["mail.thread", "mail.activity.mixin", "distribution.state.machine.mixin"]
    _order = "date desc, id desc"
    _state_fields = ("name", "answer", "answer_user_id", "date_answered")

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    state = fields.Selection(
        STATES, required=True, default="new", readonly=True, copy=False, index=True, tracking=True
    )
    kind = fields.Selection(KINDS, required=True, default="wish")
    topic_id = fields.Many2one("distribution.feedback.topic", index="btree_not_null")
    member_id = fields.Many2one(
        "distribution.member", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    region_id = fields.Many2one(related="member_id.region_id", store=True, index=True)
    level_id = fields.Many2one(related="member_id.level_id", store=True)
    user_id = fields.Many2one(
        "res.users", "Sent by", index="btree_not_null", default=lambda self: self.env.uid
    )
    date = fields.Datetime(
        "Sent on", required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    text = fields.Text(required=True)
    page = fields.Char(help="The page of the portal it was sent from, without numbers of a search.")
    browser = fields.Char(help="What the browser says of itself.")
    file_ids = fields.One2many("distribution.feedback.file", "feedback_id", "Pictures")
    file_count = fields.Integer("Pictures Sent", compute="_compute_file_count")
    responsible_id = fields.Many2one(
        "res.users", index=True, tracking=True, domain=[("share", "=", False)]
    )
    reply = fields.Text(
        "Answer to Write",
        copy=False,
        help="What the member reads, once one of the buttons is pressed. Until then it is a draft.",
    )
    answer = fields.Text(readonly=True, copy=False, tracking=True, help="What the member reads.")
    answer_user_id = fields.Many2one("res.users", "Answer by", readonly=True, copy=False)
    date_answered = fields.Datetime("Answered on", readonly=True, copy=False)

    _text_bounded = models.Constraint(
        f"CHECK (char_length(text) <= {LONGEST_TEXT})",
        f"Feedback has at most {LONGEST_TEXT} signs.",
    )
    _answer_given = models.Constraint(
        "CHECK (state NOT IN ('answered', 'declined') OR COALESCE(trim(answer), '') <> '')",
        "Write the answer: nothing is answered or declined without a word.",
    )
    _member_date_index = models.Index("(member_id, date DESC, id DESC)")

    # === COMPUTE METHODS === #

    @api.depends("file_ids")
    def _compute_file_count(self):
        for feedback in self:
            feedback.file_count = len(feedback.file_ids)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to number the feedback and to find who is responsible."""
        found = super().create(vals_list)
        sequences_sudo = self.env["ir.sequence"].sudo()  # numbers are no secret
        for feedback in found:
            feedback._write_state(
                feedback.state,
                name=sequences_sudo.next_by_code("distribution.feedback") or "/",
                responsible_id=(feedback.responsible_id or feedback._find_responsible()).id,
            )
        return found

    def write(self, vals):
        """Override of `base`: what a distributor has said stays as it was said."""
        if SAID & vals.keys() and not self.env.su:
            self.check_access("write")  # who may write nothing is told just that
            raise UserError(
                self.env._("What was said stays as it is. Write the answer, or change the topic.")
            )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_triage(self):
        """Take the feedback up: somebody reads it and decides. Also what was closed before."""
        self._ensure_state(
            ("new", "answered", "done", "declined"),
            self.env._("%(record)s is %(state)s: somebody has taken it up already."),
        )
        self._write_state("in_triage")
        return True

    def action_plan(self):
        """Say that it will be done; with a word to the member if there is one."""
        self._decide("planned")
        return True

    def action_answer(self):
        """Answer it; nothing is to be done."""
        self._decide("answered", needs_answer=True)
        return True

    def action_done(self):
        """Say that it is done."""
        self._decide("done")
        return True

    def action_decline(self):
        """Say that it will not be done, and why."""
        self._decide("declined", needs_answer=True)
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _send(self, member, user, values, files):
        """Record what the people of a member send; the caller has checked who they are.

        :param values: `kind`, `topic_id`, `text`, `page` and `browser`, clean
        :param files: pairs (name, content)
        :raise UserError: a sentence that says what is wrong
        """
        text = values["text"].strip()
        if not text:
            raise UserError(self.env._("Write what you wish for, or what went wrong."))
        if len(text) > LONGEST_TEXT:
            raise UserError(self.env._("Please write at most %(limit)s signs.", limit=LONGEST_TEXT))
        if len(files) > MOST_FILES:
            raise UserError(self.env._("Please send at most %(limit)s pictures.", limit=MOST_FILES))
        kinds = dict(KINDS)
        topics = self.env["distribution.feedback.topic"].search([("active", "=", True)])
        feedback = self.create(
            {
                "member_id": member.id,
                "user_id": user.id,
                "kind": values["kind"] if values["kind"] in kinds else "wish",
                "topic_id": values["topic_id"] if values["topic_id"] in topics.ids else False,
                "text": text,
                "page": clean_page(values["page"]),
                "browser": values["browser"][:LONGEST_PLACE],
            }
        )
        for name, content in files:
            self.env["distribution.feedback.file"].create({"feedback_id": feedback.id})._store_file(
                content, name
            )
        return feedback

    def _erase_words(self):
        """Leave what the summary counts, and no word or picture of the person; as superuser."""
        self.file_ids.unlink()
        self.write(
            {"text": ERASED, "page": False, "browser": False, "user_id": False, "reply": False}
        )
        self.filtered("answer").write({"answer": ERASED})

    # === HELPERS === #

    def _decide(self, state, needs_answer=False):
        self._ensure_state(
            [name for name, _label in STATES if name != state],
            self.env._("%(record)s is %(state)s already."),
        )
        for feedback in self:
            reply = (feedback.reply or "").strip()
            if needs_answer and not reply and not feedback.answer:
                raise UserError(
                    self.env._(
                        "Write the answer to %(record)s first: the member reads it.",
                        record=feedback.display_name,
                    )
                )
            told = (
                {
                    "answer": reply,
                    "answer_user_id": self.env.uid,
                    "date_answered": fields.Datetime.now(),
                    "reply": False,
                }
                if reply
                else {}
            )
            feedback._write_state(state, **told)
            feedback._tell_sender()

    def _tell_sender(self):
        """Write to who sent it, if the login is still in use."""
        self.ensure_one()
        sender_sudo = self.user_id.sudo()  # the address of who wrote to us
        if not (sender_sudo.active and sender_sudo.share and sender_sudo.email):
            return
        template_sudo = self.env.ref("distribution_order.mail_template_feedback_answer").sudo()
        template_sudo.send_mail(self.id)  # sudo: who answers need not be able to edit templates

    def _find_responsible(self):
        """Return who reads it: of the topic, else who manages the member's region."""
        self.ensure_one()
        member_sudo = self.member_id.sudo()  # a colleague of the member may send it
        return self.topic_id.sudo().user_id or member_sudo.region_id._find_managers()[:1]
