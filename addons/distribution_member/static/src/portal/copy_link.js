import { Interaction } from "@web/public/interaction";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

/** Copies the invitation link, and says that it has. */
export class CopyLink extends Interaction {
    static selector = ".o_distribution_copy";
    dynamicContent = {
        _root: { "t-on-click": this.onClick },
    };

    async onClick() {
        const input = this.el.parentElement.querySelector(".o_distribution_link");
        try {
            await this.waitFor(browser.navigator.clipboard.writeText(input.value));
        } catch {
            // without HTTPS browsers refuse: the reader copies what is selected
            input.select();
            return;
        }
        this.el.textContent = _t("Copied");
    }
}

registry.category("public.interactions").add("distribution_member.copy_link", CopyLink);
