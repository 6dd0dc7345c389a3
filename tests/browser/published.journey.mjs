// What waits for what is drawn, and what others are told leaves as files: the change schedule as a page, a mail.
import assert from "node:assert/strict";

import { axe, downloaded, eventually, go, journey, sample, shot } from "./harness.mjs";

journey("Dependencies are drawn as arrows, and a broken one says by how much", async (given) => {
  const { page } = given;
  await sample(given, "#/releases");
  const arrows = page.locator(".portfolio .arrow");
  await eventually(async () => assert.ok((await arrows.count()) >= 6, `${await arrows.count()} arrows`));
  const broken = page.locator(".portfolio .arrow.broken");
  await eventually(async () => assert.match((await broken.allTextContents()).join("; "), /\d+ (days?|h).* too early/));
  assert.match(await page.locator(".portfolio").textContent(), /Customer portal 7.0 starts after the end of .*: \d+ days?.* too early/);
  // A row that is pointed at brings its own arrows forward; the button takes all away.
  await page.locator(".portfolio-row").filter({ hasText: "Billing 12.4" }).first().hover();
  await eventually(async () => assert.ok((await page.locator(".portfolio .arrow.chosen").count()) >= 3));
  await shot(page, "portfolio-arrows");
  assert.deepEqual(await axe(page), []);
  const toggle = page.getByRole("button", { name: "Dependencies", exact: true });
  await toggle.click();
  await eventually(async () => assert.equal(await arrows.count(), 0));
  assert.equal(await toggle.getAttribute("aria-pressed"), "false");
  assert.match(page.url(), /dependencies=off/, "the address says so");

  await go(page, "#/releases/BIL-12.4");
  await eventually(async () => assert.ok((await page.locator(".phase-picture .arrow").count()) >= 4));

  await go(page, "#/schedule?group=release&zoom=quarter");
  const bar = page.locator(".timeline-mark[data-record='changes/CHG-1021']").first();
  await eventually(async () => assert.match(await bar.getAttribute("aria-label"), /starts after the end of Payments 3.2 schema/));
  await page.getByRole("button", { name: "Dependencies", exact: true }).click();
  await eventually(async () => assert.match(page.url(), /dependencies=off/));
});

journey("The change schedule leaves as one page, and an announcement as a mail", async (given) => {
  const { page, context } = given;
  await sample(given, "#/reports");
  const saved = await downloaded(page, () => page.getByRole("button", { name: "Save as a page" }).click());
  assert.equal(saved.name, "change-schedule.html");
  const other = await context.newPage();
  for (const colorScheme of ["light", "dark"]) {
    await other.emulateMedia({ colorScheme });
    await other.setContent(saved.text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""));
    assert.ok((await other.locator("table").count()) > 2);
    assert.equal(await other.getByRole("heading", { name: "Projected outages" }).count(), 1);
    assert.deepEqual(await axe(other), [], colorScheme);
    await shot(other, `change-schedule-${colorScheme}`, { fullPage: true });
  }
  await other.close();

  await go(page, "#/releases?view=announcements");
  const line = page.locator(".announcement").first();
  await line.locator("summary").click();
  const mail = await downloaded(page, () => line.getByRole("button", { name: "Mail file" }).click());
  assert.match(mail.name, /\.eml$/);
  assert.match(mail.text, /^(To: .*\r\n)?(.*\r\n)*?Subject: .+\r\nX-Unsent: 1\r\n/);
  assert.ok(!/[^\r]\n/.test(mail.text), "every line ends with both");
});
