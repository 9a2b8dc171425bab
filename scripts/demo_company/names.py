"""The story's company, staff, levels and regions. Everybody in it is invented.

The tax number cannot be anybody's: real ones never contain the letter O.
"""

from dataclasses import dataclass

COMPANY = {
    "name": "重庆璞垣新型建材有限公司",
    "street": "空港大道示范园 8 号",
    "city": "渝北区",
    "zip": "401120",
    "phone": "023-5555 0100",
    "email": "service@puyuan.example",
    "website": "https://puyuan.example",
    "vat": "91500112MADEMO2026",
    "company_registry": "91500112MADEMO2026",
}
EMAIL_DOMAIN = "puyuan.example"
TIME_ZONE = "Asia/Shanghai"
LANGUAGE = "zh_CN"
SECOND_LANGUAGE = "en_US"
STATE_CODE = "渝"


@dataclass(frozen=True, slots=True)
class Colleague:
    """An employee who logs in."""

    login: str
    name: str
    group: str
    job: str


@dataclass(frozen=True, slots=True)
class Region:
    """A district, or an area of districts; `manager` and `staff` are logins."""

    code: str
    name: str
    name_zh: str
    parent: str | None = None
    manager: str | None = None
    staff: str | None = None

    @property
    def kind(self) -> str:
        """Return what it is on the map: managers look after areas of districts."""
        if not self.parent:
            return "province"
        return "area" if self.manager else "district"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the channel; its members pay `percent` of the list price."""

    code: str
    name: str
    name_zh: str
    rank: int
    percent: int


ADMIN = Colleague("admin", "系统管理员", "group_distribution_admin", "信息中心")
STAFF = [
    Colleague("manager", "周启航", "group_distribution_manager", "北部片区大区经理"),
    Colleague("manager.west", "罗思源", "group_distribution_manager", "西部、南部片区大区经理"),
    Colleague("sales", "秦小雨", "group_distribution_user", "渝中区渠道专员"),
    Colleague("finance", "谭静", "group_distribution_finance", "财务主管"),
    Colleague("reviewer", "何文博", "group_distribution_reviewer", "渠道准入审核员"),
]

LEVELS = [
    Level("AGENT", "Regional Agent", "区域总代", 1, 80),
    Level("DIST", "Distributor", "分销商", 2, 88),
    Level("SHOP", "Point of Sale", "终端", 3, 95),
]

REGIONS = [
    Region("CQ", "Chongqing", "重庆市", staff="reviewer"),
    Region("CQ-N", "North Area", "北部片区", "CQ", manager="manager"),
    Region("CQ-W", "West Area", "西部片区", "CQ", manager="manager.west"),
    Region("CQ-S", "South Area", "南部片区", "CQ", manager="manager.west"),
    Region("CQ-E", "Northeast Area", "东北片区", "CQ", manager="admin"),
    Region("CQ-YZ", "Yuzhong District", "渝中区", "CQ-N", staff="sales"),
    Region("CQ-JB", "Jiangbei District", "江北区", "CQ-N", staff="sales"),
    Region("CQ-YB", "Yubei District", "渝北区", "CQ-N"),
    Region("CQ-BB", "Beibei District", "北碚区", "CQ-N"),
    Region("CQ-SP", "Shapingba District", "沙坪坝区", "CQ-W"),
    Region("CQ-JL", "Jiulongpo District", "九龙坡区", "CQ-W"),
    Region("CQ-BS", "Bishan District", "璧山区", "CQ-W"),
    Region("CQ-NA", "Nan'an District", "南岸区", "CQ-S"),
    Region("CQ-BN", "Banan District", "巴南区", "CQ-S"),
    Region("CQ-WZ", "Wanzhou District", "万州区", "CQ-E"),
]
# Of the link that the manual shows.
INVITATION_CODE = "HYCZ3002QRJ5"
