"""The built-in tenant: the invented credentials of the protocol's worked vector."""

DCID = "6500000000000a"
DATA_CENTER_NUMBER = "SIM"
DATA_CENTER_NAME = "模拟账套"
USER = "集成用户"
USER_ID = 178301
PASSWORD = "simulator"  # noqa: S105 - invented, as all of these
APP_ID = "200001_ICEnJ3ImLyB7LygoKC4pJ0IRG0BFEkIU"
APP_SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105
LCID = 2052
WISE_CODE = "simulator-code"
WISE_STOCK_TOKEN = "simulator-stock-token"  # noqa: S105
WISE_DES_PASSWORD = "k3wise01"  # noqa: S105
ORGANISATION = "100"
ORGANISATION_ID = 1
VERSION = "9.0.553.10"
