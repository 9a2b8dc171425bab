from .tier_graph import draw
from .tiers import Part, best_example, format_rate, pay, read_tiers, split
