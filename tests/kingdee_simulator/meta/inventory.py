"""The stock table STK_Inventory: read only, its id is a GUID."""

from .fields import Entity, Form, build_form, parse_fields

INVENTORY = """
FStockOrgId ref:ORG_Organizations
FStockId ref:BD_STOCK
FStockName text
FStockLocId ref:BD_FLEXVALUESDETAIL
FMaterialId ref:BD_MATERIAL ^
FMaterialName,FModel text
FLot ref:BD_BatchMainFile
FLotProduceDate,FLotExpiryDate date
FAuxPropId ref:BD_FLEXSITEMDETAILV
FBomId ref:BD_BOM
FStockStatusId ref:BD_StockStatus
FOwnerTypeId enum =BD_OwnerOrg
FOwnerId ref:ORG_Organizations
FOwnerName text
FKeeperTypeId enum =BD_KeeperOrg
FKeeperId ref:ORG_Organizations
FKeeperName,FMtoNo,FProjectNo text
FProduceDate,FExpiryDate date
FBaseUnitId,FStockUnitId,FSecUnitId ref:BD_UNIT
FStoreurNum,FStoreurNom number =1
FBaseQty,FQty,FSecQty,FBaseLockQty,FLockQty,FSecLockQty,FBaseAVBQty,FAVBQty,FSecAVBQty number
FUpdateTime date
"""


def forms() -> list[Form]:
    """Return the stock table."""
    head = Entity(key="FBillHead", caption="即时库存", fields=parse_fields(INVENTORY))
    form = Form(
        id="STK_Inventory", caption="即时库存", key="FID", key_kind="text", number="", head=head
    )
    return [build_form(form)]
