import { registry } from "@web/core/registry";

const line = (code) => `.o_member_tree_line[data-code='${code}']`;

registry.category("web_tour.tours").add("distribution_member_tree", {
    steps: () => [
        { content: "Open a branch", trigger: `${line("AGENT")} .o_member_tree_toggle`, run: "click" },
        { content: "See whom it holds", trigger: line("DIST2") },
        { content: "Show the rest of a long branch", trigger: `${line("DIST")} .o_member_tree_toggle`, run: "click" },
        { content: "A page is shown", trigger: line("S00") },
        { content: "Ask for more", trigger: ".o_member_tree_more", run: "click" },
        { content: "All are shown", trigger: line("SHOP") },
        { content: "Close the branch", trigger: `${line("AGENT")} .o_member_tree_toggle`, run: "click" },
        { content: "It is closed", trigger: `.o_member_tree:not(:has(${line("DIST2")}))` },
        { content: "Search", trigger: ".o_member_tree_search input", run: "edit S59" },
        { content: "Find", trigger: ".o_member_tree_search button[type=submit]", run: "click" },
        { content: "The way is open, the member stands out", trigger: `.o_chosen${line("S59")}` },
        {
            content: "Nothing is wider than the screen",
            trigger: ".o_member_tree",
            run() {
                const { scrollWidth, clientWidth } = document.querySelector(".o_member_tree");
                if (scrollWidth > clientWidth) {
                    throw new Error(`the tree is ${scrollWidth} wide, the screen ${clientWidth}`);
                }
            },
        },
        { content: "Open the member", trigger: `${line("S59")} .o_member_tree_name`, run: "click" },
        { content: "The form is there", trigger: ".o_form_view:contains(Firm S59)" },
        { content: "Back to the tree", trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        { content: "It is as it was", trigger: `.o_chosen${line("S59")}` },
    ],
});
