import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus, useService } from "@web/core/utils/hooks";

export const SECONDS_SHOWN = 30;

/**
 * Asks why a number is needed, shows it once and takes it away again after some seconds.
 */
export class RevealDialog extends Component {
    static template = "distribution_member.RevealDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        resModel: String,
        resId: Number,
        fieldName: String,
        label: String,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ reason: "", clear: false, seconds: 0, isBusy: false });
        useAutofocus({ refName: "reason" });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    get title() {
        return _t("Show %s", this.props.label);
    }

    get groupedClear() {
        return this.state.clear.match(/.{1,4}/g).join(" ");
    }

    async onClickShow() {
        this.state.isBusy = true;
        try {
            const { resModel, resId, fieldName } = this.props;
            const clear = await this.orm.call(resModel, "reveal", [[resId]], {
                field: fieldName,
                reason: this.state.reason,
            });
            this.show(clear);
        } finally {
            this.state.isBusy = false;
        }
    }

    onClickCopy() {
        browser.navigator.clipboard.writeText(this.state.clear);
    }

    onKeydown(event) {
        if (event.key === "Enter" && this.state.reason.trim()) {
            event.preventDefault();
            this.onClickShow();
        }
    }

    show(clear) {
        if (!clear) {
            this.props.close();
            return;
        }
        this.state.clear = clear;
        this.state.seconds = SECONDS_SHOWN;
        this.timer = browser.setInterval(() => {
            this.state.seconds--;
            if (this.state.seconds <= 0) {
                this.state.clear = false;
                browser.clearInterval(this.timer);
                this.props.close();
            }
        }, 1000);
    }
}
