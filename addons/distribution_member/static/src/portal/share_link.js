import { Interaction } from "@web/public/interaction";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** Hands an invitation link to the apps of the phone; where there are none, the button is not shown. */
export class ShareLink extends Interaction {
    static selector = ".o_distribution_share";
    dynamicContent = {
        _root: {
            "t-on-click": this.onClick,
            "t-att-class": () => ({ "d-none": !browser.navigator.share }),
        },
    };

    async onClick() {
        const input = this.el.parentElement.querySelector(".o_distribution_link");
        try {
            await this.waitFor(browser.navigator.share({ url: input.value }));
        } catch {
            // the visitor closed the list of apps: nothing is to be done
        }
    }
}

registry.category("public.interactions").add("distribution_member.share_link", ShareLink);
