from odoo.tests import tagged

from . import access_cases
from .access_matrix import AccessMatrix
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessMatrix, DistributionCommon):
    cases = access_cases
