import { onWillStart } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { charField, CharField } from "@web/views/fields/char/char_field";
import { RevealDialog } from "./reveal_dialog";

const REVEALING_GROUP = "distribution_member.group_distribution_finance";

/**
 * An encrypted number: always masked, with a button for those who may see it in clear. The clear
 * number lives in the dialog only, never in the record.
 */
export class SensitiveField extends CharField {
    static template = "distribution_member.SensitiveField";

    setup() {
        super.setup();
        this.dialog = useService("dialog");
        onWillStart(async () => {
            this.mayReveal = await user.hasGroup(REVEALING_GROUP);
        });
    }

    get isRevealable() {
        const { record, name } = this.props;
        return this.mayReveal && record.resId && record.data[name] && !record.dirty;
    }

    onClickReveal() {
        const { record, name } = this.props;
        this.dialog.add(RevealDialog, {
            resModel: record.resModel,
            resId: record.resId,
            fieldName: name,
            label: record.fields[name].string,
        });
    }
}

export const sensitiveField = {
    ...charField,
    component: SensitiveField,
    displayName: _t("Encrypted Number"),
};

registry.category("fields").add("sensitive", sensitiveField);
