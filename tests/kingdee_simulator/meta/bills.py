"""Bills: sales order, delivery, return, receivable, other payable."""

from .fields import Entity, Form, build_form, parse_fields

BILL = """
FBillNo text 单据编号
FDocumentStatus enum 单据状态 =A -
FCancelStatus enum 作废状态 =A -
FCancelDate,FApproveDate date -
FCreatorId,FModifierId,FApproverId ref:SEC_User -
FCreateDate date -
FModifyDate date @MOdifyDate -
"""
ORDER = """
FBillTypeID ref:BOS_BillType 单据类型 ! @BillTypeId
FBusinessType enum =NORMAL
FDate date 日期 !
FSaleOrgId ref:ORG_Organizations 销售组织 !
FCustId ref:BD_Customer 客户 !
FSaleDeptId ref:BD_Department 销售部门
FSaleGroupId ref:BD_Saler
FSalerId ref:BD_Saler 销售员 !
FReceiveId,FSettleId,FChargeId ref:BD_Customer
FReceiveAddress,FLinkMan,FLinkPhone,FNote text
FCloseStatus enum 关闭状态 =A -
FCloseDate date -
FManualClose bool -
FVersionNo text
FChangeReason text
"""
ORDER_FINANCE = """
FSettleCurrId ref:BD_Currency 结算币别 !
FLocalCurrId ref:BD_Currency
FExchangeTypeId ref:BD_RateType
FExchangeRate number =1
FIsIncludedTax bool =1
FIsPriceExcludeTax bool =1
FPriceListId,FDiscountListId ref:BD_PriceList
FRecConditionId ref:BD_RecCondition
FSettleModeId ref:BD_SETTLETYPE
FBillAmount,FBillTaxAmount,FBillAllAmount number -
"""
ORDER_ENTRY = """
FRowType enum =Standard
FMaterialId ref:BD_MATERIAL 物料编码 !
FUnitID ref:BD_UNIT 销售单位 @UnitId
FQty number 销售数量
FPriceUnitId ref:BD_UNIT
FPriceUnitQty,FPrice,FTaxPrice number
FEntryTaxRate number 税率% =13 @TaxRate
FEntryTaxAmount number -
FDiscountRate,FDiscount number
FAmount,FAllAmount number -
FIsFree bool
FDeliveryDate date 要货日期 !
FPlanDeliveryDate date
FSettleOrgIds ref:ORG_Organizations 结算组织 @SettleOrgId
FStockOrgId ref:ORG_Organizations
FOwnerTypeId enum =BD_OwnerOrg
FOwnerId ref:ORG_Organizations
FReserveType enum =1
FOUTLMTUNIT enum =SAL
FStockUnitID ref:BD_UNIT
FStockQty number
FBaseUnitId ref:BD_UNIT
FBaseUnitQty number
FLot ref:BD_BatchMainFile
FAuxPropId ref:BD_FLEXSITEMDETAILV
FSOStockId ref:BD_STOCK
FEntryNote text @Note
FSrcType,FSrcBillNo,FMtoNo text
FDeliQty,FStockOutQty,FRemainOutQty,FCanOutQty,FRetNoticeQty,FReturnQty,FARQTY,FARAMOUNT number -
FMrpCloseStatus,FMrpFreezeStatus,FMrpTerminateStatus enum =A -
"""
OUTSTOCK = """
FBillTypeID ref:BOS_BillType 单据类型 !
FDate date 日期 !
FSaleOrgId ref:ORG_Organizations 销售组织 !
FStockOrgId ref:ORG_Organizations 发货组织 !
FCustomerID ref:BD_Customer 客户 !
FReceiverID,FSettleID,FPayerID ref:BD_Customer
FSalesManID ref:BD_Saler
FStockerID ref:BD_Empinfo
FDeliveryDeptID ref:BD_Department
FCarrierID ref:BD_Supplier
FCarriageNO,FLogisticsNos,FLinkMan,FLinkPhone,FReceiveAddress,FNote text
"""
OUTSTOCK_FINANCE = """
FSettleCurrID,FLocalCurrID ref:BD_Currency
FSettleOrgID ref:ORG_Organizations
FExchangeTypeID ref:BD_RateType
FExchangeRate number =1
FIsIncludedTax bool =1
FBillAllAmount number -
FThirdBillNo,FThirdBillId,FThirdSrcType text
"""
OUTSTOCK_ENTRY = """
FMaterialID ref:BD_MATERIAL 物料编码 !
FUnitID ref:BD_UNIT
FMustQty number
FRealQty number 实发数量
FStockID ref:BD_STOCK 仓库 !
FStockLocID ref:BD_FLEXVALUESDETAIL
FStockStatusID ref:BD_StockStatus
FLot ref:BD_BatchMainFile
FProduceDate,FExpiryDate date
FAuxPropId ref:BD_FLEXSITEMDETAILV
FBaseUnitID ref:BD_UNIT
FBaseUnitQty number
FSalUnitID ref:BD_UNIT
FSALUNITQTY,FPrice,FTaxPrice number
FEntryTaxRate number =13 @TaxRate
FAllAmount number -
FIsFree bool
FSoorDerno text 订单单号
FSOEntryId int
F_LINKED bool ~
FSrcType,FSrcBillNo text
FReturnQty,FSumRetStockQty number -
FArrivalStatus enum =A
FArrivalDate date
FActQty number
FEntrynote text
"""
TRACE = """
FLogComId ref:STK_LogisticsCompany
FCarryBillNo text
FTraceStatus enum
"""
RETURN = """
FBillTypeID ref:BOS_BillType 单据类型 !
FDate date 日期 !
FSaleOrgId ref:ORG_Organizations 销售组织 !
FStockOrgId ref:ORG_Organizations 库存组织 !
FRetcustId ref:BD_Customer 退货客户 !
FReceiveCustId,FSettleCustId,FPayCustId ref:BD_Customer
FReturnReason ref:BOS_ASSISTANTDATA
FHeadNote text
FSalesManId ref:BD_Saler
"""
RETURN_ENTRY = """
FMaterialId ref:BD_MATERIAL 物料编码 !
FUnitID ref:BD_UNIT
FMustqty number
FRealQty number 实退数量
FStockId ref:BD_STOCK 仓库 !
FStocklocId ref:BD_FLEXVALUESDETAIL
FStockstatusId ref:BD_StockStatus
FLot ref:BD_BatchMainFile
FBaseunitId ref:BD_UNIT
FBaseunitQty,FPrice,FTaxPrice number
FEntryTaxRate number =13 @TaxRate
FAllAmount number -
FIsFree bool
FDeliveryDate date 退货日期
FReturnType ref:BOS_ASSISTANTDATA 退货类型
FOrderNo text
FSOEntryId int
F_LINKED bool ~
FSrcBillTypeID,FSrcBillNo,FETHIRDBILLID,FETHIRDBILLNO,FNote text
"""
RECEIVABLE = """
FBillTypeID ref:BOS_BillType 单据类型 !
FDATE date 业务日期 !
FENDDATE_H date
FCUSTOMERID ref:BD_Customer 客户 !
FCURRENCYID ref:BD_Currency 币别 !
FSETTLEORGID,FPAYORGID,FSALEORGID ref:ORG_Organizations
FSALEERID ref:BD_Saler
FISTAX bool =1
FALLAMOUNTFOR number
FWRITTENOFFSTATUS,FOPENSTATUS enum =A
"""
RECEIVABLE_ENTRY = """
FMATERIALID ref:BD_MATERIAL
FPRICEUNITID ref:BD_UNIT
FPriceQty,FPrice,FTaxPrice,FEntryTaxRate,FNoTaxAmountFor_D,FTAXAMOUNTFOR_D,FALLAMOUNTFOR_D number
FORDERNUMBER,FSOURCETYPE,FSourceBillNo text
"""
PAYABLE = """
FBillTypeID ref:BOS_BillType 单据类型 !
FDATE date 业务日期 !
FENDDATE_H date
FCONTACTUNITTYPE enum 往来单位类型 !
FCONTACTUNIT ref:* 往来单位 !
FCURRENCYID ref:BD_Currency 币别 !
FSETTLEORGID ref:ORG_Organizations 结算组织 !
FPURCHASEORGID ref:ORG_Organizations
FPAYORGID ref:ORG_Organizations 付款组织 !
FDEPARTMENTID ref:BD_Department
FMAINBOOKSTDCURRID ref:BD_Currency
FEXCHANGETYPE ref:BD_RateType
FExchangeRate number =1
FRemarks text
FTOTALAMOUNTFOR_H number
FWRITTENOFFSTATUS enum =A
"""
PAYABLE_ENTRY = """
FCOSTID ref:BD_Expense 费用项目
FCOSTDEPARTMENTID ref:BD_Department
FINVOICETYPE enum
FEntryTaxRate,FNOTAXAMOUNTFOR,FTAXAMOUNTFOR,FTOTALAMOUNTFOR number
FCOMMENT text
"""


def _entity(key: str, specification: str, **values: str) -> Entity:
    return Entity(key=key, fields=parse_fields(specification), **values)


def _bill(form_id: str, caption: str, prefix: str, head: str, **parts: tuple) -> Form:
    subheads, entries = parts.get("subheads", ()), parts.get("entries", ())
    table = form_id.lower()
    placed = tuple(
        Entity(
            key=item.key,
            caption=item.caption,
            fields=item.fields,
            id_key=item.id_key,
            orm=item.orm,
            table=f"{table}_{item.key.lower()}",
        )
        for item in entries
    )
    return Form(
        id=form_id,
        caption=caption,
        key="FID",
        number="FBillNo",
        prefix=prefix,
        head=_entity("FBillHead", BILL.rstrip() + head, caption=caption),
        subheads=subheads,
        entries=placed,
    )


def _entry(key: str, caption: str, specification: str, id_key: str, orm: str) -> Entity:
    return _entity(key, specification, caption=caption, id_key=id_key, orm=orm)


def _order() -> Form:
    need = "FNeedRecAdvance bool"
    finance = _entity(
        "FSaleOrderFinance", ORDER_FINANCE, caption="财务信息", orm="SaleOrderFinance"
    )
    return _bill(
        "SAL_SaleOrder",
        "销售订单",
        "XSDD",
        ORDER,
        subheads=(finance,),
        entries=(
            _entry(
                "FSaleOrderEntry",
                "订单明细",
                ORDER_ENTRY,
                "FSaleOrderEntry_FEntryID",
                "SaleOrderEntry",
            ),
            _entry("FSaleOrderPlan", "收款计划", need, "FSaleOrderPlan_FEntryID", "SaleOrderPlan"),
        ),
    )


def _outstock() -> Form:
    sub = _entity("SubHeadEntity", OUTSTOCK_FINANCE, caption="财务信息", orm="SAL_OUTSTOCKFIN")
    return _bill(
        "SAL_OUTSTOCK",
        "销售出库单",
        "XSCKD",
        OUTSTOCK,
        subheads=(sub,),
        entries=(
            _entry("FEntity", "明细信息", OUTSTOCK_ENTRY, "FEntity_FENTRYID", "SAL_OUTSTOCKENTRY"),
            _entry("FOutStockTrace", "物流跟踪", TRACE, "FOutStockTrace_FEntryID", "OutStockTrace"),
        ),
    )


def forms() -> list[Form]:
    """Return the bills."""
    lines = _entry("FEntity", "明细信息", RETURN_ENTRY, "FEntity_FENTRYID", "SAL_RETURNSTOCKENTRY")
    receivable = _entry(
        "FEntityDetail", "明细", RECEIVABLE_ENTRY, "FEntityDetail_FEntryID", "AP_PAYABLEENTRY"
    )
    payable = _entry("FEntity", "明细", PAYABLE_ENTRY, "FEntity_FEntryID", "FEntity")
    made = [
        _order(),
        _outstock(),
        _bill("SAL_RETURNSTOCK", "销售退货单", "XSTHD", RETURN, entries=(lines,)),
        _bill("AR_receivable", "应收单", "AR", RECEIVABLE, entries=(receivable,)),
        _bill("AP_OtherPayable", "其他应付单", "QTYFD", PAYABLE, entries=(payable,)),
    ]
    return [build_form(form) for form in made]
