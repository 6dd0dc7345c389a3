// Freezes, the policy and the risk of a change: declared after seeing what they hold, tested on the past, answered.
import assert from "node:assert/strict";

import { axe, eventually, go, journey, sample } from "./harness.mjs";

/** The value of a datetime-local field so many days from now. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 11) + "00:00";
}

journey("A lockdown shows first what it would hold, holds it, and gives it back", async (given) => {
  const { page } = given;
  await sample(given, "#/freezes");
  await page.locator("summary", { hasText: "Declare a freeze" }).click();
  const form = page.locator(".declare").first();
  await form.getByLabel("Name").fill("Incident");
  await form.getByLabel("From").fill(inDays(1));
  await form.getByLabel("Until").fill(inDays(30));
  await form.getByLabel("Production", { exact: true }).check();
  await form.getByLabel(/Lockdown/).check();
  const sentence = form.locator(".freeze-sentence");
  await eventually(async () => assert.match(await sentence.textContent(), /Holds \d+ changes/));
  await form.getByRole("button", { name: "Declare", exact: true }).click();
  const freeze = page.locator(".freeze").filter({ hasText: "Incident" });
  await eventually(async () => assert.ok((await freeze.locator(".freeze-held li").count()) > 2));
  await freeze.getByRole("button", { name: "Lift" }).click();
  await eventually(async () => assert.equal(await freeze.locator(".freeze-held li").count(), 0));
  await freeze.locator(".chip", { hasText: "Lifted" }).waitFor();
});

journey("A freeze exception is reviewed and decided, and a rejection needs a reason", async (given) => {
  const { page } = given;
  await sample(given, "#/freezes");
  const exception = page.locator(".exception").filter({ hasText: "Index rebuild" });
  await exception.getByRole("button", { name: "Review" }).click();
  await exception.locator(".chip", { hasText: "Reviewed" }).waitFor();
  await exception.getByRole("button", { name: "Reject" }).click();
  const why = exception.getByRole("textbox");
  await eventually(async () => assert.ok(await why.evaluate((input) => input === document.activeElement)));
  await page.keyboard.press("Enter");
  await exception.locator(".chip", { hasText: "Reviewed" }).waitFor();
  await why.fill("The books are closed first");
  await page.keyboard.press("Enter");
  await exception.locator(".chip", { hasText: "Rejected" }).waitFor();
  await exception.getByText("The books are closed first").waitFor();
});

journey("A freeze exception is decided, with conditions, from the list of what waits", async (given) => {
  const { page } = given;
  await sample(given, "#/waiting");
  await page.locator("#acting").selectOption({ label: "Amélie Moreau" });
  const row = page.locator(".wait-table tr").filter({ hasText: "Index rebuild" });
  await row.getByText("Freeze exception").waitFor();
  await row.getByRole("button", { name: "Review" }).click();
  await row.getByRole("button", { name: "Approve with conditions" }).click();
  await eventually(async () => assert.ok(await row.getByLabel("Under which conditions").evaluate((input) => input === document.activeElement)));
  await page.keyboard.type("After the books are closed");
  await row.locator("form").getByRole("button", { name: "Approve with conditions" }).click();
  await row.waitFor({ state: "detached" });
  await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: "Freezes" }).click();
  const exception = page.locator(".exception").filter({ hasText: "Index rebuild" });
  await exception.locator(".chip", { hasText: "Approved" }).waitFor();
  await exception.getByText("After the books are closed").waitFor();
});

journey("A looser policy is tested on the past before it is adopted", async (given) => {
  const { page } = given;
  await sample(given, "#/policy");
  const sentence = page.locator(".backtest .freeze-sentence");
  await eventually(async () => assert.match(await sentence.textContent(), /Asks the board about the same/));
  const row = page.locator(".policy-row").filter({ has: page.getByRole("heading", { name: "Controlled environments" }) });
  await row.locator("summary").click();
  const authority = row.getByLabel("Who authorises");
  await authority.selectOption("Preauthorised");
  assert.ok(await authority.isVisible(), "the row stays open while it is edited");
  await eventually(async () => assert.match(await sentence.textContent(), /Saves \d+ of \d+ board items/));
  await page.getByRole("button", { name: "Drop the changes" }).click();
  await eventually(async () => assert.match(await sentence.textContent(), /Asks the board about the same/));
  await page.locator(".threshold-faults", { hasText: "No threshold holds for 12 points" }).waitFor();
  await page.getByRole("button", { name: /Let each end/ }).click();
  await page.getByText("Each score has exactly one risk").waitFor();
});

journey("A risk question is added, and one that was answered says what its removal does before it goes", async (given) => {
  const { page } = given;
  await sample(given, "#/policy");
  const model = page.locator(".risk-model").filter({ has: page.getByRole("heading", { name: "Risk questions" }) });
  await model.getByLabel("What is asked of each change").fill("How old is it?");
  await model.getByRole("button", { name: "Add a question" }).click();
  const added = model.locator(".question").filter({ hasText: "How old is it?" });
  await added.locator("summary").click();
  await added.getByText("Nobody can answer this").waitFor();
  await added.getByLabel("New answer to How old is it?").fill("Old");
  await added.getByRole("button", { name: "Add an answer" }).click();
  await added.getByLabel("Points of Old").fill("4");
  await added.getByLabel("Points of Old").press("Tab");
  await added.getByText("weight 1, up to 4 points, answered by 0 changes").waitFor();
  await added.getByRole("button", { name: "Remove How old is it?" }).click();
  await added.waitFor({ state: "detached" });
  const answered = model.locator(".question").filter({ hasNotText: "answered by 0 changes" }).first();
  await answered.locator("summary").click();
  await answered.getByRole("button", { name: /^Remove / }).first().click();
  await answered.getByText(/count no longer, as each change shows/).waitFor();
  const before = await model.locator(".question").count();
  await answered.getByRole("button", { name: "Keep it" }).click();
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY"));
  await answered.getByRole("button", { name: /^Remove / }).first().click();
  await answered.getByRole("button", { name: "Remove it" }).click();
  await eventually(async () => assert.equal(await model.locator(".question").count(), before - 1));
  await page.getByRole("button", { name: /^Undo: Change the risk model/ }).click();
  await eventually(async () => assert.equal(await model.locator(".question").count(), before));
});

journey("The questions about a change are answered and its risk is taken over", async (given) => {
  const { page } = given;
  await sample(given, "#/changes/CHG-1044");
  const risk = page.locator(".risk-part");
  await risk.getByLabel(/How many users/).selectOption({ label: "Customers (9 points)" });
  await risk.getByLabel(/Where was it tested/).selectOption({ label: "Nowhere (6 points)" });
  await risk.getByLabel(/How is it taken back/).selectOption({ label: "Not at all (6 points)" });
  await risk.getByText("21 of 27 points").waitFor();
  await risk.getByRole("button", { name: /Take over: Very high/ }).click();
  await risk.getByText(/Very high by questionnaire, as the change says/).waitFor();
  await page.locator(".impact-part svg").getByRole("link", { name: /General ledger, service/ }).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  journey(`Freezes and policy have no axe violation in ${colorScheme} colours`, { context: { colorScheme } }, async (given) => {
    const { page } = given;
    for (const hash of ["#/freezes", "#/policy", "#/changes/CHG-1044"]) {
      await (hash === "#/freezes" ? sample(given, hash) : go(page, hash));
      await page.locator(".declare-form, .policy-row, .risk-part").first().waitFor({ state: "attached" });
      assert.deepEqual(await axe(page), []);
    }
  });
}
