"""The unified social credit code of a business (统一社会信用代码, GB 32100-2015).

18 signs: registering authority (1), kind of body (2), division of registration (3 to 8, digits),
code of the body (9 to 17), check sign (18). The check sign is the standard's modulus-31 sum with
weights 3^(place - 1) mod 31. The check sign inside the body's code (GB 11714) is not looked at:
registers have issued codes to sole traders that do not keep it.
"""

import re

from .signs import compact

# Without I, O, S, V and Z, which are mistaken for digits and for each other.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
MODULUS = len(ALPHABET)
WEIGHTS = tuple(pow(3, place, MODULUS) for place in range(LENGTH - 1))
SHAPE = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


def credit_code_check_sign(body: str) -> str:
    """Return the check sign of the first 17 signs.

    >>> credit_code_check_sign("91350100M000100Y4")
    '3'
    """
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % MODULUS]


def credit_code_error(text: str) -> str | None:
    """Return what is wrong: `length`, `shape` or `check`; None when the code can be right.

    The first example is the one of the standard.

    >>> credit_code_error("91350100M000100Y43")
    >>> credit_code_error("9135 0100 m000 100y 43")
    >>> credit_code_error("91350100M000100Y44")
    'check'
    >>> credit_code_error("9135O100M000100Y43")
    'shape'
    >>> credit_code_error("91350100")
    'length'
    """
    code = compact(text)
    if len(code) != LENGTH:
        return "length"
    if not SHAPE.fullmatch(code):
        return "shape"
    return None if credit_code_check_sign(code[:-1]) == code[-1] else "check"
