import { registry } from "@web/core/registry";
import { chooseFile } from "./files";
import { ensureFits, pressHeader } from "./steps";

const FILE = [
    "成员编码,名称,级别,区域,上级编码",
    "N1,Firm N1,T2,T-N,",
    "N2,Firm N2,T3,T-N,N1",
    "N3,Firm N3,T3,T-N,N1",
    "N4,Firm N4,T3,T-N,DIST",
    "N5,Firm N5,T9,T-N,DIST",
    "N6,Firm N6,T3,T-X,DIST",
].join("\n");

const back = { trigger: ".o_back_button, .breadcrumb-item:last-of-type a", run: "click" };
const errorLines = "button[name=action_open_lines]:has(.fa-exclamation-triangle)";

/** Figures of a form are buttons at a desk and a menu on a phone. */
function openFigure(selector) {
    return [
        { isActive: ["mobile"], trigger: ".o_button_more", run: "click" },
        { trigger: selector, run: "click" },
    ];
}

registry.category("web_tour.tours").add("distribution_member_import", {
    steps: () => [
        { content: "What to do is said", trigger: ".o_view_nocontent:contains(Upload your first file)" },
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "The template is there before anything is chosen",
            trigger: "a[href='/distribution/member-import/template'][download]",
            async run() {
                const answer = await fetch(this.anchor.href);
                if (!answer.headers.get("Content-Type").includes("spreadsheetml")) {
                    throw new Error(`the template is no workbook: ${answer.status}`);
                }
            },
        },
        {
            trigger: ".o_field_widget[name=file] .o_select_file_button",
            run() {
                const input = this.anchor.querySelector("input[type=file]");
                chooseFile(input, "members.csv", "text/csv", FILE);
            },
        },
        { content: "It goes by its file", trigger: ".oe_title [name=name]:contains(members.csv)" },
        { trigger: ".o_statusbar_buttons button[name=action_preview]", run: "click" },
        {
            content: "All or nothing: two errors, so nothing",
            trigger: ".o_form_view:not(:has(button[name=action_commit])) .alert-warning",
        },
        { content: "The name is kept", trigger: ".oe_title [name=name]:contains(members.csv)" },
        ensureFits,
        ...openFigure(`${errorLines}:contains(2)`),
        { trigger: ".o_data_row:contains(T-X) .o_data_cell[name=number]:contains(7)" },
        { trigger: ".o_data_row .o_data_cell[name=reason]:contains(There is no region T-X)" },
        ensureFits,
        {
            trigger: ".o_data_row:contains(T9) .o_data_cell[name=reason]:contains(no level T9)",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=level] input", run: "edit T3" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".alert-warning:contains(The line has been corrected)" },
        ensureFits,
        back,
        { trigger: ".o_list_view .o_data_row:contains(T-X)" },
        back,
        ...pressHeader("Preview Again"),
        ...openFigure(`${errorLines}:contains(1)`),
        { trigger: ".o_list_view .o_data_row:contains(T-X)" },
        back,
        { trigger: ".o_field_widget[name=on_error] input[data-value=skip]", run: "click" },
        { trigger: ".o_statusbar_buttons button[name=action_commit]", run: "click" },
        { content: "Made in the background", trigger: ".alert-info .o_progress[aria-valuenow='0']" },
        { content: "It says how far it is", trigger: ".alert-info .o_progress[aria-valuenow='60']" },
        { content: "and when it is done", trigger: ".o_form_view:not(:has(.alert-info)) .o_statusbar_status :contains(Done)" },
        ensureFits,
        ...openFigure("button[name=action_open_members]:contains(5)"),
        { trigger: ".o_data_row:contains(Firm N5), .o_kanban_record:contains(Firm N5)" },
        ensureFits,
    ],
});
