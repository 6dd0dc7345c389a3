// Records are added, edited, waived, decided and filtered, mostly from the keyboard, and undo takes it back.
import assert from "node:assert/strict";

import { axe, eventually, go, journey, sample } from "./harness.mjs";

const inspector = (page) => page.getByRole("complementary", { name: "Details" });
const undo = (page) => page.keyboard.press("Control+z");

journey("A new change is written by keyboard, edited, and taken back", async (given) => {
  const { page } = given;
  await sample(given, "#/changes");
  const status = page.locator(".screen-head [role=status]");
  const before = await status.textContent();
  await page.getByRole("button", { name: "New change" }).focus();
  await page.keyboard.press("Enter");
  const title = inspector(page).getByLabel("Title");
  await eventually(async () => assert.ok(await title.evaluate((field) => field === document.activeElement)));
  await page.keyboard.type("Replace the load balancer");
  await page.keyboard.press("Tab");
  await page.getByRole("heading", { name: "Replace the load balancer" }).waitFor();
  await inspector(page).getByLabel("Risk").selectOption("High");
  await inspector(page).getByRole("combobox", { name: "Owner" }).fill("Nadia New");
  await page.keyboard.press("Enter");
  await inspector(page).getByRole("link", { name: "Nadia New" }).waitFor();
  assert.notEqual(await status.textContent(), before);
  await inspector(page).locator("h2").click();
  for (let step = 0; step < 4; step += 1) await undo(page);
  await eventually(async () => assert.equal(await status.textContent(), before));
});

journey("What cannot be is said beside the field, and nothing typed is lost", async (given) => {
  const { page } = given;
  await sample(given, "#/environments");
  await page.getByRole("link", { name: "Performance" }).last().click();
  const capacity = inspector(page).getByLabel("Capacity");
  await capacity.fill("plenty");
  await capacity.press("Tab");
  await inspector(page).getByRole("alert").filter({ hasText: "not a whole number" }).waitFor();
  assert.equal(await capacity.inputValue(), "plenty");
  await capacity.fill("3");
  await capacity.press("Tab");
  await eventually(async () => assert.equal(await inspector(page).getByRole("alert").count(), 0));
});

journey("A finding is waived with a reason and counts again when the waiver goes", async (given) => {
  const { page } = given;
  await sample(given, "#/findings");
  const counts = page.locator(".finding-counts");
  await eventually(async () => assert.match(await counts.textContent(), /\d+ blockers?/));
  const before = await counts.textContent();
  await page.getByRole("button", { name: /^Waive the finding/ }).first().click();
  const form = page.locator(".waive-form");
  await form.getByLabel("Why it is acceptable").fill("Agreed with the business for the rehearsal");
  await form.getByRole("button", { name: "Waive" }).click();
  const waived = page.locator(".waived-findings .finding").filter({ hasText: "Agreed with the business" });
  await waived.waitFor();
  assert.notEqual(await counts.textContent(), before);
  await waived.getByRole("button", { name: /again$/ }).click();
  await eventually(async () => assert.equal(await counts.textContent(), before));
});

journey("A gate is decided with conditions, which have to be named", async (given) => {
  const { page } = given;
  await sample(given, "#/releases");
  await page.locator(".release-name").getByRole("link", { name: "Billing 12.4" }).click();
  const panel = page.locator(".gate-panel");
  await panel.getByRole("button", { name: "Go with conditions" }).click();
  await panel.getByLabel(/Conditions or reason/).fill("Load test repeated by Friday");
  await panel.getByRole("button", { name: "Decide" }).click();
  const decided = page.locator(".gate-diamond.conditions");
  await eventually(async () => assert.ok((await decided.count()) > 0));
  const after = await decided.count();
  await undo(page);
  await eventually(async () => assert.ok((await decided.count()) < after));
});

journey("Changes are filtered by a query and edited many at once", async (given) => {
  const { page } = given;
  await sample(given, "#/changes");
  const filter = page.getByLabel("Filter changes");
  await filter.fill("colour:red");
  await page.getByRole("alert").filter({ hasText: '"colour" is no field' }).waitFor();
  await filter.fill("status:draft,requested");
  const rows = page.locator(".change-table tbody tr[role=row]");
  await eventually(async () => assert.match(await page.locator(".screen-head").textContent(), /\d+ of \d+ changes/));
  await page.locator(".change-table").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  const bar = page.getByRole("region", { name: "Edit the selected changes" });
  await bar.getByText("2 selected").waitFor();
  await bar.getByLabel("Take a step…").selectOption("Withdraw");
  await filter.fill("status:withdrawn");
  await eventually(async () => assert.ok((await rows.count()) >= 2));
  const withdrawn = await rows.count();
  await page.locator(".change-table").focus();
  await undo(page);
  await eventually(async () => assert.equal(await rows.count(), withdrawn - 2));
});

journey("A recurring maintenance window is added and says its pattern", async (given) => {
  const { page } = given;
  await sample(given, "#/environments");
  await page.getByRole("button", { name: "Add maintenance window" }).click();
  await inspector(page).locator(".when-said").filter({ hasText: "every week on Saturday" }).waitFor();
  await inspector(page).getByRole("button", { name: "Sun", exact: true }).click();
  await inspector(page).locator(".when-said").filter({ hasText: "Sunday" }).waitFor();
  await page.locator(".window-table").getByText("Sunday").first().waitFor();
});

const unfetched = { prefix: "/some/sub/", expected: [/Failed to load resource/] };
journey("What a rule says is fetched when its page is read, and can be asked for again", unfetched, async (given) => {
  const { page, context } = given;
  await context.route("**/rules.json", (route) => route.abort());
  await sample(given, "#/findings/change-in-blackout");
  await page.getByRole("alert").filter({ hasText: "rules.json could not be fetched" }).waitFor();
  assert.deepEqual(await axe(page), [], "a rule whose text did not come");
  await context.unroute("**/rules.json");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Why", exact: true }).waitFor();
  assert.match(await page.locator(".example").first().innerText(), /#! change-in-blackout/);
  assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0);
});

for (const colorScheme of ["light", "dark"]) {
  journey(`axe finds nothing on the pages of one record: ${colorScheme}`, { context: { colorScheme } }, async (given) => {
    const { page } = given;
    await sample(given, "#/findings/change-in-blackout");
    await page.getByRole("heading", { name: "Why", exact: true }).waitFor();
    await page.locator(".finding .link-button").first().click();
    await page.getByRole("button", { name: /^Waive the finding/ }).first().click();
    assert.deepEqual(await axe(page), [], "a rule, with a proof and a waiver");
    await go(page, "#/releases");
    await page.locator(".release-name").getByRole("link", { name: "Billing 12.4" }).click();
    await page.locator(".gate-panel").waitFor();
    assert.deepEqual(await axe(page), [], "a release");
    await page.getByRole("button", { name: "Add phase" }).click();
    await inspector(page).getByLabel("Name").waitFor();
    assert.deepEqual(await axe(page), [], "a phase");
    await go(page, "#/environments");
    await page.getByRole("button", { name: "Add blackout" }).click();
    await inspector(page).getByLabel("Recurring").check();
    assert.deepEqual(await axe(page), [], "a recurring blackout");
  });
}

journey("The fields of a template are edited and locked one by one, once it is taken out of use", async (given) => {
  const { page } = given;
  await sample(given, "#/changes?show=templates");
  const card = page.locator(".template-card").filter({ has: page.getByRole("heading", { name: "Patch one server" }) });
  await card.locator("summary").click();
  await card.getByRole("button", { name: "Edit" }).click();
  await inspector(page).getByText("What changes follow is locked while it is published; revise it first.").first().waitFor();
  const minutes = inspector(page).locator("[data-field='fields.backout_minutes']");
  assert.equal(await minutes.getByLabel("Backout, minutes", { exact: true }).isDisabled(), true);
  await card.getByRole("button", { name: "Revise" }).click();
  await card.locator(".chip", { hasText: "Draft" }).first().waitFor();
  await minutes.getByLabel("Backout, minutes", { exact: true }).fill("25");
  await minutes.getByLabel("Locked: its changes keep Backout, minutes").check();
  await inspector(page).locator("[data-field='fields.answers']").getByLabel(/How many users/).selectOption({ label: "One team" });
  await card.locator(".template-fields > div").filter({ hasText: "duration of the backout locked" }).filter({ hasText: "25" }).waitFor();
  await card.getByText("How many users notice if it fails? One team").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press("Control+z");
  await eventually(async () => assert.equal(await card.getByText("One team").count(), 0));
});

journey("A field that is locked and was never filled in says so", async (given) => {
  const { page } = given;
  await sample(given, "#/changes?select=changes/CHG-1006");
  const requester = inspector(page).locator("[data-field=requester]");
  await requester.getByText("None", { exact: true }).waitFor();
});
