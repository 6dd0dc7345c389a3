// The schedule: dragging with the rules running, the keyboard, the address, and a plan that survives it all.
import assert from "node:assert/strict";

import { axe, downloaded, eventually, journey, shot, uploaded } from "./harness.mjs";

const WIDE = { viewport: { width: 1440, height: 900 }, timezoneId: "Europe/Amsterdam" };
const bar = (page, id) => page.locator(`[data-record="changes/${id}"]`).first();
const name = (page, id) => bar(page, id).getAttribute("aria-label");

async function openSample(page, open) {
  await open();
  await page.getByRole("button", { name: "Open the sample plan" }).click();
  await bar(page, "CHG-1025").waitFor();
}

/** Holds a bar and takes it along by so many days of the month in view. */
async function drag(page, id, days) {
  const box = await bar(page, id).boundingBox();
  const plot = await page.locator(".timeline-plot").boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 12, y, { steps: 3 });
  await page.mouse.move(x + (days * plot.width) / 35, y, { steps: 8 });
}

async function exported(page) {
  await page.getByRole("button", { name: "Export" }).click();
  return downloaded(page, () => page.getByRole("button", { name: /^(Plan|The plan)/ }).first().click());
}

/** Opens what `page` exports in a clean browser and holds the two to the same bytes. */
async function isSameElsewhere(page, context, id) {
  const first = await exported(page);
  const clean = await context.browser().newContext({ ...WIDE, acceptDownloads: true });
  const other = await clean.newPage();
  await other.goto(page.url().split("#")[0]);
  await uploaded(other, () => other.getByRole("button", { name: /^Open a file/ }).click(), { name: "plan.json", text: first.text });
  await bar(other, id).waitFor();
  const second = await exported(other);
  assert.ok(first.bytes.equals(second.bytes));
  await clean.close();
}

journey("A change dragged into a blackout says so before it is dropped, is mended, undone, survives a reload, and is the same elsewhere", { context: WIDE }, async ({ page, context, open }) => {
  await openSample(page, open);
  const before = await name(page, "CHG-1029");
  assert.doesNotMatch(before, /blocker/);

  await drag(page, "CHG-1029", 12);
  const callout = page.locator(".timeline-callout");
  await eventually(async () => assert.match(await callout.innerText(), /Would break[^]*Quarter-end freeze/));
  await page.keyboard.press("Escape");
  await page.mouse.up();
  assert.equal(await callout.count(), 0);
  await eventually(async () => assert.equal(await name(page, "CHG-1029"), before));

  await drag(page, "CHG-1029", 12);
  await eventually(async () => assert.match(await callout.innerText(), /Quarter-end freeze/));
  await page.mouse.up();
  await eventually(async () => assert.match(await name(page, "CHG-1029"), /blocker/));
  const broken = await name(page, "CHG-1029");
  assert.match(await page.locator(".visually-hidden[role=status]").first().innerText(), /Certificates of the mail relay is now .*Quarter-end freeze/);

  const finding = page.locator(".schedule-findings .finding", { hasText: /Certificates of the mail relay.*Quarter-end freeze/ }).first();
  await finding.getByRole("button", { name: /^Move to/ }).first().click();
  await eventually(async () => assert.equal(await finding.count(), 0));
  await page.getByRole("button", { name: /^Undo/ }).click();
  await eventually(async () => assert.equal(await name(page, "CHG-1029"), broken));

  await page.reload();
  await eventually(async () => assert.equal(await name(page, "CHG-1029"), broken));
  await isSameElsewhere(page, context, "CHG-1029");
});

journey("The keyboard goes from bar to bar, moves a record, and opens it", { context: WIDE }, async ({ page, open }) => {
  await openSample(page, open);
  const before = await name(page, "CHG-1025");
  await bar(page, "CHG-1025").focus();
  await page.keyboard.press("Shift+ArrowRight");
  await eventually(async () => assert.notEqual(await name(page, "CHG-1025"), before));
  await page.keyboard.press("Shift+ArrowLeft");
  // It was authorised for the first window, and moving it back does not bring that back.
  const voided = before.replace("Production, ", "Production, not yet approved, ");
  await eventually(async () => assert.equal(await name(page, "CHG-1025"), voided));
  await page.keyboard.press("Shift+Alt+ArrowRight");
  await eventually(async () => assert.notEqual(await name(page, "CHG-1025"), voided));
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.dataset.record), "changes/CHG-1025"));

  // Keys that come faster than the page is drawn all count.
  const day = (await name(page, "CHG-1025")).match(/ (\d+) Dec /)[1];
  await page.keyboard.down("Shift");
  await Promise.all([1, 2, 3, 4].map(() => page.keyboard.press("ArrowRight")));
  await page.keyboard.up("Shift");
  await eventually(async () => assert.match(await name(page, "CHG-1025"), new RegExp(` ${Number(day) + 4} Dec `)));

  await page.keyboard.press("ArrowLeft");
  await eventually(async () => {
    const record = await page.evaluate(() => document.activeElement.dataset.record);
    assert.ok(record && record !== "changes/CHG-1025", record);
    assert.equal(new URLSearchParams((await page.evaluate(() => location.hash)).split("?")[1]).get("select"), record);
  });
  await page.keyboard.press("Enter");
  const isInside = () => page.evaluate(() => document.activeElement.closest(".inspector") !== null);
  await eventually(async () => assert.ok(await isInside()));
  // The bar does not take it back when the timeline has come to rest.
  await page.waitForTimeout(500);
  assert.ok(await isInside());
});

journey("The address holds lanes, zoom and place", { context: WIDE }, async ({ page, open }) => {
  await openSample(page, open);
  await page.getByRole("radio", { name: "Release", exact: true }).check({ force: true });
  await page.getByRole("radio", { name: "Quarter", exact: true }).check({ force: true });
  await eventually(async () => assert.match(await page.evaluate(() => location.hash), /at=[^&]+&group=release&zoom=quarter/));
  const address = await page.evaluate(() => location.hash);
  await page.reload();
  await page.locator(".timeline-mark").first().waitFor();
  await eventually(async () => assert.equal(await page.evaluate(() => location.hash), address));
  assert.ok(await page.getByRole("radio", { name: "Release", exact: true }).isChecked());
});

journey("Who leaves the schedule while it moves gets where they want to go", { context: WIDE }, async ({ page, open }) => {
  await openSample(page, open);
  for (let wait = 0; wait <= 160; wait += 16) {
    await page.evaluate(async (wait) => {
      document.querySelector(".timeline-body").dispatchEvent(new WheelEvent("wheel", { deltaX: 60, bubbles: true, cancelable: true }));
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      location.hash = "#/plans";
    }, wait);
    await page.getByRole("heading", { name: "Plans", exact: true }).waitFor();
    await page.evaluate(() => (location.hash = "#/schedule"));
    await page.locator(".timeline-mark").first().waitFor({ state: "attached" });
  }
});

journey("A plan that was worked on is the same byte for byte in another browser", { context: WIDE }, async ({ page, open, context }) => {
  await openSample(page, open);
  await drag(page, "CHG-1025", 3);
  await page.mouse.up();
  await eventually(async () => assert.match(await page.getByRole("button", { name: /^Undo/ }).getAttribute("aria-label"), /CHG-1025/));
  await isSameElsewhere(page, context, "CHG-1025");
});

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of [["wide", { width: 1440, height: 900 }], ["narrow", { width: 390, height: 844 }]]) {
    journey(`The schedule is accessible and does not overflow, ${size} and ${colorScheme}`, { context: { viewport, colorScheme } }, async ({ page, open }) => {
      await open();
      await page.getByRole("button", { name: "Open the sample plan" }).click();
      await page.locator(".timeline-mark").first().waitFor();
      await shot(page, `schedule-${size}-${colorScheme}`);
      assert.deepEqual(await axe(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
    });
  }
}
