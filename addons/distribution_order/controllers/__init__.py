from . import ordering_data
from . import ordering_lines
from . import portal
