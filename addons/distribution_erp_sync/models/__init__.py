from . import distribution_erp_backend
