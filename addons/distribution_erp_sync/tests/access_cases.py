"""Who may do what with the ERP's servers; how to read and extend it: access_table.py."""

CASES = {
    "distribution.erp.backend": {"admin": "rwcd rwcd rwcd rwcd -"},
}

WITHOUT_RULE = {}

PUBLIC_METHODS = {"distribution.erp.backend": {"action_test"}}


def make_backend(world, member):
    """A server of the member's company."""
    return world.env["distribution.erp.backend"].create(
        {
            "name": f"ERP of {member.code}",
            "base_url": "https://erp.example/k3cloud/",
            "organisation_number": member.code,
        }
    )


FACTORIES = {"distribution.erp.backend": make_backend}
