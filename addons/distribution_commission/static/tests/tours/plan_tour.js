import { registry } from "@web/core/registry";
import { ensureFits, openPage, pressHeader } from "@distribution_member/../tests/tours/steps";

registry.category("web_tour.tours").add("distribution_commission_plan", {
    steps: () => [
        ...pressHeader("New Version"),
        { content: "The draft is open", trigger: ".o_field_widget[name=version]:contains(2)" },
        {
            trigger: ".o_field_widget[name=rule_ids] .o_data_row:contains(Volume) [name=name]",
            run: "click",
        },
        {
            content: "The picture names both modes",
            trigger: ".modal [name=tier_graph] svg text:contains(Cliff)",
        },
        {
            content: "2,000 of the first 100,000, and 3 % of 20,000 more",
            trigger: ".modal [name=tier_graph] svg text:contains(2,600)",
        },
        { trigger: ".modal [name=tier_ids] .o_data_row:last [name=rate]", run: "click" },
        {
            trigger: ".modal [name=tier_ids] .o_selected_row [name=rate] input",
            run: "edit 9 && press Tab",
        },
        {
            content: "The picture follows while the table is edited",
            trigger: ".modal [name=tier_graph] svg text:contains(3,800)",
        },
        { trigger: ".modal [name=tier_mode] input[data-value=cliff]", run: "click" },
        { trigger: ".modal [name=tier_graph] svg text[font-weight=bold]:contains(Cliff)" },
        { trigger: ".modal [name=sentence]:contains(cliff)" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        ...pressHeader("Show Changes"),
        { trigger: ".modal .o_distribution_difference:contains(3 %)" },
        { trigger: ".modal .o_distribution_difference strong:contains(9 %)" },
        { trigger: ".modal .btn-primary:contains(Close)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        openPage("versions"),
        { trigger: "[name=version_ids] .o_data_row:contains(In Force)" },
        ...pressHeader("Activate"),
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o_field_widget[name=phase]:contains(Announced)" },
    ],
});

registry.category("web_tour.tours").add("distribution_commission_plan_portal", {
    steps: () => [
        {
            trigger: "#distribution_todos a:contains(Commission plan to read and accept)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_distribution_rule svg.o_distribution_tier_graph" },
        { trigger: ".o_distribution_rule:contains(this rule)" },
        ensureFits,
        {
            trigger: "button:contains(Accept this version)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "#plan_accepted:contains(tb_shop)" },
        {
            trigger: "a[href='/my/distribution/plans']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".list-group .badge:contains(Accepted)" },
        ensureFits,
    ],
});
