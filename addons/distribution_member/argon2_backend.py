"""The part of passlib that knows Argon2, loaded before the workers are born."""

import warnings

from passlib.hash import argon2


def load():
    """Load it, once for all workers.

    :raise passlib.exc.MissingBackendError: without the package `argon2-cffi`
    """
    with warnings.catch_warnings():
        # passlib asks argon2-cffi for its version in a way that is to end some day
        warnings.simplefilter("ignore", DeprecationWarning)
        argon2.set_backend("argon2_cffi")
