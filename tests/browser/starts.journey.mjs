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

journey("A panic leaves a panel from which the saved plan can be kept", async ({ page, open }) => {
  await open();
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open("slipway test of the rescue", 1);
        request.onupgradeneeded = () => request.result.createObjectStore("segments").put(new Uint8Array([1, 2, 255]), "one");
        request.onsuccess = () => resolve(request.result.close());
        request.onerror = () => reject(request.error);
      }),
  );
  await page.evaluate(() => window.slipwayPanic("panicked at src/rules/mod.rs"));
  const panel = page.getByRole("dialog", { name: "Slipway has stopped because of a fault in itself" });
  await panel.waitFor();
  assert.deepEqual(await axe(page), []);

  const file = await downloaded(page, () => panel.getByRole("button", { name: "Save the last saved plan as a file" }).click());
  assert.match(file.text, /AQL\//);
  await eventually(async () => assert.match(await panel.getByRole("status").innerText(), /^Saved as /));
  await page.keyboard.press("Escape");
  assert.ok(await panel.isVisible());
});
