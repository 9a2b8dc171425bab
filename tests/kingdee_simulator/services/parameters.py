"""Parameters of `data`, in any case; flags are booleans or texts."""

from ..refusal import Refusal


def read_parameters(data: object) -> dict:
    """Return the parameters by lower-case key."""
    if not isinstance(data, dict):
        raise Refusal(8, "接口参数data不能为空")
    return {str(key).lower(): value for key, value in data.items()}


def flag(parameters: dict, name: str, *, default: bool) -> bool:
    """Return a flag; "" and absence mean the default."""
    value = parameters.get(name)
    if value is None or value == "":
        return default
    return str(value).strip().lower() in ("true", "1")


def numbers_and_ids(parameters: dict) -> tuple[list[str], list[str]]:
    """Return Numbers and Ids of a state call; one of the two must be there."""
    numbers = _words(parameters.get("numbers"))
    ids = _words(parameters.get("ids"))
    if not numbers and not ids:
        raise Refusal(8, "编码值或内码值必须传其一")
    return numbers, ids


def _words(value: object) -> list[str]:
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return [str(part).strip() for part in parts if str(part).strip()]
