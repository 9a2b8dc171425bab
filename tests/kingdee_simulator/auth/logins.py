"""The logins that create a session (protocol 2.2, 2.3)."""

import base64
import binascii
import hmac
from collections.abc import Callable

from .. import tenant
from .sessions import Session, Sessions
from .signatures import login_sign

WRONG_CENTRE = "当前尝试登录的数据中心无法获取到"
WRONG_PASSWORD = "用户名或密码错误"  # noqa: S105
Refused = tuple[int, str]


def _text(arguments: dict, name: str) -> str:
    return str(arguments.get(name) if arguments.get(name) is not None else "")


def _by_password(erp, arguments: dict) -> Refused | None:
    if not erp.switches["password_login"]:
        return -1, "当前环境不支持用户名密码登录，请使用第三方系统登录授权"
    if erp.bad_tries >= erp.switches["lockout_tries"]:
        return 0, "用户被锁定，请联系系统管理员"
    right = _text(arguments, "username") == tenant.USER
    if not right or _text(arguments, "password") != tenant.PASSWORD:
        erp.bad_tries += 1
        return 0, WRONG_PASSWORD
    return None


def _application(arguments: dict) -> Refused | None:
    user = _text(arguments, "username")
    if _text(arguments, "appid") != tenant.APP_ID:
        return 0, "第三方系统登录授权信息不存在或应用ID不正确"
    if user != tenant.USER:
        app = tenant.APP_ID.split("_")[0]
        return -1, f"第三方应用：{app} 不允许用户{user} 登录，请联系系统管理员添加！"
    return None


def _by_secret(erp, arguments: dict) -> Refused | None:
    wrong = _application(arguments)
    if wrong:
        return wrong
    same = hmac.compare_digest(_text(arguments, "appsecret").encode(), erp.gate.app_secret.encode())
    return None if same else (0, "第三方系统登录授权的应用密钥不正确")


def _by_sign(erp, arguments: dict) -> Refused | None:
    wrong = _application(arguments)
    if wrong:
        return wrong
    values = [_text(arguments, name) for name in ("acctid", "username", "appid", "timestamp")]
    expected = login_sign([*values, erp.gate.app_secret], sha1=erp.switches["sign_sha1"])
    same = hmac.compare_digest(expected.encode(), _text(arguments, "sign").lower().encode())
    return None if same else (0, "签名验证失败")


def _by_passport(erp, arguments: dict) -> Refused | None:
    """The passport file of the simulator is base64 of `dcid,user,AppId,AppSecret`."""
    try:
        parts = base64.b64decode(_text(arguments, "passport"), validate=True).decode().split(",")
    except (binascii.Error, UnicodeDecodeError):
        return -1, "集成密钥文件不正确"
    expected = [tenant.DCID, tenant.USER, tenant.APP_ID, erp.gate.app_secret]
    return None if parts == expected else (-1, "集成密钥文件不正确")


LOGINS: dict[str, Callable] = {
    "ValidateUser": _by_password,
    "ValidateUser2": _by_password,
    "ValidateUserByOrgNumber": _by_password,
    "LoginByAppSecret": _by_secret,
    "LoginBySign": _by_sign,
    "LoginBySimplePassport": _by_passport,
}


def login(erp, name: str, arguments: dict) -> tuple[dict, Session]:
    """Return the login answer and the session (a useless one when it failed)."""
    wrong = None
    if name != "LoginBySimplePassport" and _text(arguments, "acctid") != tenant.DCID:
        wrong = -1, WRONG_CENTRE
    wrong = wrong or LOGINS[name](erp, arguments)
    if wrong:
        return _refused(*wrong), Sessions.useless()
    erp.bad_tries = 0
    session = erp.sessions.create(_text(arguments, "orgnumber"))
    return _accepted(session), session


def _refused(result: int, message: str) -> dict:
    return {**_frame(), "Message": message, "LoginResultType": result, "IsSuccessByAPI": False}


def _accepted(session: Session) -> dict:
    return {
        **_frame(),
        "LoginResultType": 1,
        "Context": _context(session),
        "KDSVCSessionId": session.sid,
        "IsSuccessByAPI": True,
    }


def _frame() -> dict:
    empty = dict.fromkeys(("FormId", "RedirectFormParam", "FormInputObject", "ErrorStackTrace"))
    return {
        "Message": None,
        "MessageCode": "",
        "LoginResultType": 0,
        "Context": None,
        "KDSVCSessionId": None,
        **empty,
        "Lcid": 0,
        "AccessToken": None,
        "CustomParam": {},
        "KdAccessResult": None,
    }


def _context(session: Session) -> dict:
    zone = {"OffsetTicks": 288000000000, "Number": "1078_SYS"}
    language = {"LocaleId": 2052, "LocaleName": "中文(简体)", "Alias": "CN", "LicenseType": 0}
    organisation = {"ID": tenant.ORGANISATION_ID, "AcctOrgType": "1", "Name": "总部"}
    return {
        "UserLocale": "zh-CN",
        "LogLocale": "zh-CN",
        "DBid": tenant.DCID,
        "DatabaseType": 3,
        "SessionId": session.asp,
        "UseLanguages": [language],
        "UserId": tenant.USER_ID,
        "UserName": tenant.USER,
        "CustomName": tenant.DATA_CENTER_NAME,
        "DisplayVersion": tenant.VERSION,
        "DataCenterName": tenant.DATA_CENTER_NAME,
        "UserToken": session.sid,
        "CurrentOrganizationInfo": {**organisation, "FunctionIds": [101, 102]},
        "IsCH_ZH_AutoTrans": False,
        "ClientType": 32,
        "UTimeZone": {**zone, "StandardName": "(UTC+08:00)北京", "Id": 230, "CanBeUsed": True},
        "STimeZone": zone,
        "GDCID": "",
        "Gsid": "",
        "TRLevel": 1,
        "ProductEdition": 0,
        "DataCenterNumber": tenant.DATA_CENTER_NUMBER,
        "ContextResultType": 0,
        "TenantId": "",
        "IsDeployAsPublicCloud": False,
    }
