"""Encrypted answers: DES, ECB, PKCS7, base64, as one public library reads them."""

import base64

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def encrypt(text: str, password: str) -> str:
    """Return the text as base64 of DES."""
    padder = padding.PKCS7(64).padder()
    padded = padder.update(text.encode("utf-8")) + padder.finalize()
    # Three equal keys make triple DES what DES is.
    cipher = Cipher(algorithms.TripleDES(password.encode("ascii") * 3), modes.ECB())  # noqa: S305
    encryptor = cipher.encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode("ascii")
