from . import report_preview
from . import results_portal
