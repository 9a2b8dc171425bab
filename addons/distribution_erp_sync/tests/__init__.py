from . import test_erp_backend
