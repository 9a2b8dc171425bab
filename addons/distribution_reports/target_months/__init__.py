"""How a yearly amount is spread over its months; plain values in, plain values out."""

from .splitting import scale, split_amount

__all__ = ["scale", "split_amount"]
