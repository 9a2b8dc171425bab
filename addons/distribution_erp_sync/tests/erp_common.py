from unittest.mock import patch

from ..models import transactions


def keep_open(test_class):
    """Let what commits flush only, until the test class ends: its transaction is rolled back."""
    for name, act in (
        ("let_go", lambda env: env.flush_all()),
        ("give_up", lambda env: env.invalidate_all()),
    ):
        test_class.enterClassContext(patch.object(transactions, name, act))
