// The last resort, in plain JavaScript because the wasm module is dead or never arrived when it is needed.
// It shows a panel over the page, with what happened and a way to keep the last saved plan.
//
// It is called in four ways:
// - the module trapping: a panic of a release, or no memory left;
// - `window.slipwayPanic(message)`, by the panic hook that src/main.rs sets in a debug build;
// - a `slipway:panic` event on `window` whose `detail` is the message;
// - the module loader failing before Trunk's `TrunkApplicationStarted` event (no network, no WebAssembly,
//   a blocked script).
//
// Where plans are stored (src/storage/indexed_db.rs says the same): the IndexedDB database "slipway:FOLDER", with the
// folder of the page, has a store "plans" with, under each plan's id, its layout (version, id, revision, saved_at,
// settings, extra, tables: name -> { segments: [{ number, first, records }] }), and a store "segments" with, under
// [plan id, table, number], an array of records as in the document. All values are bytes of JSON.
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
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);

  // Errors of the running app that are no traps are the app's to report.
  function failed(event) {
    const fault = event.reason ?? event.error;
    if (globalThis.WebAssembly && fault instanceof WebAssembly.RuntimeError) return window.slipwayPanic(fault.stack ?? fault);
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
        const rest = plan.missing ? ` ${plan.missing} records could not be read and are not in it.` : "";
        status.textContent = `Saved as ${plan.name}.${rest}`;
      } catch (error) {
        status.textContent = `The saved plan could not be read: ${error}`;
      }
    });
    document.body.append(panel);
    panel.showModal();
    save.focus();
  }

  /** The document of the last saved plan as `{ name, text, missing }`, or null when nothing is saved. */
  async function readLastSavedPlan() {
    const name = `slipway:${location.pathname.replace(/[^/]*$/, "")}`;
    const isThere = (await indexedDB.databases()).some((database) => database.name === name);
    if (!isThere) return null;
    const database = await settled(indexedDB.open(name));
    try {
      const stores = database.transaction(["plans", "segments"]);
      const layouts = (await settled(stores.objectStore("plans").getAll())).map(layoutOf).filter(Boolean);
      const [last] = layouts.sort((a, b) => (a.saved_at < b.saved_at ? 1 : -1));
      return last ? await assembled(last, stores.objectStore("segments")) : null;
    } finally {
      database.close();
    }
  }

  function layoutOf(bytes) {
    try {
      return JSON.parse(textOf(bytes));
    } catch {
      return null;
    }
  }

  // Records go from the segments into the document as text: parsing and writing them again would round large numbers.
  async function assembled({ version, id, settings, extra, tables }, segments) {
    const fields = Object.entries({ format: "slipway-plan", version, id, settings }).map(asField);
    let missing = 0;
    for (const [table, layout] of Object.entries(tables)) {
      const reads = layout.segments.map(({ number }) => settled(segments.get([id, table, number])));
      const records = (await Promise.all(reads)).map(recordsOf);
      missing += layout.segments.filter((_, index) => records[index] === null).reduce((sum, segment) => sum + segment.records, 0);
      fields.push(`${JSON.stringify(table)}:[${records.filter(Boolean).join(",\n")}]`);
    }
    fields.push(...Object.entries(extra).map(asField));
    return { name: `${settings.name}.json`.replace(/[\\/:*?"<>|]/g, "-"), text: `{${fields.join(",\n")}}\n`, missing };
  }

  function asField([name, value]) {
    return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }

  /** The records of a segment, separated by commas; null when it is not there or no array. */
  function recordsOf(bytes) {
    try {
      const text = textOf(bytes).trim();
      return Array.isArray(JSON.parse(text)) ? text.slice(1, -1) : null;
    } catch {
      return null;
    }
  }

  function textOf(bytes) {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  }

  function settled(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
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
