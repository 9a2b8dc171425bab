"""The columns of a file of members, and the headings they are found under."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


class MissingColumnsError(Exception):
    """The file lacks columns without which no member can be made; `args[0]` lists the fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the first heading of each language is the one of the template."""

    field: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    longest: int = 64
    is_required: bool = False
    # Names keep their signs as they are; codes and numbers are compared in half width.
    is_name: bool = False
    example: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Return all headings of the column, in the order of preference."""
        return self.zh + self.en

    def heading(self, lang: str | None) -> str:
        """Return the heading of the template.

        >>> COLUMNS[0].heading("zh_CN"), COLUMNS[0].heading("en_US")
        ('成员编码', 'Member Code')
        """
        return (self.zh if (lang or "").startswith("zh") else self.en)[0]


COLUMNS = (
    Column(
        field="code",
        zh=("成员编码", "编码", "经销商编码", "客户编码", "成员代码"),
        en=("Member Code", "Code", "Customer Code"),
        is_required=True,
        example="CQ0001",
    ),
    Column(
        field="name",
        zh=("名称", "成员名称", "经销商名称", "公司名称", "客户名称", "姓名"),
        en=("Name", "Member Name", "Company Name"),
        longest=120,
        is_required=True,
        is_name=True,
        example="重庆示例建材有限公司",
    ),
    Column(
        field="level",
        zh=("级别", "级别编码", "成员级别", "等级"),
        en=("Level", "Level Code"),
        is_required=True,
    ),
    Column(
        field="region",
        zh=("区域", "区域编码", "渠道区域", "地区"),
        en=("Region", "Region Code"),
        longest=200,
        is_required=True,
    ),
    Column(
        field="upline",
        zh=("上级编码", "上级", "上级成员编码", "上级经销商编码"),
        en=("Upline Code", "Upline"),
    ),
    Column(field="subject_type", zh=("主体类型", "类型"), en=("Subject Type", "Type")),
    Column(
        field="credit_code",
        zh=("统一社会信用代码", "社会信用代码", "信用代码", "税号"),
        en=("Unified Social Credit Code", "Credit Code", "Tax ID"),
        example="91500000MA5UQ0001R",
    ),
    Column(
        field="contact",
        zh=("联系人", "联系人姓名", "负责人"),
        en=("Contact Person", "Contact"),
        is_name=True,
        example="张三",
    ),
    Column(
        field="phone",
        zh=("手机", "手机号", "手机号码", "电话", "联系电话"),
        en=("Phone", "Mobile", "Telephone"),
        example="13800138000",
    ),
    Column(
        field="email",
        zh=("邮箱", "电子邮箱", "电子邮件", "邮件"),
        en=("Email", "E-mail"),
        longest=254,
        example="zhangsan@example.com",
    ),
    Column(
        field="street",
        zh=("地址", "详细地址", "联系地址"),
        en=("Address", "Street"),
        longest=250,
        is_name=True,
    ),
    Column(
        field="bank_account",
        zh=("开户行账号", "银行账号", "银行卡号", "收款账号"),
        en=("Bank Account", "Account Number"),
    ),
    Column(
        field="id_number",
        zh=("身份证号", "身份证号码", "身份证"),
        en=("ID Number", "Identity Card"),
    ),
    Column(
        field="consent_date",
        zh=("书面同意日期", "同意书签署日期", "个人信息同意日期"),
        en=("Consent Signed on", "Consent Date"),
    ),
    Column(
        field="date_start",
        zh=("加入日期", "入网日期", "加盟日期", "开始日期"),
        en=("Member Since", "Start Date"),
        example="2024-01-01",
    ),
    Column(
        field="date_end",
        zh=("授权截止日期", "授权到期日", "截止日期", "到期日期"),
        en=("Authorised Until", "End Date"),
        example="2026-12-31",
    ),
    Column(field="member_state", zh=("状态", "成员状态"), en=("Status", "State")),
)
FIELDS = tuple(column.field for column in COLUMNS)


def match_headings(headings: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return the heading of each of our fields, and the headings that are none of ours.

    A star or a remark in brackets, as people mark required columns, does not count.

    >>> match_headings(["＊名称（必填）", "成员编码", "Level", "REGION", "备注"])
    ({'code': '成员编码', 'name': '＊名称（必填）', 'level': 'Level', 'region': 'REGION'}, ['备注'])

    :raise MissingColumnsError: when a required column is missing
    """
    headings = list(headings)
    present: dict[str, str] = {}
    for heading in headings:
        present.setdefault(_plain(heading), heading)
    found = {}
    for column in COLUMNS:
        known = [present[key] for name in column.headings if (key := _plain(name)) in present]
        if known:
            found[column.field] = known[0]
    missing = [
        column.field for column in COLUMNS if column.is_required and column.field not in found
    ]
    if missing:
        raise MissingColumnsError(missing)
    used = set(found.values())
    return found, [heading for heading in headings if heading and heading not in used]


def _plain(heading: str) -> str:
    """Return what is compared of a heading."""
    text = unicodedata.normalize("NFKC", heading).casefold().split("(")[0]
    return "".join(text.replace("*", "").split())
