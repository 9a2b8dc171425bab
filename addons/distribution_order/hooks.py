"""Leave nothing behind: implied groups are links on records of another addon."""


def uninstall_hook(env):
    """Take back the sales rights that this addon gave to the channel's groups."""
    for group, implied in (
        ("group_distribution_admin", "sales_team.group_sale_salesman_all_leads"),
        ("group_distribution_manager", "sales_team.group_sale_salesman"),
    ):
        env.ref(f"distribution_member.{group}").implied_ids -= env.ref(implied)
