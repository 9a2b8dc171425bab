"""Answers of K/3 WISE as public integrations read them, and the secrets of its tests."""

CODE = "c0de/with+signs"
STOCK_TOKEN = "st0ck-token"
SECRETS = (CODE, STOCK_TOKEN, "t0ken-1", "t0ken-2", "des-pass")


def fine(data=None, message: str = "Successful") -> dict:
    """Return a success."""
    return {"StatusCode": 200, "Message": message, "Data": data}


def token(value: str = "t0ken-1", validity: int = 3600) -> dict:
    """Return the answer to a question for a token."""
    return fine({"Token": value, "Code": "Y", "Validity": validity})


def failed(status: int = 500, message: str = "单据编号已存在") -> dict:
    """Return a refusal."""
    return {"StatusCode": status, "Message": message, "Data": None}
