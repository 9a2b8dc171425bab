import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { ProgressBarField, progressBarField } from "@web/views/fields/progress_bar/progress_bar_field";
import { onMounted, onWillUnmount } from "@odoo/owl";

const MILLISECONDS_BETWEEN_LOOKS = 2000;

/** A progress bar that reads its record again while the scheduler works on it. */
export class RunningProgressField extends ProgressBarField {
    setup() {
        super.setup();
        onMounted(() => this.waitAndLook());
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    waitAndLook() {
        this.timer = browser.setTimeout(() => this.look(), MILLISECONDS_BETWEEN_LOOKS);
    }

    /** What the user is typing is left alone; an error ends it, as it would come back each time. */
    async look() {
        const { record } = this.props;
        if (!document.hidden && !(await record.isDirty())) {
            await record.load();
        }
        if (record.data.is_running) {
            this.waitAndLook();
        }
    }
}

registry.category("fields").add("running_progress", {
    ...progressBarField,
    component: RunningProgressField,
});
