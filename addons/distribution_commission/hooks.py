"""What uninstalling must do beside the tables."""


def uninstall_hook(env):
    """Take the guards of the ledger off the tables of other addons, which stay."""
    for model in ("distribution.commission.movement", "distribution.commission.entry"):
        env[model]._drop_guards()
