/** Choose a file in an input, as a person does who picks it from the disk. */
export function chooseFile(input, name, type, content) {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], name, { type }));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

// A transparent PNG of one dot: enough for a form, and redrawn by the server.
const DOT =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export function choosePicture(input) {
    const bytes = Uint8Array.from(atob(DOT), (sign) => sign.charCodeAt(0));
    chooseFile(input, "licence.png", "image/png", bytes);
}
