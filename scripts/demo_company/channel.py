"""The story's members: who, where, under whom, since when, and what happened to them."""

from dataclasses import dataclass
from datetime import date

from scripts.demo_company.timeline import day_of_month

# The two members whose people can log in: login -> member code.
PORTAL_LOGINS = {"agent": "A01", "distributor": "D101"}


@dataclass(frozen=True, slots=True)
class Seat:
    """A member: `since` is months ago; `busy` scales how much it orders."""

    code: str
    name: str
    level: str
    region: str
    upline: str | None
    since: int
    contact: str
    subject: str = "company"
    state: str = "active"
    busy: float = 1.0


@dataclass(frozen=True, slots=True)
class Move:
    """A change of upline on a day of a past month."""

    code: str
    upline: str
    months_ago: int
    day: int
    reason: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A suspension or termination on a day of a past month."""

    code: str
    state: str
    months_ago: int
    day: int
    reason: str


SEATS = [
    Seat("A01", "重庆北岭渝建材贸易有限公司", "AGENT", "CQ-N", None, 40, "邓志强", busy=1.3),
    Seat("A02", "重庆西缙瓴装饰材料有限公司", "AGENT", "CQ-W", None, 38, "彭丽华"),
    Seat("A03", "重庆南屿湾建材有限公司", "AGENT", "CQ-S", None, 34, "蒋海涛"),
    Seat("A04", "重庆峡澜汀建材有限公司", "AGENT", "CQ-E", None, 26, "向明", busy=0.7),
    Seat("D101", "重庆洪岩里商贸有限公司", "DIST", "CQ-YZ", "A01", 30, "陈倩", busy=1.3),
    Seat("D102", "重庆观音桥北装饰材料有限公司", "DIST", "CQ-JB", "A01", 29, "刘洋"),
    Seat("D103", "重庆空港里建材有限公司", "DIST", "CQ-YB", "A01", 27, "杨柳"),
    Seat("D104", "重庆缙麓建材有限公司", "DIST", "CQ-BB", "A01", 22, "田野", busy=0.7),
    Seat("D201", "重庆磁巷装饰建材有限公司", "DIST", "CQ-SP", "A02", 28, "冯雪"),
    Seat("D202", "重庆石坪里建材有限公司", "DIST", "CQ-JL", "A02", 25, "余波"),
    Seat("D203", "重庆璧泉里建材有限公司", "DIST", "CQ-BS", "A02", 24, "代勇", busy=0.6),
    Seat("D301", "重庆南坪湾建材有限公司", "DIST", "CQ-NA", "A03", 26, "龚婷"),
    Seat("D401", "重庆平湖里建材有限公司", "DIST", "CQ-WZ", "A04", 20, "牟军"),
    Seat("S111", "渝中区石阶巷建材经营部", "SHOP", "CQ-YZ", "D101", 24, "吴桂芳", "sole_trader"),
    Seat("S121", "江北区五里坝建材经营部", "SHOP", "CQ-JB", "D102", 22, "赵德全", "sole_trader"),
    Seat("S122", "江北区鱼嘴岸装饰材料店", "SHOP", "CQ-JB", "D102", 20, "孙梅", "sole_trader"),
    Seat("S131", "渝北区两路口岸建材经营部", "SHOP", "CQ-YB", "D103", 18, "黄磊", "sole_trader"),
    Seat("S132", "渝北区礼嘉里五金店", "SHOP", "CQ-YB", "D103", 5, "任敏", "sole_trader"),
    Seat("S141", "北碚区金刀里建材店", "SHOP", "CQ-BB", "D104", 19, "夏雨", "sole_trader"),
    Seat("S211", "沙坪坝区陈家岗建材经营部", "SHOP", "CQ-SP", "D201", 21, "江涛", "sole_trader"),
    Seat("S221", "九龙坡区杨渡坪五金建材店", "SHOP", "CQ-JL", "D202", 17, "文静", "sole_trader"),
    Seat("S222", "璧山区青杠里建材店", "SHOP", "CQ-BS", "D203", 16, "郑平", "sole_trader"),
    Seat("S311", "南岸区弹子坝建材经营部", "SHOP", "CQ-NA", "D301", 20, "石磊", "sole_trader"),
    Seat("S312", "谢红（巴南工长）", "SHOP", "CQ-BN", "D301", 15, "谢红", "person", busy=0.6),
    Seat("S411", "万州区高笋里建材经营部", "SHOP", "CQ-WZ", "D401", 14, "谭勇", "sole_trader"),
    Seat(
        "S313",
        "巴南区鱼洞里建材店",
        "SHOP",
        "CQ-BN",
        "D301",
        0,
        "袁莉",
        "sole_trader",
        state="applicant",
    ),
    Seat(
        "D204", "重庆壁南里装饰材料有限公司", "DIST", "CQ-BS", "A02", 0, "温强", state="applicant"
    ),
]

MOVES = [
    Move("S122", "D103", 6, 1, "门店搬迁至渝北区，由渝北分销商就近供货"),
    Move("S222", "D202", 4, 16, "原上级终止合作，转由九龙坡分销商供货"),
]

# Next month: it stands in the history already, and is applied on its day.
PLANNED = [Move("S222", "D201", -1, 1, "年度区域调整，下月起由沙坪坝分销商供货")]

STOPS = [
    Stop("D203", "terminated", 4, 16, "合同到期未续签"),
    Stop("S141", "suspended", 2, 11, "跨区窜货，整改期间暂停"),
    Stop("S211", "terminated", 1, 8, "门店歇业"),
]


def first_day(seat: Seat, today: date) -> date:
    """Return the day the membership begins; an applicant's is the day it applied."""
    return day_of_month(today, seat.since, 1) if seat.since else today


def stop_of(code: str) -> Stop | None:
    """Return what ended or suspended a membership."""
    return next((stop for stop in STOPS if stop.code == code), None)
