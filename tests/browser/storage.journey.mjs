// What is shown as "Saved" is on disk: after a kill, with a full disk, with two tabs, after the loss of the database.
import assert from "node:assert/strict";

import { downloaded, eventually, journey, killJourney, open } from "./harness.mjs";

const SAVED = /^Saved \d\d:\d\d/;

killJourney("Killing the browser right after \"Saved\" loses nothing", async ({ launch, url }) => {
  let { page, kill } = await launch();
  await open(page, url);
  await openSample(page);
  let name;
  for (let round = 1; round <= 6; round += 1) {
    for (let edit = 1; edit <= round; edit += 1) {
      name = `Round ${round}, edit ${edit}`;
      await rename(page, name);
    }
    await saved(page);
    await kill();

    ({ page, kill } = await launch());
    await open(page, `${url}#/plans`);
    assert.equal(await page.locator(".plan-open").count(), 1);
    await page.getByRole("button", { name: `Open ${name}`, exact: true }).click();
    await onSchedule(page);
    assert.equal(await planName(page).innerText(), name);
  }
});

killJourney("Killing the browser amid edits loses none that was saved", async ({ launch, url }) => {
  let { page, kill } = await launch();
  await open(page, url);
  await openSample(page);
  await rename(page, "Edit 0");
  await saved(page);
  for (let edit = 1; edit <= 20; edit += 1) await rename(page, `Edit ${edit}`);
  await kill();

  ({ page, kill } = await launch());
  await open(page, `${url}#/plans`);
  await eventually(async () => assert.match(await page.locator(".plan-open").innerText(), /^Edit \d+$/));
});

// The browser's own quota cannot be set from outside in Chromium 156 (Storage.overrideQuotaForOrigin has no effect), so
// that its refusal is played.
journey("A full disk is said, typing goes on, and trying again saves it all", async ({ page, open }) => {
  await open();
  await openSample(page);
  await saved(page);
  await page.evaluate(() => {
    window.put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("The disk is full.", "QuotaExceededError");
    };
  });
  await rename(page, "Does not fit");
  await saveLine(page).getByText("The browser has no room left").waitFor();
  await rename(page, "Typed on");
  assert.match(await saveLine(page).innerText(), /^Not saved/);

  await page.evaluate(() => (IDBObjectStore.prototype.put = window.put));
  await saveLine(page).getByRole("button", { name: "Try again" }).click();
  await saved(page);
  await page.reload();
  await page.getByRole("button", { name: "Open Typed on", exact: true }).waitFor();
});

journey("Of two tabs none overwrites the other, and both states are kept", async ({ page, context, open, url }) => {
  await open();
  await openSample(page);
  await saved(page);
  const other = await context.newPage();
  await other.goto(url);
  await planName(other).waitFor();

  await rename(page, "Of the first tab");
  await saved(page);
  const banner = other.getByRole("alert").filter({ hasText: "This plan was changed in another tab." });
  await banner.waitFor();
  await rename(other, "Of the second tab");
  await saveLine(other).getByText("Not saved", { exact: true }).waitFor();
  await banner.getByRole("button", { name: "Keep this as a copy" }).click();
  await saved(other);

  await open("#/plans");
  await page.getByRole("button", { name: "Open Of the first tab", exact: true }).waitFor();
  await page.getByRole("button", { name: "Open Of the second tab (copy)", exact: true }).waitFor();
});

journey("A lost database is said, with the names of the plans", { expected: [/favicon/] }, async ({ page, open, url }) => {
  await open();
  await openSample(page);
  await rename(page, "Of great worth");
  await saved(page);
  // A page of the same origin without the app.
  await page.goto(`${url}icon.svg`);
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(`slipway:${location.pathname.replace(/[^/]*$/, "")}`);
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
      }),
  );
  await open("#/plans");
  await page.getByText("The browser has lost its stored data of \"Of great worth\".").waitFor();
});

journey("The rescued plan is the plan that was saved", async ({ page, open }) => {
  await open();
  await openSample(page);
  await rename(page, "To be rescued");
  await saved(page);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const exported = await downloaded(page, () => page.getByRole("button", { name: "Plan (JSON)", exact: true }).click());
  await page.evaluate(() => window.slipwayPanic("a fault"));
  const rescued = await downloaded(page, () => page.getByRole("button", { name: "Save the last saved plan as a file" }).click());
  assert.deepEqual(JSON.parse(rescued.text), JSON.parse(exported.text));
});

async function openSample(page) {
  await page.getByRole("button", { name: "Open the sample plan" }).click();
  await onSchedule(page);
}

/** Waits until an opened plan has brought its schedule: what is typed on the screen before it would go with that screen. */
async function onSchedule(page) {
  await page.locator(".timeline").waitFor();
}

/** Renames the plan as a person does, on the screen of the plans. */
async function rename(page, name) {
  await page.evaluate(() => (location.hash = "#/plans"));
  const field = page.getByRole("textbox", { name: "Name", exact: true });
  await field.fill(name);
  await field.press("Tab");
  await eventually(async () => assert.equal(await planName(page).innerText(), name));
}

function planName(page) {
  return page.locator(".plan-card-name");
}

function saveLine(page) {
  return page.locator(".plan-card").getByRole("status");
}

/** Waits until the plan card says that all is saved. */
async function saved(page) {
  await page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector(".plan-card [role=status]")?.innerText), SAVED.source, { polling: 5 });
}
