from . import distribution_sales_report

# service figures; the values name their lights
from . import (
    kpi_measure_mixin,
    distribution_report_maker,
    report_file_mixin,
    distribution_report_delivery,
    kpi_mail_mixin,
    distribution_kpi,
    distribution_kpi_value,
    distribution_kpi_permission,
    distribution_kpi_figure,
    distribution_kpi_figure_forecast_accuracy,
    distribution_kpi_figure_order_cycle,
    distribution_kpi_figure_permission_coverage,
    distribution_kpi_figure_report_time,
    distribution_kpi_figure_return_rate,
    distribution_kpi_figure_review_time,
    distribution_kpi_figure_settlement_accuracy,
    distribution_kpi_figure_settlement_delay,
    distribution_kpi_figure_shortage_response,
    distribution_kpi_figure_stock_accuracy,
    company_kpi_mixin,
    res_company,
    res_config_settings,
    schedule_clock_mixin,
    distribution_report_schedule,
)
