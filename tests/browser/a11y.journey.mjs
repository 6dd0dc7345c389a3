// axe finds nothing on any screen, in either theme, on a desk and on a phone; the keyboard reaches what matters.
import assert from "node:assert/strict";

import { axe, eventually, journey } from "./harness.mjs";

const SCREENS = ["schedule", "changes", "releases", "environments", "services", "board", "waiting", "findings", "freezes", "reports", "policy", "plans"];
/** Parts of screens, each with what shows that it is there. */
const PARTS = [
  [".change-page h1", "#/changes/CHG-1042"],
  [".template-card", "#/changes?show=templates"],
  [".on-table", "#/board/CAB-0"],
  [".pack", "#/board/CAB-0?show=pack"],
  [".announcement", "#/releases?view=announcements"],
  [".phase-row", "#/releases/BIL-12.4"],
  [".release-notes", "#/releases/BIL-12.4?view=notes"],
  [".request", "#/environments?view=requests"],
  [".overview", "#/environments?view=contention"],
  [".clash", "#/environments?view=contention&by=environment"],
  [".versions", "#/environments?view=versions"],
  [".report", "#/reports?view=outages"],
];
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    journey(`axe finds nothing on any screen: ${colorScheme}, ${size}`, { context: { colorScheme, viewport } }, async ({ page, open }) => {
      await open();
      assert.deepEqual(await axe(page), [], "the first visit");
      await page.getByRole("button", { name: "Open the sample plan" }).click();
      await page.waitForURL(/#\/schedule/);
      for (const screen of SCREENS) {
        await page.evaluate((hash) => (location.hash = hash), `#/${screen}`);
        await eventually(async () => assert.match(await page.title(), new RegExp(`^${screen}`, "i")));
        assert.deepEqual(await axe(page), [], screen);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${screen} is ${overflow} px wider than the page`);
      }
      for (const [part, hash] of PARTS) {
        await page.evaluate((to) => (location.hash = to), hash);
        await page.locator(part).first().waitFor();
        assert.deepEqual(await axe(page), [], hash);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${hash} is ${overflow} px wider than the page`);
        assert.equal(await page.locator("#screen").evaluate((screen) => screen.scrollTop), 0, `${hash} opens at its top`);
      }
      await page.evaluate(() => (location.hash = "#/changes?select=changes/CHG-1042"));
      await page.getByRole("button", { name: "Close the details" }).waitFor();
      assert.deepEqual(await axe(page), [], "the details of a change");
    });
  }
}

journey("axe finds nothing in the dialogs", async ({ page, open }) => {
  await open();
  await page.getByRole("button", { name: "Start a plan" }).click();
  await page.getByRole("dialog", { name: "Start a plan" }).waitFor();
  assert.deepEqual(await axe(page), [], "a new plan");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("option").first().waitFor();
  assert.deepEqual(await axe(page), [], "the palette");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard help" }).waitFor();
  assert.deepEqual(await axe(page), [], "the keys");
});

journey("The first Tab reaches the link past the rail", async ({ page, open }) => {
  await open();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent.trim()), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "screen");
});
