"""Who can log in to the demo: (role, role in Chinese, login, password)."""

LOGINS = [
    ("Administrator", "系统管理员", "admin", "admin"),
    ("Regional manager (North Area)", "大区经理（北部片区）", "manager", "manager"),
    ("Finance", "财务", "finance", "finance"),
    ("Reviewer of applications", "准入审核员", "reviewer", "reviewer"),
    ("Distributor: regional agent", "经销商：区域总代", "agent", "agent"),
    ("Distributor: second level", "经销商：分销商", "distributor", "distributor"),
    ("Distributor: objects to a lower level", "经销商：对降级有异议", "d401", "d401"),
]

PASSWORDS = {login: password for _role, _role_zh, login, password in LOGINS}
