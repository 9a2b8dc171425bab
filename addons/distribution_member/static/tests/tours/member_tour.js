import { registry } from "@web/core/registry";
import { chooseRecord, ensureFits, openPage, pressHeader } from "./steps";

registry.category("web_tour.tours").add("distribution_member_transfer", {
    steps: () => [
        { trigger: ".o_form_view:contains(Firm DIST)" },
        ...pressHeader("Change Upline"),
        { content: "Who moves is said", trigger: ".modal [name=branch_count]:contains(2)" },
        ensureFits,
        {
            content: "They can be opened before a reason is there",
            trigger: ".modal button[name=action_open_branch]",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Firm SHOP), .o_kanban_record:contains(Firm SHOP)" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        { trigger: ".o_form_view:contains(Firm DIST)" },
        ...pressHeader("Change Upline"),
        ...chooseRecord("upline_id", "AGENT2"),
        { trigger: ".modal [name=reason] input", run: "edit Region divided anew" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: ".o_form_view:not(:has(.modal)) [name=upline_id]:contains(AGENT2)" },
        openPage("upline_history"),
        { trigger: "[name=upline_history_ids] .o_data_row:contains(Region divided anew)" },
        ensureFits,
    ],
});

registry.category("web_tour.tours").add("distribution_member_lifecycle", {
    steps: () => [
        { trigger: ".o_form_view:contains(Firm SHOP)" },
        ...pressHeader("Freeze or Unfreeze"),
        { trigger: ".modal .alert-warning:contains(New orders cannot be confirmed)" },
        { trigger: ".modal [name=reason] input", run: "edit Payment overdue" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: "div[name=freezes] .badge:contains(Orders Frozen)" },
        openPage("freezes"),
        { trigger: "[name=freeze_ids] .o_data_row:contains(Payment overdue)" },
        ...pressHeader("Freeze or Unfreeze"),
        { trigger: ".modal [name=operation] input[data-value=unfreeze]", run: "click" },
        { content: "It is not about freezing", trigger: ".modal:not(:has(.alert-warning))" },
        { content: "The freeze is shown", trigger: ".modal .o_data_row:contains(Payment overdue)" },
        { trigger: ".modal [name=reason] input", run: "edit Paid" },
        ensureFits,
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: "body:not(:has(.modal)):not(:has(.badge:contains(Orders Frozen)))" },
        ...pressHeader("Suspend"),
        { trigger: ".modal [name=reason] input", run: "edit Licence is checked" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: ".ribbon:contains(Suspended)" },
        openPage("status_history"),
        { trigger: "[name=status_history_ids] .o_data_row:contains(Licence is checked)" },
        ensureFits,
        { trigger: ".o_statusbar_buttons button[name=action_activate]", run: "click" },
        { trigger: ".o_form_view:not(:has(.ribbon:contains(Suspended)))" },
    ],
});
