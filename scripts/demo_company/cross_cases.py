"""Reports of goods that turned up outside the area: reported, heard, decided."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from freezegun import freeze_time

from scripts.demo_company.sample_papers import draw_paper

MORNING = time(2, 40)  # 10:40 in China
GOODS = ("CH0001", "环氧彩砂美缝剂（批次追溯）", "LZ260918-03")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One case; a text that is empty has not been written yet."""

    reporter: str
    suspect: str = ""
    days: int
    place: str
    seen: str
    lots: tuple = ()
    accusation: str = ""
    statement: str = ""
    reasons: str = ""
    measure: str = ""  # empty, with reasons: unfounded
    objection: str = ""
    answer: str = ""


STORIES = [
    Story(
        reporter="D103",
        suspect="D102",
        days=66,
        place="空港建材市场 B 区 12 号门口",
        seen="发现江北批次的填缝剂 20 箱，箱码完整。",
        accusation="贵公司所购填缝剂 20 箱在渝北区空港建材市场销售。",
        statement="系一家装修公司自提后转运，我司已停止向其供货。",
        reasons="批次发货记录与现场箱码一致，超出授权区域。",
        measure="cross_measure_warning",
        objection="书面警告过重，请改为口头提醒。",
        answer="已核对批次，警告维持，不影响订货。",
    ),
    Story(
        reporter="A01",
        suspect="D101",
        days=41,
        place="观音桥步行街后巷仓库",
        seen="仓库里有渝中区分销商的货。",
        accusation="贵公司所购商品在江北区观音桥一带存放。",
        statement="该仓库是我司租用的中转仓，有租赁合同，货物未在江北销售。",
        reasons="经查为中转仓，货物未在江北销售。",
    ),
    Story(
        reporter="D102",
        suspect="D101",
        days=9,
        place="五里店建材城",
        seen="同批次美缝剂在五里店有售，已拍照。",
        lots=("LZ260918-03",),
        accusation="批次 LZ260918-03 的美缝剂在江北区五里店建材城销售。",
    ),
    Story(
        reporter="D101",
        suspect="D104",
        days=16,
        place="解放碑较场口",
        seen="北碚的货整车进了较场口。",
        accusation="贵公司所购瓷砖胶在渝中区较场口销售。",
        statement="客户自行从北碚运到渝中，我司送货单地址均在北碚。",
    ),
    Story(
        reporter="D103",
        days=1,
        place="回兴街道沿街门店",
        seen="渝北出现外区批次，箱码被刮掉一半。",
    ),
]


def tell(env, manager, today):
    """Report as the members do in the portal, and go on as the manager does."""
    members = {member.code: member for member in env["distribution.member"].search([])}
    _deliver_lot(env, members["D101"], today)
    for story in STORIES:
        _tell_story(env, manager, today, members, story)
    env["mail.mail"].sudo().search([("model", "=", "distribution.cross.case")]).unlink()


def _tell_story(env, manager, today, members, story):
    cases_sudo = env["distribution.cross.case"].sudo()  # as the page does
    begin = datetime.combine(today, MORNING) - timedelta(days=story.days)
    reporter, suspect = members[story.reporter], members.get(story.suspect)
    values = {"text": story.seen, "place": story.place, "region_id": 0, "lots": [*story.lots]}
    photo = draw_paper("现场照片", [story.place, story.seen[:24], "拍摄：手机"])
    with freeze_time(begin):
        case_sudo = cases_sudo._report(
            reporter, reporter.colleague_ids[:1].user_id, values, [("photo.jpg", photo)]
        )
        case_sudo.responsible_id = manager
    if not suspect:
        return
    case = case_sudo.with_user(env.user)
    with freeze_time(begin + timedelta(hours=3)):
        case.action_check()
        case.member_id = suspect
        case.file_ids.action_release()
        case.hearing_days = 14
        case.draft = story.accusation
        case.action_ask_hearing()
    if story.statement:
        with freeze_time(begin + timedelta(days=2)):
            case_sudo._answer(suspect.colleague_ids[:1].user_id, story.statement, [])
    if story.reasons:
        _decide(env, case, suspect, begin, story)


def _decide(env, case, suspect, begin, story):
    with freeze_time(begin + timedelta(days=4)):
        case.draft = story.reasons
        if not story.measure:
            case.action_find_unfounded()
            case.action_close()
            return
        case.action_confirm()
        case.measure_id = env.ref(f"distribution_order.{story.measure}")
        case.action_take_measure()
    with freeze_time(begin + timedelta(days=6)):
        case.sudo()._object(suspect.colleague_ids[:1].user_id, story.objection)  # as the page does
    with freeze_time(begin + timedelta(days=9)):
        case.draft = story.answer
        case.action_close()


def _deliver_lot(env, member, today):
    """Deliver goods with a lot to a member, so that the lot tells whose they were."""
    code, name, lot_name = GOODS
    env_sudo = env(su=True)  # the warehouse's work, which is not the administrator's
    product = env_sudo["product.product"].create(
        {
            "name": name,
            "default_code": code,
            "is_storable": True,
            "tracking": "lot",
            "sale_ok": False,
            "purchase_ok": False,
        }
    )
    lot = env_sudo["stock.lot"].create({"name": lot_name, "product_id": product.id})
    warehouse = env_sudo["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    env_sudo["stock.quant"]._update_available_quantity(
        product, warehouse.lot_stock_id, 40.0, lot_id=lot
    )
    with freeze_time(datetime.combine(today, MORNING) - timedelta(days=40)):
        _ship(warehouse, member, product)


def _ship(warehouse_sudo, member, product_sudo):
    places = {
        "location_id": warehouse_sudo.lot_stock_id.id,
        "location_dest_id": warehouse_sudo.env.ref("stock.stock_location_customers").id,
    }
    picking_sudo = warehouse_sudo.env["stock.picking"].create(
        {
            **places,
            "partner_id": member.partner_id.id,
            "picking_type_id": warehouse_sudo.out_type_id.id,
            "move_ids": [
                (0, 0, {"product_id": product_sudo.id, "product_uom_qty": 40.0, **places})
            ],
        }
    )
    picking_sudo.action_confirm()
    picking_sudo.action_assign()
    picking_sudo.move_ids.picked = True
    picking_sudo._action_done()
