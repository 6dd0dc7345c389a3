// What a release manager prepares: criteria of gates, templates with nights, groups of environments booked as one, and
// a change that two releases claim.
import assert from "node:assert/strict";

import { axe, eventually, go, journey, sample, shot } from "./harness.mjs";

const inspector = (page) => page.locator(".inspector");

/** The list of an inspector that is called so. */
const list = (page, label) => inspector(page).getByRole("group", { name: label, exact: true });

/** Adds an entry to a list. */
async function add(page, label, placeholder, name) {
  const input = list(page, label).getByPlaceholder(placeholder, { exact: true }).last();
  await input.fill(name);
  await input.press("Tab");
}

journey("Criteria are added to a gate, answered by the plan or by somebody with evidence, and taken out", async (given) => {
  const { page } = given;
  await sample(given, "#/releases/PAY-3.2?select=gates%2FG-PAY32-PRE");
  const criteria = list(page, "Criteria");
  await criteria.getByText("Deployment rehearsed").waitFor();
  await add(page, "Criteria", "Add a criterion", "All changes authorised");
  await add(page, "Criteria", "Add a criterion", "Finance has signed");
  const panel = page.locator(".gate-panel");
  await page.getByRole("button", { name: /Ready for production/ }).first().click();
  await panel.getByText("Finance has signed").waitFor();
  await panel.locator(".gate-criterion", { hasText: "All changes authorised" }).getByText("auto", { exact: true }).waitFor();
  await criteria.locator("summary", { hasText: "Finance has signed" }).click();
  await criteria.getByRole("textbox", { name: "Evidence" }).fill("Mail of Monday");
  await criteria.getByRole("textbox", { name: "Evidence" }).press("Tab");
  await eventually(async () => assert.equal(await panel.getByRole("textbox", { name: /Finance has signed/ }).inputValue(), "Mail of Monday"));
  assert.deepEqual(await axe(page), [], "a list with fields of its own is accessible");
  await shot(page, "gate-criteria");
  await criteria.getByRole("button", { name: "Take All changes authorised out" }).click();
  await eventually(async () => assert.equal(await panel.getByText("All changes authorised").count(), 0));
});

journey("A template is edited, and a release from it is deployed at night on the day that is named", { context: { timezoneId: "UTC" } }, async (given) => {
  const { page } = given;
  await sample(given, "#/releases");
  await page.getByRole("button", { name: "New release" }).click();
  const dialog = page.getByRole("dialog", { name: "New release" });
  await dialog.getByRole("radio", { name: /^Patch/ }).check();
  await dialog.getByRole("button", { name: "Edit the template" }).click();
  const phases = list(page, "Phases");
  await phases.locator("summary", { hasText: "Deployment" }).click();
  await phases.getByLabel(/^Time of day/).fill("22:30");
  await phases.getByLabel(/^Time of day/).press("Tab");
  await phases.getByLabel("Minutes from then").fill("180");
  await phases.getByLabel("Minutes from then").press("Tab");
  await add(page, "Gates", "Add a gate", "Tested");
  await list(page, "Gates").locator("summary", { hasText: "Tested" }).click();
  await add(page, "Gates", "Add a criterion", "All tests passed");
  await add(page, "Steps", "Add a step", "Tell the desk that it is over");
  assert.deepEqual(await axe(page), [], "the form of a template is accessible");
  await shot(page, "release-template");

  await page.getByRole("button", { name: "New release" }).click();
  await dialog.getByRole("radio", { name: /^Patch/ }).check();
  await dialog.getByLabel("Name", { exact: true }).fill("Rounding");
  const saturday = new Date(Date.now() + (41 - new Date().getUTCDay()) * 86_400_000).toISOString().slice(0, 10);
  await dialog.locator("input[type=date]").fill(saturday);
  await dialog.locator(".planned-phase", { hasText: "Deployment" }).getByText(/^Sat .* 22:30 – Sun .* 01:30$/).waitFor();
  await dialog.getByText(/goes live on Sat .* 22:30/).waitFor();
  await dialog.locator(".planned-gate", { hasText: "Tested" }).waitFor();
});

journey("A group of environments is booked as one, with what is in the way named before", async (given) => {
  const { page } = given;
  await sample(given, "#/environments");
  await page.getByRole("button", { name: "New group of environments" }).click();
  await inspector(page).getByLabel("Name", { exact: true }).fill("Both system tests");
  await inspector(page).getByLabel("Name", { exact: true }).press("Tab");
  for (const name of ["SIT 1", "SIT 2"]) {
    const picker = list(page, "Environments").getByRole("combobox");
    await picker.fill(name);
    await page.getByRole("option", { name: new RegExp(`^${name}`) }).first().click();
  }
  await page.getByRole("button", { name: "Book", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Book an environment" });
  const book = dialog.getByRole("button", { name: "Book it" });
  await dialog.getByLabel("Environment, or a group as one").selectOption({ label: "Both system tests (as one: SIT 1, SIT 2)" });
  assert.equal(await book.getAttribute("aria-disabled"), "true");
  await dialog.getByLabel("For the phase").selectOption({ label: "Customer portal 7.0: System test" });
  await dialog.getByLabel("What for").fill("Rehearsal of both");
  await dialog.getByText(/who answers for SIT 1 and SIT 2 decides/).waitFor();
  await dialog.getByText(/Portal 7.0 system test/).first().waitFor();
  assert.deepEqual(await axe(page), [], "the dialog is accessible");
  await shot(page, "book-group");
  await book.click();
  await go(page, "#/environments?view=requests");
  await eventually(async () => assert.equal(await page.locator(".request", { hasText: "Rehearsal of both" }).count(), 2));
});

journey("A change that two releases name is kept in one of them", async (given) => {
  const { page } = given;
  await sample(given, "#/changes?select=changes%2FCHG-1056");
  const finding = inspector(page).locator("li", { hasText: "a change is in one release" }).last();
  await finding.getByRole("button", { name: "Why", exact: true }).click();
  await finding.getByRole("button", { name: "Keep it in Single sign-on 2.0" }).click();
  await eventually(async () => assert.equal(await inspector(page).getByText(/a change is in one release/).count(), 0));
  await inspector(page).getByRole("link", { name: "Single sign-on 2.0" }).first().waitFor();
});
