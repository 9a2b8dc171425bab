import { registry } from "@web/core/registry";
import { ensureFits, pressHeader } from "./steps";

registry.category("web_tour.tours").add("distribution_expiry", {
    steps: () => [
        {
            content: "A reminder leads to what ends",
            trigger: ".o_data_cell[name=member_id]:contains(Firm SHOP), .o_kanban_record:contains(Firm SHOP):contains(Orders Stopped)",
            run: "click",
        },
        { trigger: ".o_form_view .badge:contains(Orders Frozen)" },
        ...pressHeader("Renew"),
        { trigger: ".modal .alert-info:contains(New orders are stopped)" },
        { trigger: ".modal [name=reason] input", run: "edit Contract 2027 signed" },
        ensureFits,
        { trigger: ".modal button:contains(Renew)", run: "click" },
        { trigger: "body:not(:has(.modal)):not(:has(.badge:contains(Orders Frozen))) .o_form_view" },
        ensureFits,
    ],
});

registry.category("web_tour.tours").add("distribution_expiry_portal", {
    steps: () => [
        { trigger: "#distribution_todos a:contains(Your membership ended on)" },
        ensureFits,
        { trigger: "#distribution_todos a:contains(membership)", run: "click", expectUnloadPage: true },
        { trigger: ".o_distribution_tab.active[href='/my/distribution/me']" },
        ensureFits,
    ],
});
