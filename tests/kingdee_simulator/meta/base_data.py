"""Base data: organisations, materials, customers, warehouses, units and the small lists."""

from .fields import Entity, Form, build_form, parse_fields

STATUS = """
FDocumentStatus enum 数据状态 =C -
FForbidStatus enum 禁用状态 =A -
FCreateDate,FModifyDate,FApproveDate date -
"""
SMALL = """
FNumber text 编码 !
FName text 名称 !
FDescription text
FCreateOrgId,FUseOrgId ref:ORG_Organizations
"""
MATERIAL = """
FMASTERID int @msterID -
FNumber text 编码
FName text 名称 !
FSpecification text 规格型号
FMnemonicCode text
FDescription text
FMaterialGroup ref:BD_MATERIALGROUP 物料分组
FCreateOrgId ref:ORG_Organizations 创建组织 !
FUseOrgId ref:ORG_Organizations 使用组织
F_LISTPRICE number ~
"""
MATERIAL_BASE = """
FBARCODE text 条码
FErpClsID enum 物料属性 =1
FCategoryID ref:BD_MATERIALCATEGORY 存货类别
FTaxRateId ref:BD_TaxRate
FBaseUnitId ref:BD_UNIT 基本单位
FIsSale,FIsInventory,FIsPurchase bool =1
"""
MATERIAL_STOCK = """
FStoreUnitID ref:BD_UNIT 库存单位
FIsBatchManage,FIsKFPeriod bool
FSafeStock number
FStoreURNum,FStoreURNom number =1
"""
MATERIAL_SALE = "FSaleUnitId ref:BD_UNIT 销售单位"
CUSTOMER = """
FNumber text 客户编码
FName text 客户名称 !
FShortName text 简称
FCreateOrgId ref:ORG_Organizations 创建组织 !
FUseOrgId ref:ORG_Organizations 使用组织
FGroup ref:BD_CustomerGroup
FCustTypeId ref:BOS_ASSISTANTDATA
FSELLER ref:BD_Saler
FSALDEPTID ref:BD_Department
FTRADINGCURRID ref:BD_Currency 结算币别
FSETTLETYPEID ref:BD_SETTLETYPE
FRECCONDITIONID ref:BD_RecCondition
FTaxRate ref:BD_TaxRate
FINVOICETITLE,FTAXREGISTERCODE,FSOCIALCRECODE,FADDRESS,FTEL text
FCorrespondOrgId ref:ORG_Organizations
"""
SMALL_FORMS = {
    "ORG_Organizations": ("FOrgID", "组织机构"),
    "BD_STOCK": ("FStockId", "仓库"),
    "BD_UNIT": ("FUNITID", "计量单位"),
    "BD_MATERIALGROUP": ("FID", "物料分组"),
    "BD_MATERIALCATEGORY": ("FCATEGORYID", "存货类别"),
    "BD_CustomerGroup": ("FID", "客户分组"),
    "BOS_ASSISTANTDATA": ("FENTRYID", "辅助资料"),
    "BD_TaxRate": ("FID", "税率"),
    "BD_Saler": ("FID", "销售员"),
    "BD_Department": ("FDEPTID", "部门"),
    "BD_Currency": ("FCURRENCYID", "币别"),
    "BD_SETTLETYPE": ("FID", "结算方式"),
    "BD_RecCondition": ("FID", "收款条件"),
    "BD_RateType": ("FRATETYPEID", "汇率类型"),
    "BD_StockStatus": ("FSTOCKSTATUSID", "库存状态"),
    "BD_BatchMainFile": ("FLOTID", "批号主档"),
    "BOS_BillType": ("FBILLTYPEID", "单据类型"),
    "SEC_User": ("FUSERID", "用户"),
    "BD_Empinfo": ("FID", "员工"),
    "BD_Supplier": ("FSupplierId", "供应商"),
    "BD_Expense": ("FEXPID", "费用项目"),
    "BD_FLEXSITEMDETAILV": ("FID", "辅助属性"),
    "BD_BOM": ("FID", "物料清单"),
    "BD_FLEXVALUESDETAIL": ("FID", "仓位"),
    "STK_LogisticsCompany": ("FID", "物流公司"),
    "BD_PriceList": ("FID", "价目表"),
}


def _head(specification: str, caption: str) -> Entity:
    fields = parse_fields(specification + STATUS)
    return Entity(key="FBillHead", caption=caption, fields=fields)


def _subhead(key: str, caption: str, specification: str) -> Entity:
    orm = {"SubHeadEntity": "MaterialBase", "SubHeadEntity1": "MaterialStock"}
    return Entity(
        key=key,
        caption=caption,
        fields=parse_fields(specification),
        orm=orm.get(key, "MaterialSale"),
    )


def forms() -> list[Form]:
    """Return all base data forms."""
    material = Form(
        id="BD_MATERIAL",
        caption="物料",
        key="FMATERIALID",
        head=_head(MATERIAL, "物料"),
        subheads=(
            _subhead("SubHeadEntity", "基本", MATERIAL_BASE),
            _subhead("SubHeadEntity1", "库存", MATERIAL_STOCK),
            _subhead("SubHeadEntity2", "销售", MATERIAL_SALE),
        ),
        prefix="M",
    )
    customer = Form(
        id="BD_Customer",
        caption="客户",
        key="FCUSTID",
        head=_head("FMASTERID int @msterID -\n" + CUSTOMER.strip() + "\n", "客户"),
        prefix="CUST",
    )
    small = [
        Form(id=name, caption=caption, key=key, head=_head(SMALL, caption), prefix=name[:4])
        for name, (key, caption) in SMALL_FORMS.items()
    ]
    return [build_form(form) for form in (material, customer, *small)]
