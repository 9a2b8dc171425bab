import { registry } from "@web/core/registry";
import { ensureFits, pressHeader } from "./steps";

const reveal = ".o_field_widget[name=bank_account] .o_sensitive_reveal";

registry.category("web_tour.tours").add("distribution_reveal", {
    steps: () => [
        { content: "The number is masked", trigger: ".o_field_widget[name=bank_account]" },
        { content: "Ask for the whole number", trigger: reveal, run: "click" },
        { content: "Nothing is shown without a reason", trigger: ".o_reveal_show:disabled" },
        { content: "Say why", trigger: "#reveal_reason", run: "edit Payment returned" },
        { content: "Show it", trigger: ".o_reveal_show:enabled", run: "click" },
        { content: "It is there", trigger: ".o_reveal_clear:contains(6222 0212 3456 7890)" },
        { content: "Put it away", trigger: ".modal-footer .btn-secondary", run: "click" },
        {
            content: "Nothing of it is left on the page",
            trigger: "body:not(:has(.o_reveal_clear))",
            run() {
                if (document.body.innerHTML.includes("6222021234567890")) {
                    throw new Error("the number is still on the page");
                }
            },
        },
        { content: "The field is masked as before", trigger: reveal },
    ],
});

registry.category("web_tour.tours").add("distribution_privacy", {
    steps: () => [
        {
            content: "Agree to share",
            trigger: "#consent_share_upline .o_consent_give",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Withdraw it again, as easily",
            trigger: "#consent_share_upline .o_consent_withdraw",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "It can be given again", trigger: "#consent_share_upline .o_consent_give" },
        ensureFits,
        { content: "Something is wrong", trigger: "#privacy_ask summary:first", run: "click" },
        { content: "The phone", trigger: "#privacy_field", run: "select phone" },
        { content: "As it is right", trigger: "#privacy_value", run: "edit 13800138000" },
        {
            content: "Send",
            trigger: "#privacy_ask details[open] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "The request is listed", trigger: "#privacy_requests" },
    ],
});

registry.category("web_tour.tours").add("distribution_privacy_decide", {
    steps: () => [
        { trigger: "[name=new_value]:contains(13800138000)" },
        { trigger: ".o_statusbar_buttons button[name=action_check]", run: "click" },
        { trigger: "[name=checked_user_id]:contains(pb_admin)" },
        ensureFits,
        ...pressHeader("Do It"),
        { trigger: "[name=decided_user_id]:contains(pb_admin)" },
        { trigger: ".o_statusbar_status:contains(Done)" },
        ensureFits,
    ],
});
