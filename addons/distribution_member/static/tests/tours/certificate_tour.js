import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { ensureFits, pressHeader } from "./steps";

registry.category("web_tour.tours").add("distribution_certificate_issue", {
    steps: () => [
        { trigger: ".o_statusbar_buttons button[name=action_issue]", run: "click" },
        { content: "It has a number", trigger: ".oe_title [name=number]:contains(SQ)" },
        ensureFits,
        {
            content: "Print it; the file is on its way when the server has made it",
            trigger: ".o_statusbar_buttons button:contains(Certificate)",
            run({ click }) {
                const save = download._download;
                patch(download, {
                    async _download(options) {
                        await save(options);
                        document.body.classList.add("o_printed");
                    },
                });
                return click();
            },
        },
        { trigger: "body.o_printed" },
        { trigger: ".o-mail-Message:contains(Issued)" },
    ],
});

registry.category("web_tour.tours").add("distribution_certificate_check", {
    steps: () => [
        { trigger: "h1:contains(This certificate is valid)" },
        { trigger: "dd:contains(Firm DIST)" },
        { trigger: "dd:contains(City / North)" },
        { trigger: "dd:contains(2099)" },
        ensureFits,
    ],
});

registry.category("web_tour.tours").add("distribution_certificate_revoke", {
    steps: () => [
        ...pressHeader("Revoke"),
        { trigger: ".modal .alert-warning:contains(This cannot be undone)" },
        { trigger: ".modal [name=reason] input", run: "edit Sold outside of the region" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: ".ribbon:contains(Revoked)" },
        ensureFits,
    ],
});
