import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const WIDTH = 120;
const HEIGHT = 32;
const EDGE = 4;

/** The last weeks of a figure as a line; weeks without a value are gaps. */
export class KpiTrendField extends Component {
    static template = "distribution_reports.KpiTrendField";
    static props = { ...standardFieldProps };

    setup() {
        this.viewBox = `0 0 ${WIDTH} ${HEIGHT}`;
    }

    get weeks() {
        return this.props.record.data[this.props.name] || [];
    }

    /** Points of the measured weeks, each with its place on the drawing. */
    get points() {
        const weeks = this.weeks;
        const values = weeks.map((week) => week.value).filter((value) => value !== null);
        const low = Math.min(...values);
        const span = Math.max(...values) - low;
        const step = (WIDTH - 2 * EDGE) / Math.max(weeks.length - 1, 1);
        return weeks
            .map((week, place) => ({
                ...week,
                place,
                x: EDGE + place * step,
                y: span
                    ? HEIGHT - EDGE - ((week.value - low) / span) * (HEIGHT - 2 * EDGE)
                    : HEIGHT / 2,
            }))
            .filter((week) => week.value !== null);
    }

    /** Lines between neighbours that were both measured. */
    get lines() {
        const points = this.points;
        return points
            .slice(1)
            .map((point, index) => [points[index], point])
            .filter(([from, to]) => to.place === from.place + 1);
    }

    get summary() {
        const measured = this.points.map((point) => `${point.week}: ${point.text}`);
        return measured.join("\n") || _t("No week was measured yet.");
    }
}

registry.category("fields").add("kpi_trend", {
    component: KpiTrendField,
    supportedTypes: ["json"],
});
