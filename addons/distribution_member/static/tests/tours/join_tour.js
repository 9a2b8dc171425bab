import { registry } from "@web/core/registry";
import { choosePicture } from "./files";
import { ensureFits } from "./steps";

registry.category("web_tour.tours").add("distribution_join", {
    steps: () => [
        {
            content: "The script of the page is at work",
            trigger: ".o_distribution_no_documents:not(.d-none)",
        },
        { trigger: "#applicant_name", run: "edit Tour Firm" },
        { trigger: "#credit_code", run: "edit 91350100M000100Y44" },
        { trigger: "#contact_name", run: "edit Han Meimei" },
        {
            content: "A mistyped code is said beside the field",
            trigger: "[data-error=credit_code].o_shown",
        },
        { trigger: "#phone", run: "edit 138 0000 1234" },
        { trigger: "#email", run: "edit tour@example.com" },
        { trigger: "#level_id", run: "selectByLabel Level 2" },
        {
            content: "The level asks for its documents",
            trigger: ".o_distribution_document:not(.d-none) input[type=file]",
            run() {
                choosePicture(this.anchor);
            },
        },
        {
            trigger: ".o_distribution_document:not(.d-none) input[id$=_number]",
            run: "edit L-1",
        },
        {
            trigger: ".o_distribution_document:not(.d-none) input[type=date]",
            run() {
                this.anchor.value = "2099-12-31";
            },
        },
        { trigger: "#region_id", run: "selectByLabel City" },
        { trigger: ".o_distribution_regions select:nth-child(2)", run: "selectByLabel North" },
        { trigger: ".o_distribution_send", run: "click" },
        {
            content: "Wrong and missing fields are marked, nothing is lost",
            trigger: "[data-error=consent_service].o_shown",
        },
        {
            trigger: "#credit_code.is-invalid",
            run() {
                const kept = document.querySelector("#contact_name").value;
                const file = document.querySelector(".o_distribution_document:not(.d-none) input[type=file]");
                if (kept !== "Han Meimei" || file.files.length !== 1) {
                    throw new Error("the form has lost what was entered");
                }
            },
        },
        { trigger: "#credit_code", run: "edit 91350100M000100Y43" },
        { trigger: "#consent_service", run: "click" },
        {
            trigger: ".o_distribution_send",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "h1:contains(SQ)" },
        { trigger: ".badge:contains(Submitted)" },
        ensureFits,
    ],
});
