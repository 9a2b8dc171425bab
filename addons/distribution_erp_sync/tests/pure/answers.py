"""Answers of K/3 Cloud as the protocol pages quote them."""

LOST = "会话信息已丢失，请重新登录"
DUPLICATE = "违反字段唯一性要求：编码唯一。[test5]在当前系统中已经被使用。"
LOCKED = '"王五" 使用业务单据：销售订单 冲突，请稍候再使用。'
UNKNOWN_FIELD = "元数据中标识为FNope的字段不存在"
UNKNOWN_FORM = "标识为“SAL_Nope”的业务对象不存在，或者被删除"
FILTERED = [
    {
        "actionname": "showConfirm",
        "params": [
            {
                "title": "",
                "msg": "请求参数存在可疑数据,当前请求已经被拦截规则"
                "[caller_in_less_Point_Bracket]阻止!",
                "option": 0,
                "msgType": 0,
            }
        ],
    }
]


def refusal(message: str, code: int | str, field: str = "") -> dict:
    """Return a failure of any service."""
    return {
        "Result": {
            "ResponseStatus": {
                "ErrorCode": 500,
                "IsSuccess": False,
                "Errors": [{"FieldName": field, "Message": message, "DIndex": 0}],
                "SuccessEntitys": [],
                "SuccessMessages": [],
                "MsgCode": code,
            },
            "Id": "",
            "NeedReturnData": [{}],
        }
    }


def query_refusal(message: str, code: int | str) -> list:
    """Return a failure of ExecuteBillQuery, which looks like a row."""
    return [[refusal(message, code)]]


def success(number: str = "XSDD000123", entity_id: int | str = 140670, **returned) -> dict:
    """Return a success of Save, Submit or Audit."""
    message = f"单据编号为“{number}”的销售订单，成功！"
    return {
        "Result": {
            "ResponseStatus": {
                "IsSuccess": True,
                "Errors": [],
                "SuccessEntitys": [{"Id": entity_id, "Number": number, "DIndex": 0}],
                "SuccessMessages": [{"FieldName": None, "Message": message, "DIndex": 0}],
                "MsgCode": 0,
            },
            "Id": entity_id,
            "Number": number,
            "NeedReturnData": [returned],
        }
    }


def login(session_id: str = "sid-1", result: int = 1, message: str | None = None, **more) -> dict:
    """Return the answer to a login."""
    return {
        "Message": message,
        "MessageCode": "",
        "LoginResultType": result,
        "Context": {"SessionId": "asp-secret-session"} if session_id else None,
        "KDSVCSessionId": session_id or None,
        "IsSuccessByAPI": True,
        **more,
    }
