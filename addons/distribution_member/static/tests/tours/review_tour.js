import { registry } from "@web/core/registry";
import { choosePicture } from "./files";
import { ensureFits, openPage, pressHeader } from "./steps";

const documents = ".o_field_widget[name=document_ids]";

registry.category("web_tour.tours").add("distribution_review_ask", {
    steps: () => [
        { trigger: `${documents} .o_data_row:contains(Licence) .badge:contains(Submitted)` },
        { trigger: `${documents} .o_data_row button[title=Refuse], ${documents} .o_data_row button:has(.fa-times)`, run: "click" },
        { trigger: ".modal [name=text] textarea", run: "edit The licence is blurred" },
        { trigger: ".modal button:contains(Refuse Document)", run: "click" },
        { trigger: `body:not(:has(.modal)) ${documents} .badge:contains(Refused)` },
        ...pressHeader("Ask the Applicant"),
        { trigger: ".modal .alert-info:contains(The clock of the review)" },
        { trigger: ".modal [name=text] textarea", run: "edit Please take the picture again" },
        ensureFits,
        { trigger: ".modal button:contains(Send Question)", run: "click" },
        { trigger: "body:not(:has(.modal)) .alert:contains(Please take the picture again)" },
        ensureFits,
    ],
});

registry.category("web_tour.tours").add("distribution_review_answer", {
    steps: () => [
        { trigger: ".card:contains(Please take the picture again)" },
        { content: "Why the document was refused", trigger: "li:contains(The licence is blurred)" },
        ensureFits,
        { trigger: "#message", run: "edit Here it is" },
        {
            trigger: "input[type=file]:first",
            run() {
                choosePicture(this.anchor);
            },
        },
        { trigger: "button:contains(Send Answer)", run: "click", expectUnloadPage: true },
        { content: "Its last day is asked for again", trigger: "input[type=date].is-invalid" },
        ensureFits,
        { trigger: "#message:value(Here it is)" },
        { trigger: "input[id$=_number]", run: "edit L-2" },
        {
            trigger: "input[type=date]",
            run() {
                this.anchor.value = "2099-12-31";
            },
        },
        {
            trigger: "input[type=file]:first",
            run() {
                choosePicture(this.anchor);
            },
        },
        { trigger: "button:contains(Send Answer)", run: "click", expectUnloadPage: true },
        { trigger: ".alert-info:contains(We are looking at your)" },
        { trigger: ".o_distribution_timeline:contains(Here it is)" },
        ensureFits,
    ],
});

registry.category("web_tour.tours").add("distribution_review_approve", {
    steps: () => [
        { trigger: `${documents} .o_data_row:contains(Submitted)` },
        {
            trigger: `${documents} .o_data_row:contains(Submitted) button:has(.fa-check)`,
            run: "click",
        },
        { trigger: `${documents} .o_data_row .badge:contains(Accepted)` },
        openPage("timeline"),
        { trigger: "[name=event_ids] .o_data_row:contains(Here it is)" },
        { trigger: ".o_statusbar_buttons button[name=action_approve]", run: "click" },
        { content: "What it does is said before", trigger: ".modal:contains(the last stage)" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Approved), .o_statusbar_status:contains(Approved)" },
        { trigger: "button[name=action_open_member], .o_button_more" },
        ensureFits,
    ],
});
