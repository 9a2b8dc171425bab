"""A Kingdee ERP that answers like the real one: K/3 Cloud (`/k3cloud/`) and K/3 WISE (`/K3API/`).

See README.md. Pure Python; run it as `python -m tests.kingdee_simulator --port 0`.
"""
