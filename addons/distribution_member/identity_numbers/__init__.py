"""Chinese identity numbers and phone numbers: how they are written, and whether they can be right.

Pure: knows nothing of Odoo, of today, or of whose number it is.
"""

from .credit_code import credit_code_error, credit_code_check_sign
from .id_card import age_on, birthday_of, id_card_check_sign, id_card_error
from .phone import normalise_phone, phone_error
from .signs import half_width

__all__ = [
    "age_on",
    "birthday_of",
    "credit_code_check_sign",
    "credit_code_error",
    "half_width",
    "id_card_check_sign",
    "id_card_error",
    "normalise_phone",
    "phone_error",
]
