import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";

const COLORS = { actual: "#714B67", value: "#017E84", band: "rgba(1, 126, 132, 0.18)" };

/** History, forecast and interval of one series; a click on a point opens the sales behind it. */
export class ForecastChartField extends Component {
    static template = "distribution_reports.ForecastChart";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                this.draw();
                return () => this.chart?.destroy();
            },
            () => [this.data, this.canvas.el]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get data() {
        return this.props.record.data[this.props.name];
    }

    draw() {
        if (!this.canvas.el || !this.data) {
            return;
        }
        this.chart = new Chart(this.canvas.el, {
            type: "line",
            data: { labels: this.data.points.map((point) => point.label), datasets: this.datasets },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: { mode: "index", intersect: false },
                onClick: (_event, elements) => elements.length && this.open(elements[0].index),
                plugins: { legend: { labels: { filter: (item) => item.text } } },
                scales: { y: { title: { display: true, text: this.data.measure } } },
            },
        });
    }

    get datasets() {
        const points = this.data.points;
        const first = points.findIndex((point) => "value" in point);
        const pick = (name) =>
            points.map((point, index) =>
                // The band and the line of the forecast begin where the history ends.
                index === first - 1 && name !== "actual" ? point.actual : point[name] ?? null
            );
        const line = { pointRadius: 2, borderWidth: 2, tension: 0 };
        return [
            { ...line, label: _t("Actual"), data: pick("actual"), borderColor: COLORS.actual },
            {
                ...line,
                label: _t("Forecast"),
                data: pick("value"),
                borderColor: COLORS.value,
                borderDash: [6, 4],
            },
            {
                label: _t("At Least"),
                data: pick("low"),
                borderWidth: 0,
                pointRadius: 0,
                backgroundColor: COLORS.band,
                fill: "+1",
            },
            {
                label: _t("At Most"),
                data: pick("high"),
                borderWidth: 0,
                pointRadius: 0,
                backgroundColor: COLORS.band,
            },
        ];
    }

    open(index) {
        const point = this.data.points[index];
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: `${this.data.title} · ${point.label}`,
            res_model: "distribution.sales.report",
            domain: [
                ...this.data.domain,
                ["date", ">=", point.start],
                ["date", "<", point.end],
            ],
            views: [[false, "list"]],
        });
    }
}

registry.category("fields").add("distribution_forecast_chart", {
    component: ForecastChartField,
    supportedTypes: ["jsonb", "json"],
});
