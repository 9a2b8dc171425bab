"""Forecasts of sales around the library statsforecast; knows nothing of Odoo or a database.

periods     months and weeks
series      what was sold in each period, what is expected, what may be said of it
checks      which histories are too short or too irregular for a number
candidates  the library's models, fitted once and walked over past origins
festival    Chinese New Year, which moves from year to year
backtest    rolling origin: weights of the models, accuracy, interval
engine      one series from history to forecast
reconcile   parts that add up to the whole
channel     total, regions, members, categories and products of a company
pool        many series in processes of their own
worker      what such a process runs
"""

from .channel import TOTAL, Subject, forecast_channel
from .periods import Frequency
from .pool import MissingLibraryError, Pool, forecast_all, is_available
from .reconcile import Node, reconcile
from .series import Outcome, Reason, Series, Step

__all__ = [
    "Frequency",
    "MissingLibraryError",
    "Node",
    "Outcome",
    "Pool",
    "Reason",
    "Series",
    "Step",
    "Subject",
    "TOTAL",
    "forecast_all",
    "forecast_channel",
    "is_available",
    "reconcile",
]
