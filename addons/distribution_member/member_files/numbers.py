"""Whether the numbers and addresses of a line can be right."""

import re

from ..identity_numbers import (
    birthday_of,
    credit_code_error,
    id_card_check_sign,
    phone_error,
)

ID_NUMBER = re.compile(r"[1-9]\d{16}[\dX]")
ABROAD = re.compile(r"\+(?!86)\d{7,15}")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


def is_credit_code(code: str) -> bool:
    """Say whether a unified social credit code (GB 32100) is whole.

    >>> is_credit_code("91110000600037341L"), is_credit_code("91110000600037341M")
    (True, False)
    """
    return credit_code_error(code) is None


def is_id_number(number: str) -> bool:
    """Say whether a resident identity number (GB 11643) is whole.

    >>> is_id_number("11010519491231002X"), is_id_number("110105194912310021")
    (True, False)
    >>> is_id_number("11010519491331002X")
    False
    """
    if not ID_NUMBER.fullmatch(number) or not birthday_of(number):
        return False
    return id_card_check_sign(number[:17]) == number[17]


def is_phone(number: str) -> bool:
    """Say whether a phone number can be dialled.

    >>> is_phone("138 0013 8000"), is_phone("023-6789 1234"), is_phone("+852 2345 6789")
    (True, True, True)
    >>> is_phone("1380013800"), is_phone("+86 1380013")
    (False, False)
    """
    return not phone_error(number) or bool(ABROAD.fullmatch(re.sub(r"[\s()-]", "", number)))


def is_email(address: str) -> bool:
    """Say whether a text is one e-mail address.

    >>> is_email("zhang@example.com"), is_email("zhang@example"), is_email("a@b.cn, c@d.cn")
    (True, False, False)
    """
    return bool(EMAIL.fullmatch(address))
