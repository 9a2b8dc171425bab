from odoo.addons.distribution_commission.tests.common import CommissionCommon
from odoo.addons.distribution_member.tests.access_matrix import AccessMatrix
from odoo.tests import tagged

from . import access_cases


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessMatrix, CommissionCommon):
    cases = access_cases
