from odoo import api, fields, models
from odoo.fields import Domain

from ..queries import downline_size
from .distribution_purpose import PURPOSE_SHARE_UPLINE

TEAM_PAGE = 20


class DistributionMemberPortalMixin(models.AbstractModel):
    """What the portal shows of a member; addons add to it by overriding the hooks.

    The pages call these on the member as superuser, after they have found it by the visitor's own
    role; none of the methods looks beyond the member's branch.
    """

    _name = "distribution.member.portal.mixin"
    _description = "Portal of a Member"

    colleague_ids = fields.One2many("distribution.member.user", "member_id", "Colleagues")

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        # sudo: whoever makes a member gives its portal users their place with it
        self.env["distribution.member.user"].sudo()._add_missing(member_ids=members.ids)
        return members

    # === HOOKS === #

    def _prepare_portal_home(self, role):
        """Override to add values that a block of the home page needs.

        :param str role: of the visitor; money is for `MONEY_ROLES`
        """
        self.ensure_one()
        return {
            "todos": self._prepare_portal_todos(role),
            "team": self._prepare_team_summary(),
            "certificates": self._prepare_portal_certificates(),
            "notices": self.env["distribution.notice"]._find_for(self, limit=3),
        }

    def _prepare_portal_certificates(self):
        """Return the authorisations in force: dicts of `name`, `date_to`, `url`."""
        valid = self.authorisation_ids.filtered("is_valid")
        return [
            {
                "name": f"{authorisation.number} {authorisation.region_id.name}",
                "date_to": authorisation.date_to,
                "url": f"/my/distribution/certificates/{authorisation.id}",
            }
            for authorisation in valid
        ]

    def _prepare_portal_links(self, role):
        """Override to add entries of the page "Me": dicts of `icon`, `text`, `url`."""
        links = [
            {
                "icon": "fa-bell-o",
                "text": self.env._("Messages"),
                "url": "/my/distribution/messages",
            },
            {
                "icon": "fa-bullhorn",
                "text": self.env._("Notices"),
                "url": "/my/distribution/notices",
            },
            {
                "icon": "fa-certificate",
                "text": self.env._("Certificates"),
                "url": "/my/distribution/certificates",
            },
            {
                "icon": "fa-share-alt",
                "text": self.env._("Invite"),
                "url": "/my/distribution/invite",
            },
            {"icon": "fa-user-o", "text": self.env._("My account"), "url": "/my/account"},
            {"icon": "fa-lock", "text": self.env._("Login and security"), "url": "/my/security"},
        ]
        colleagues = {
            "icon": "fa-users",
            "text": self.env._("Colleagues"),
            "url": "/my/distribution/colleagues",
        }
        privacy = {
            "icon": "fa-shield",
            "text": self.env._("Personal information"),
            "url": "/my/distribution/privacy",
        }
        return [colleagues, *links, privacy] if role == "admin" else links

    def _prepare_portal_navigation(self, role):
        """Override to add entries between home and team: dicts of `key`, `icon`, `text`, `url`."""
        return []

    def _get_team_figures(self, role):
        """Override to return {member id: text} of what each member's branch bought."""
        return {}

    # === TEAM === #

    def _prepare_team_summary(self):
        """Return how many members stand below, directly and in all."""
        self.ensure_one()
        self.env["distribution.member"].flush_model(["active", "parent_path", "upline_id"])
        [[direct, everybody]] = self.env.execute_query(
            downline_size.downline_size(self.id, self.parent_path)
        )
        return {"direct": direct, "all": everybody}

    def _prepare_team_page(self, root, *, role, search="", page=1):
        """Return one page of the members directly below `root`, or of all that a search finds."""
        self.ensure_one()
        domain = Domain("upline_id", "=", root.id)
        if search:
            domain = (
                Domain("id", "child_of", root.id)
                & Domain("id", "!=", root.id)
                & (Domain("name", "ilike", search) | Domain("code", "ilike", search))
            )
        total = self.search_count(domain)
        members = self.search(domain, limit=TEAM_PAGE, offset=(page - 1) * TEAM_PAGE, order="code")
        below = dict(
            self._read_group([("upline_id", "in", members.ids)], ["upline_id"], ["__count"])
        )
        figures = members._get_team_figures(role)
        names = members._get_names_for_upline()
        return total, [
            {
                "id": member.id,
                "name": names[member.id],
                "code": member.code,
                "level": member.level_id.name,
                "region": member.region_id.name,
                "state": member.state,
                "below": below.get(member, 0),
                "figure": figures.get(member.id, ""),
            }
            for member in members
        ]

    def _get_names_for_upline(self):
        """Return {id: name}; persons who did not agree to share theirs are shortened."""
        persons = self.filtered(lambda member: member.subject_type == "person")
        sharing = (
            self.env["distribution.consent"]._having(persons, PURPOSE_SHARE_UPLINE)
            if persons
            else persons
        )
        hidden = persons - sharing
        return {
            member.id: f"{member.name[:1]}**" if member in hidden else member.name
            for member in self
        }

    def _find_in_branch(self, member_id):
        """Return the member of the branch that has the id, else nothing."""
        self.ensure_one()
        if not 0 < member_id < 2**31:
            return self.browse()
        return self.search([("id", "=", member_id), ("id", "child_of", self.id)])
