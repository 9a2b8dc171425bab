"""The encrypted answers of some K/3 WISE: DES, ECB, PKCS7, base64. Weak, but theirs.

MODELLED, NOT VERIFIED: one public library decrypts so.
"""

import base64
import binascii

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES

KEY_BYTES = 8
BLOCK_BITS = 64


def decrypt(text: str, password: str) -> str:
    """Return the plain text.

    :raise ValueError: when it is not text encrypted with this password
    """
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    decryptor = _cipher(password).decryptor()
    padded = decryptor.update(raw) + decryptor.finalize()
    unpadder = padding.PKCS7(BLOCK_BITS).unpadder()
    return (unpadder.update(padded) + unpadder.finalize()).decode("utf-8")


def encrypt(text: str, password: str) -> str:
    """Return what `decrypt` reads.

    >>> decrypt(encrypt('{"Token": "令牌"}', "12345678"), "12345678")
    '{"Token": "令牌"}'
    """
    padder = padding.PKCS7(BLOCK_BITS).padder()
    padded = padder.update(text.encode()) + padder.finalize()
    encryptor = _cipher(password).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def _cipher(password: str) -> Cipher:
    key = password.encode()[:KEY_BYTES].ljust(KEY_BYTES, b"\0")
    # Triple DES with one key three times is single DES, which libraries no longer offer alone.
    return Cipher(TripleDES(key * 3), modes.ECB())  # nosec B304 B305: theirs, see above
