import { registry } from "@web/core/registry";
import { choosePicture } from "@distribution_member/../tests/tours/files";
import { ensureFits } from "@distribution_member/../tests/tours/steps";

registry.category("web_tour.tours").add("distribution_statement_clerk", {
    steps: () => [
        { trigger: ".o_form_view .o_field_widget[name=payable]" },
        {
            content: "A figure of the settlement opens its statements",
            trigger: ".o_row:has([name=payable]) button[name=action_open_figure]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Firm SHOP) [name=member_id]",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=payable]:contains(20.00)" },
        {
            content: "A figure of the statement opens its entries",
            trigger: ".o_row:has([name=earned]) button[name=action_open_figure]",
            run: "click",
        },
        { trigger: ".o_last_breadcrumb_item:contains(Commission Entries)" },
        { trigger: ".o_list_view .o_data_row:contains(20.00) [name=amount]", run: "click" },
        { trigger: ".o_form_view .alert .o_field_widget[name=explanation]:contains(2 %)" },
        {
            content: "An entry opens the order it comes from",
            trigger: ".o_field_widget[name=order_id] a",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=order_line] .o_data_row" },
    ],
});

registry.category("web_tour.tours").add("distribution_statement_portal", {
    steps: () => [
        {
            trigger: ".list-group a[href*='/my/distribution/statements/']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "#distribution_statement_answer:contains(until)" },
        ensureFits,
        {
            content: "A line says how it comes about",
            trigger: ".o_distribution_statement_line details.text-muted summary",
            run: "click",
        },
        { trigger: ".o_distribution_statement_line details[open] span:contains(2 %)" },
        {
            trigger: ".o_distribution_statement_line summary:contains(Dispute this line)",
            run: "click",
        },
        ensureFits,
        {
            trigger: ".o_distribution_statement_line details[open] textarea[name=reason]",
            run: "edit We received ten, not nine",
        },
        {
            trigger: ".o_distribution_statement_line details[open] input[type=file]",
            run() {
                choosePicture(this.anchor);
            },
        },
        {
            trigger: ".o_distribution_statement_line details[open] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_distribution_statement_line .badge:contains(Disputed)" },
        { trigger: "#distribution_statement_answer li:contains(We received ten)" },
        ensureFits,
    ],
});

registry.category("web_tour.tours").add("distribution_statement_confirm", {
    steps: () => [
        {
            trigger: "#distribution_statement_answer button:contains(Confirm the Statement)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "#distribution_statement_answer strong:contains(Confirmed)" },
        { trigger: "body:not(:has(button:contains(Confirm the Statement)))" },
        ensureFits,
    ],
});
