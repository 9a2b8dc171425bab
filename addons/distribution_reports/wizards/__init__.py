from . import distribution_target_copy
