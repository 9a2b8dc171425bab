"""Who wants to join: what they wrote, and what became of it. Everybody is invented. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Applicant:
    """An applicant: `days` working days ago, with the acts of the staff since then.

    An act is (working days ago, what, words); `licence` and `phone` tell the numbers apart.
    """

    name: str
    contact: str
    level: str
    region: str
    licence: int
    phone: int
    days: int
    subject: str = "company"
    inviter: str | None = None
    by_link: bool = False
    note: str = ""
    acts: list[tuple[int, str, str]] = field(default_factory=list)


BLURRED = "营业执照照片模糊，看不清统一社会信用代码，请重新拍摄上传"
APPLICANTS = [
    # So long ago that its data are due to be deleted.
    Applicant(
        "长寿区菩提山建材经营部",
        "罗启明",
        "SHOP",
        "CQ-YB",
        10,
        10,
        290,
        "sole_trader",
        acts=[(288, "reject", "经营范围不含建材，暂不接纳")],
    ),
    Applicant(
        "重庆悦来湾建材有限公司",
        "韩磊",
        "DIST",
        "CQ-YB",
        1,
        1,
        24,
        inviter="A01",
        acts=[(24, "take", ""), (23, "accept", ""), (23, "approve", "")],
    ),
    Applicant(
        "渝中区较场坊装饰材料店",
        "魏敏",
        "SHOP",
        "CQ-YZ",
        2,
        2,
        18,
        "sole_trader",
        inviter="D101",
        by_link=True,
        acts=[(17, "take", ""), (13, "accept", ""), (13, "approve", "")],
    ),
    Applicant(
        "重庆鸿山里贸易有限公司",
        "段飞",
        "DIST",
        "CQ-JB",
        3,
        3,
        12,
        inviter="A01",
        acts=[(11, "reject", "该区域已有分销商，且不具备仓储条件，暂不接纳")],
    ),
    Applicant(
        "南岸区茶园里五金店",
        "贺丹",
        "SHOP",
        "CQ-NA",
        4,
        4,
        9,
        "sole_trader",
        acts=[(8, "withdraw", "")],
    ),
    Applicant(
        "重庆照母山居建材有限公司",
        "严俊",
        "DIST",
        "CQ-YB",
        5,
        5,
        6,
        note="主营瓷砖胶和防水涂料，自有仓库约 600 平方米。",
        acts=[(5, "take", "")],
    ),
    Applicant(
        "沙坪坝区歌乐里建材经营部",
        "邹凯",
        "SHOP",
        "CQ-SP",
        6,
        6,
        3,
        "sole_trader",
        inviter="D201",
        acts=[(2, "refuse", BLURRED), (2, "ask", BLURRED)],
    ),
    Applicant(
        "重庆江津渡建材有限公司",
        "苏宁远",
        "AGENT",
        "CQ-W",
        7,
        7,
        1,
        inviter="A01",
        by_link=True,  # which has ended
        note="希望代理西部片区全部品类。",
        acts=[(1, "take", ""), (1, "accept", ""), (1, "approve", "")],
    ),
    Applicant(
        "北碚区蔡家坊建材店",
        "卢芳",
        "SHOP",
        "CQ-BB",
        8,
        8,
        1,
        "sole_trader",
        acts=[(1, "ask", "请说明门店是否已有同类品牌"), (1, "answer", "目前没有经营同类品牌。")],
    ),
    # The same phone as the one before it, and the same licence as the one that was rejected.
    Applicant(
        "北碚区蔡家岗装饰店", "卢芳", "SHOP", "CQ-BB", 9, 8, 1, "sole_trader", inviter="D101"
    ),
    # Brought by another one before.
    Applicant(
        "重庆鸿山里贸易有限公司",
        "段飞",
        "DIST",
        "CQ-JB",
        3,
        3,
        1,
        inviter="A02",
        note="已租用新仓库。",
    ),
]
