"""Babel's search for a locale's file, remembered.

Chinese is `zh_CN` to Odoo and `zh_Hans_CN` to Babel, so Babel goes through a thousand names, in
lower case, at every single date that is written. Files do not come or go while Odoo runs.
"""

import functools

from babel import localedata

NAMES = 512  # remembered at most: some come from outside


def remember() -> None:
    """Let Babel look for each name once; asked again, this changes nothing."""
    if not hasattr(localedata.exists, "cache_info"):
        localedata.exists = functools.lru_cache(NAMES)(localedata.exists)
