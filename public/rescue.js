// The last resort, in plain JavaScript because the wasm module is dead or never arrived when it is needed.
// It shows a panel over the page, with what happened and a way to keep the last saved plan.
//
// It is called in three ways:
// - `window.slipwayPanic(message)`, by the panic hook in src/main.rs;
// - a `slipway:panic` event on `window` whose `detail` is the message;
// - the module loader failing before Trunk's `TrunkApplicationStarted` event (no network, no WebAssembly,
//   a blocked script).
//
// What is known of the storage: IndexedDB, a database whose name begins with "slipway" and carries the app's
// path. Its stores are not settled yet, so `readLastSavedPlan` copies every store of every such database, as
// raw records with bytes in base64. The author of src/storage finishes it: it must return the plan in the
// document format that the app opens.
"use strict";

(() => {
  let started = false;

  window.slipwayPanic = (message) =>
    show(
      "Slipway has stopped because of a fault in itself",
      "What was saved is still in this browser. Save it as a file to be safe, then reload the page.",
      message,
    );

  addEventListener("slipway:panic", (event) => window.slipwayPanic(event.detail));
  addEventListener("TrunkApplicationStarted", () => (started = true));
  addEventListener("error", loadFailed, true);
  addEventListener("unhandledrejection", loadFailed);

  // Errors of the running app that are no panics are the app's to report.
  function loadFailed(event) {
    if (started) return;
    const isMissingFile = event.target instanceof HTMLScriptElement;
    if (event.target instanceof Element && !isMissingFile) return;
    const reason = isMissingFile ? "A part of the page could not be loaded." : event.reason ?? event.error ?? event.message;
    const panel = () =>
      show(
        "Slipway could not start",
        "Reload the page. If that does not help, the server does not deliver all of the page's files or this browser does not run WebAssembly.",
        reason,
      );
    if (document.body) panel();
    else addEventListener("DOMContentLoaded", panel);
  }

  function show(title, advice, reason) {
    if (document.getElementById("rescue")) return;
    const panel = element("dialog", { id: "rescue" });
    const heading = element("h1", { id: "rescue-title", textContent: title });
    const status = element("p", {});
    const save = element("button", { type: "button", textContent: "Save the last saved plan as a file" });
    const reload = element("button", { type: "button", textContent: "Reload the page" });
    const actions = element("div", { className: "rescue-actions" });
    const details = element("details", {});

    panel.setAttribute("aria-labelledby", "rescue-title");
    status.setAttribute("role", "status");
    actions.append(save, reload);
    details.append(
      element("summary", { textContent: "What happened" }),
      element("pre", { textContent: String(reason ?? "No reason is known.") }),
    );
    panel.append(heading, element("p", { textContent: advice }), actions, status, details);
    panel.addEventListener("cancel", (event) => event.preventDefault());
    reload.addEventListener("click", () => location.reload());
    save.addEventListener("click", async () => {
      try {
        const plan = await readLastSavedPlan();
        if (!plan) {
          status.textContent = "There is no saved plan in this browser.";
          return;
        }
        download(plan.name, plan.text);
        status.textContent = `Saved as ${plan.name}.`;
      } catch (error) {
        status.textContent = `The saved plan could not be read: ${error}`;
      }
    });
    document.body.append(panel);
    panel.showModal();
    save.focus();
  }

  /** The last saved plan as `{ name, text }` for a file, or null when nothing was ever saved. */
  async function readLastSavedPlan() {
    const databases = (await indexedDB.databases()).filter(({ name }) => name.startsWith("slipway"));
    const copies = {};
    let hasRecords = false;
    for (const { name } of databases) {
      const database = await settled(indexedDB.open(name));
      copies[name] = {};
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([settled(objects.getAllKeys()), settled(objects.getAll())]);
        copies[name][store] = keys.map((key, index) => ({ key, value: values[index] }));
        hasRecords ||= keys.length > 0;
      }
      database.close();
    }
    return hasRecords ? { name: "slipway-rescue.json", text: JSON.stringify(copies, bytesAsBase64, 1) } : null;
  }

  function settled(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function bytesAsBase64(_key, value) {
    const isBytes = value instanceof ArrayBuffer || ArrayBuffer.isView(value);
    if (!isBytes) return value;
    const bytes = new Uint8Array(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength);
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { base64: btoa(text) };
  }

  function download(name, text) {
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    element("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  function element(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }
})();
