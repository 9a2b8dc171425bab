from . import test_clawback
from . import test_commission_access
from . import test_commission_plan
from . import test_engine
from . import test_ledger
from . import test_settlement
from . import test_statement
from . import test_statement_portal
