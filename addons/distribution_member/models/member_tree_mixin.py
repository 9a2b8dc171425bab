from odoo import api, models
from odoo.fields import Domain

PAGE = 50
FOUND = 20


class DistributionMemberTreeMixin(models.AbstractModel):
    """The tree of members, served page by page: what a person sees, and no more.

    A member whose upline is out of sight stands at the top of what one sees.
    """

    _name = "distribution.member.tree.mixin"
    _description = "Tree of Members"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_tree_page(self, upline_id=False, offset=0, limit=PAGE):
        """Return a page of the direct downline of a member, or of the top.

        :param int upline_id: the member above, or False for the top
        :return: `{"nodes": [...], "total": number of all}`
        """
        self.check_access("read")
        domain = self._get_tree_domain(upline_id)
        limit = max(1, min(int(limit), PAGE))
        members = self.search(domain, offset=max(0, int(offset)), limit=limit)
        return {"nodes": members._read_nodes(), "total": self.search_count(domain)}

    @api.model
    @api.readonly
    def find_in_tree(self, text):
        """Return the first members whose name or code contains `text`, and the way to them.

        :return: list of `{"id", "display_name", "path": the nodes from the top to the member}`
        """
        self.check_access("read")
        text = (text or "").strip()
        if not text:
            return []
        found = self.search(
            Domain("code", "ilike", text) | Domain("name", "ilike", text), limit=FOUND
        )
        above_ids = {int(part) for member in found for part in member.parent_path.split("/")[:-1]}
        visible = self.search([("id", "in", list(above_ids))])
        nodes = {node["id"]: node for node in visible._read_nodes()}
        return [
            {
                "id": member.id,
                "display_name": member.display_name,
                "path": member._get_visible_path(nodes),
            }
            for member in found
        ]

    # === HELPERS === #

    def _get_tree_domain(self, upline_id):
        if upline_id:
            return Domain("upline_id", "=", int(upline_id))
        return Domain("upline_id", "=", False) | Domain("upline_id", "not any", Domain.TRUE)

    def _get_visible_path(self, nodes):
        """Return the nodes from the highest visible upline without a gap down to the member."""
        path = []
        for part in reversed(self.parent_path.split("/")[:-1]):
            if int(part) not in nodes:
                break
            path.insert(0, nodes[int(part)])
        return path

    def _read_nodes(self):
        """Return what the tree shows of each member; the number of queries is always the same."""
        branches = self._count_branches()
        children = {
            upline.id: count
            for upline, count in self._read_group(
                [("upline_id", "in", self.ids)], ["upline_id"], ["__count"]
            )
        }
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "id": member.id,
                "name": member.name,
                "code": member.code,
                "level": member.level_id.display_name,
                "region": member.region_id.display_name,
                "state": member.state,
                "state_label": states[member.state],
                "child_count": children.get(member.id, 0),
                "branch_count": branches.get(member.id, 0),
            }
            for member in self
        ]
