import { registry } from "@web/core/registry";
import { ensureFits, openPage, pressHeader } from "./steps";

const row = (code) => `.o_data_cell[name=member_id]:contains(${code}), .o_kanban_record:contains(${code})`;
const back = { trigger: ".o_back_button, .breadcrumb-item a", run: "click" };

registry.category("web_tour.tours").add("distribution_level_suggestion", {
    steps: () => [
        { content: "What to do is said while there is none", trigger: ".o_view_nocontent" },
        { trigger: "button[name=action_find]", run: "click" },
        { trigger: ".o_notification:contains(2 new suggestions)" },
        { trigger: ".o_notification_close", run: "click" },
        ensureFits,
        { trigger: row("FREE1"), run: "click" },
        { trigger: "[name=line_ids] .o_data_row:contains(120.00)" },
        ...pressHeader("Confirm"),
        { content: "What changes", trigger: ".modal [name=effects]:contains(Level 2 → Level 1)" },
        { trigger: ".modal [name=reason] input", run: "edit Bought enough" },
        ensureFits,
        { trigger: ".modal button:contains(Confirm)", run: "click" },
        { trigger: "body:not(:has(.modal)) [name=decision_reason]:contains(Bought enough)" },
        back,
        { trigger: `.o_view_controller:not(:has(${row("FREE1")}))` },
        { trigger: row("FREE2"), run: "click" },
        ...pressHeader("Dismiss Suggestion"),
        { trigger: ".modal p:contains(The members stay at their levels)" },
        { trigger: ".modal [name=reason] input", run: "edit A single large order" },
        { trigger: ".modal button:contains(Dismiss Suggestion)", run: "click" },
        { trigger: "body:not(:has(.modal)) [name=decision_reason]:contains(A single large order)" },
        ensureFits,
    ],
});

registry.category("web_tour.tours").add("distribution_level_history", {
    steps: () => [
        openPage("level_history"),
        { trigger: "[name=level_history_ids] .o_data_row:contains(Bought enough)" },
        ensureFits,
    ],
});
