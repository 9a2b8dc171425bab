"""Numbers with consent, who looked at them and why, requests of every kind, an exercise."""

from datetime import timedelta

from odoo.addons.distribution_member.identity_numbers import id_card_check_sign

from scripts.demo_company import channel, names

REVEALS = [
    ("D101", "银行退回付款，核对账号"),
    ("A01", "首次付款前核对账号"),
    ("D101", "成员来电更正开户行"),
]
SHARING = ("D101", "D102", "A01")


def tell_privacy(env, staff, today):
    """Ask for consent, store the numbers, and let people use their rights."""
    admin_env, finance_env = env(user=staff["admin"].id), env(user=staff["finance"].id)
    # sudo: the company belongs to the system's administrator
    env.company.sudo().distribution_privacy_contact = "法务部 个人信息保护专员 023-6700 0000"
    members = admin_env["distribution.member"].search([("state", "!=", "applicant")], order="code")
    _give_consents(env, admin_env, members)
    _store_numbers(members)
    by_code = {member.code: member for member in members}
    for code, reason in REVEALS:
        by_code[code].with_env(finance_env).reveal("bank_account", reason)
    _tell_requests(admin_env, finance_env, members, by_code, today)
    _practise_incident(admin_env, today)
    # As the scheduler does every night: an application rejected more than a year ago goes.
    admin_env["distribution.retention.rule"].sudo()._cron_apply()


def _text(env, code):
    return env.ref(f"distribution_member.distribution_consent_text_{code}_zh_cn")


def _give_consents(env, admin_env, members):
    """Signed papers of the persons; some uplines may see contacts, by clicks in the portal."""
    consents = admin_env["distribution.consent"]
    persons = members.filtered(lambda member: member.subject_type != "company")
    consents._give(persons, _text(env, "sensitive"), "paper", evidence="合同档案 2025-01 册")
    people = {user.login: user for user in env["res.users"].search([("share", "=", True)])}
    logins = {code: login for login, code in channel.PORTAL_LOGINS.items()}
    for member in members.filtered(lambda member: member.code in SHARING):
        user = people.get(logins.get(member.code, member.code.lower()))
        if user:
            own = env["distribution.consent"].with_user(user)
            own._give(member, _text(env, "share_upline") + _text(env, "marketing"), "portal")
    first = members.filtered(lambda member: member.code == SHARING[0])
    consents._withdraw(first, ["marketing"], reason="电话告知不再接收")


def _store_numbers(members):
    """Give everybody an account; persons an identity number that can be right."""
    for number, member in enumerate(members, 1):
        values = {"bank_account": f"62220231{number * 7919:011}"}
        if member.subject_type == "person":
            body = f"500112{19700101 + number % 28:08}{number:03}"
            values["id_number"] = body + id_card_check_sign(body)
        member.write(values)


def _tell_requests(admin_env, finance_env, members, by_code, today):
    """One request of each kind, from new to refused."""
    requests = admin_env["distribution.privacy.request"]

    def ask(kind, member, days_ago, **values):
        received = f"{today - timedelta(days=days_ago)} 02:15:00"
        # sudo: as the portal's form does it
        return requests.sudo().create(
            {
                "kind": kind,
                "member_id": member.id,
                "date": received,
                "channel": "portal",
                **values,
            }
        )

    phone = ask("correct", by_code["D102"], 20, field_name="phone", new_value="023-5555 0188")
    phone.with_env(finance_env).write({"outcome": "已按您的要求更正。"})
    phone.with_env(finance_env).action_done()
    account = ask(
        "correct",
        by_code["D101"],
        4,
        field_name="bank_account",
        new_number="6217000030001234567",
        description="开户行已更换，附银行证明",
    )
    account.with_env(finance_env).action_check()
    restrict = ask("restrict", by_code["A01"], 24, description="希望仅保存资料")
    restrict.with_env(
        admin_env
    ).outcome = "合同仍在履行，订单和结算需要使用资料；终止后可再次申请。"
    restrict.with_env(admin_env).action_refuse()
    gone = members.filtered(lambda member: member.state == "terminated")[:1]
    ask("delete", gone or by_code["D102"], 13, description="已终止合作，请删除个人信息")
    ask("copy", by_code["A02"], 1, description="请邮寄纸质副本", channel="staff")


def _practise_incident(admin_env, today):
    """The yearly exercise, with the affected taken from the trail."""
    incident = admin_env["distribution.incident"].create(
        {
            "title": "年度演练：存有导出文件的笔记本电脑丢失",
            "is_exercise": True,
            "data_categories": "成员名称、联系方式、银行账号（末四位）",
            "cause": "外出时笔记本电脑遗失，硬盘已加密",
            "possible_harm": "冒名联系、诈骗电话",
            "measures": "已远程锁定电脑、停用账户并更换密码，向公安机关报案",
            "self_help": "对自称厂家的来电请回拨核实；留意账户变动；不要透露验证码",
            "contact": names.ADMIN.name + " 023-6700 0000",
            "date_discovered": f"{today - timedelta(days=9)} 01:30:00",
        }
    )
    incident.action_find_affected()
    incident.action_tell_persons()
