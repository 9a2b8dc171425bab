import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const PREFIX = "distribution-ordering:";

/** Whoever logs out leaves nothing of the ordering app in the browser. */
export class ForgetOnLogout extends Interaction {
    static selector = "a[href^='/web/session/logout']";
    dynamicContent = {
        _root: { "t-on-click": this.forget },
    };

    forget() {
        for (const key of Object.keys(localStorage)) {
            if (key.startsWith(PREFIX)) {
                localStorage.removeItem(key);
            }
        }
        navigator.serviceWorker?.controller?.postMessage({ forget: true });
    }
}

registry.category("public.interactions").add("distribution_order.forget_on_logout", ForgetOnLogout);
