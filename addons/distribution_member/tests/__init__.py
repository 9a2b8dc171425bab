from . import test_access
from . import test_append_only
from . import test_distribution_level
from . import test_distribution_member
from . import test_distribution_region
from . import test_distribution_todo
from . import test_member_upline
from . import test_sensitive
