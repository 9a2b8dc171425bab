"""Turn what platforms and spreadsheets put into a cell into the text that was meant."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from odoo.addons.distribution_member.tabular_files import parse_number  # noqa: TID251 - pure as well

EMPTY = {"", "-", "--", "—", "——", "null", "NULL", "None", "\\N"}
CIPHER_MARKS = ("##", "$$")
ROUNDED_NUMBER = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
CENT = Decimal("0.01")

MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
PROVINCES = (
    *MUNICIPALITIES,
    *("河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西"),
    *("山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "四川", "贵州", "云南", "西藏"),
    *("陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门"),
)
REGION_ENDINGS = re.compile(r"^(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市)")
CITY = re.compile(r"^[\s,/\-]*([\u4e00-\u9fff]{1,10}?(?:市|自治州|地区|盟|林区))")


def clean_cell(text: str) -> str:
    """Return the text without the dress that keeps spreadsheets from changing it.

    >>> clean_cell('="193001234567890123"'), clean_cell("'13800000000"), clean_cell("\\t6917")
    ('193001234567890123', '13800000000', '6917')
    >>> clean_cell("－"), clean_cell("##Xy7c=="), clean_cell("****"), clean_cell("１２（件）")
    ('', '', '', '12(件)')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\ufeff", "").replace("\u200b", "")
    text = text.strip()
    if text.startswith("="):
        text = text[1:].strip().strip('"').strip()
    text = text.strip("'`\"\t ")
    if text in EMPTY or text.startswith(CIPHER_MARKS) or not text.strip("*"):
        return ""
    return text


def clean_number(text: str) -> Decimal:
    """Read an amount or a quantity; ValueError when it is none.

    >>> clean_number("1,280.50元"), clean_number("￥12"), clean_number("3件")
    (Decimal('1280.50'), Decimal('12'), Decimal('3'))
    """
    return parse_number(text.strip().rstrip("元圆件个 "))


def normalise_heading(text: str) -> str:
    """Return a heading in the one spelling under which headings are compared.

    >>> [normalise_heading(text) for text in (" 商品总价（元） ", "下单帐号", "SKU ID")]
    ['商品总价', '下单账号', 'skuid']
    """
    text = re.sub(r"\s+", "", clean_cell(text)).replace("帐", "账").casefold().lstrip("*")
    return re.sub(r"(?<=.)\([^()]*\)$", "", text)


def normalise_status(text: str) -> str:
    """Return a status in the one spelling under which it is looked up.

    >>> normalise_status(" 买家已付款，等待 发货")
    '买家已付款,等待发货'
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def is_rounded(reference: str) -> bool:
    """Tell whether a spreadsheet has rounded this number: its last digits are lost.

    >>> is_rounded("1.93001E+17"), is_rounded("260517-607198974342268"), is_rounded("193001")
    (True, False, False)
    """
    return bool(ROUNDED_NUMBER.fullmatch(reference))


def find_region(province: str, city: str, address: str) -> tuple[str, str]:
    """Return province and city, from their own cells or from the beginning of an address.

    >>> find_region("", "", "江苏省 南京市 玄武区 中山路 1 号(210000)")
    ('江苏', '南京市')
    >>> find_region("", "", "上海上海市浦东新区"), find_region("广西壮族自治区", "南宁市", "")
    (('上海', '上海市'), ('广西', '南宁市'))
    """
    if province:
        short = next((name for name in PROVINCES if province.startswith(name)), province)
        return short, city
    found = next((name for name in PROVINCES if address.startswith(name)), "")
    if not found:
        return "", city
    rest = REGION_ENDINGS.sub("", address[len(found) :])
    match = CITY.match(rest)
    if found in MUNICIPALITIES:
        return found, city or f"{found}市"
    return found, city or (match.group(1) if match else "")


def allocate(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Share a sum by weights, in cents, so that the shares add up to it exactly.

    >>> allocate(Decimal("100.00"), [Decimal(1)] * 3)
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    if len(weights) == 1:
        return [total]
    whole = sum(weights)
    if not whole:
        weights, whole = [Decimal(1)] * len(weights), Decimal(len(weights))
    unit = min(CENT, Decimal(1).scaleb(total.as_tuple().exponent))
    exact = [total * weight / whole for weight in weights]
    shares = [(share // unit) * unit for share in exact]
    left = int((total - sum(shares)) / unit)
    # The largest remainders first, the earlier line first among equals.
    order = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in order[:left]:
        shares[place] += unit
    return shares
