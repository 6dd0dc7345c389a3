// The release page starts: under its own policy, at the root and under a sub-path, and is rescued when it cannot.
import assert from "node:assert/strict";

import { axe, downloaded, eventually, journey } from "./harness.mjs";

for (const prefix of ["/", "/some/sub/"]) {
  journey(`The page starts under ${prefix}`, { prefix }, async ({ page, open }) => {
    await open();
    assert.equal(await page.title(), "Slipway");
    assert.equal(await page.locator("meta[http-equiv=Content-Security-Policy]").count(), 1);
    await page.getByRole("main").waitFor();
    assert.equal(await page.locator("#rescue").count(), 0);
  });
}

journey("The policy blocks what is not the page's own", { expected: [/Content Security Policy/] }, async ({ page, open, trouble }) => {
  await open();
  const blocked = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.body.append(script);
    return window.injected === undefined;
  });
  assert.ok(blocked);
  assert.deepEqual(trouble, []);
});

journey("The theme that was chosen is there before the app", async ({ page, context, url }) => {
  await context.addInitScript(() => localStorage.setItem("slipway:theme", "dark"));
  await context.route("**/*.wasm", () => {});
  await page.goto(url, { waitUntil: "commit" });
  await page.getByRole("status").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
});

for (const file of ["js", "wasm"]) {
  const expected = [/Failed to load resource/, /page error/, /Failed to fetch/];
  journey(`A page whose ${file} does not arrive says so`, { expected }, async ({ page, context, url }) => {
    await context.route(`**/slipway-web*.${file}`, (route) => route.abort());
    await page.goto(url);
    await page.getByRole("dialog", { name: "Slipway could not start" }).waitFor();
  });
}

journey("A panic leaves a panel from which the last saved plan can be kept", async ({ page, open }) => {
  await open();
  await page.evaluate(storePlans, [
    ["older", "2026-01-01T00:00:00Z", {}],
    [
      "winter",
      "2026-02-01T00:00:00Z",
      { changes: ['[{"id":"CHG-1","size":9007199254740993}]', '[{"id":"CHG-2"', '[{"id":"CHG-3"}]'], people: ['[{"id":"ann"}]'] },
    ],
  ]);
  await page.evaluate(() => window.slipwayPanic("panicked at src/rules/mod.rs"));
  const panel = page.getByRole("dialog", { name: "Slipway has stopped because of a fault in itself" });
  await panel.waitFor();
  assert.deepEqual(await axe(page), []);

  const file = await downloaded(page, () => panel.getByRole("button", { name: "Save the last saved plan as a file" }).click());
  assert.equal(file.name, "Plan winter.json");
  assert.deepEqual(JSON.parse(file.text), {
    format: "slipway-plan",
    version: 1,
    id: "winter",
    settings: { name: "Plan winter" },
    changes: [{ id: "CHG-1", size: 9007199254740992 }, { id: "CHG-3" }],
    people: [{ id: "ann" }],
    other: 1,
  });
  assert.match(file.text, /9007199254740993/);
  await eventually(async () =>
    assert.equal(await panel.getByRole("status").innerText(), "Saved as Plan winter.json. 7 records could not be read and are not in it."),
  );
  await page.keyboard.press("Escape");
  assert.ok(await panel.isVisible());
});

journey("A trap of the module shows the panel too, wherever it happens", { expected: [/unreachable/] }, async ({ page, open }) => {
  for (const start of ["setTimeout", "queueMicrotask", "Promise.resolve().then"]) {
    await open();
    await page.evaluate(trapIn, start);
    await page.getByRole("dialog", { name: "Slipway has stopped because of a fault in itself" }).waitFor();
    assert.match(await page.locator("#rescue pre").textContent(), /unreachable/);
  }
});

// Runs a module that consists of an `unreachable`, which is what a panic of the release comes down to.
function trapIn(start) {
  const code = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0, 10, 5, 1, 3, 0, 0, 11];
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(code))).exports;
  if (start === "setTimeout") setTimeout(f);
  else if (start === "queueMicrotask") queueMicrotask(f);
  else Promise.resolve().then(f);
}

// Plans as src/storage stores them, as [id, saved_at, { table: [segment] }]; each segment claims 7 records.
async function storePlans(plans) {
  const bytes = (text) => new TextEncoder().encode(text);
  const name = `slipway:${location.pathname}`;
  await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
  await new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const store of ["plans", "segments", "journal", "removed"]) request.result.createObjectStore(store);
      for (const [id, saved_at, segments] of plans) {
        const tables = {};
        for (const [table, texts] of Object.entries(segments)) {
          tables[table] = { next: texts.length, segments: texts.map((_, number) => ({ number, first: "", records: 7 })) };
          texts.forEach((text, number) => request.transaction.objectStore("segments").put(bytes(text), [id, table, number]));
        }
        const layout = { version: 1, id, revision: 1, saved_at, settings: { name: `Plan ${id}` }, extra: { other: 1 }, tables };
        request.transaction.objectStore("plans").put(bytes(JSON.stringify(layout)), id);
      }
    };
    request.onsuccess = () => resolve(request.result.close());
    request.onerror = () => reject(request.error);
  });
}
