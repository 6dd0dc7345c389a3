// An enterprise release from its template to the night in which it is taken back: planned over four environments,
// booked, freed of a contention, decided gate by gate, run by its runbook until a step overruns, backed out, looked at.
import assert from "node:assert/strict";

import { axe, eventually, go, journey, shot } from "./harness.mjs";

const DAY = 86_400_000;
const NAME = "Spring release";

/** The Monday on which the deployment is: the acceptance before it falls where two others want it. */
function deployment(now) {
  const monday = now - ((new Date(now).getUTCDay() + 6) % 7) * DAY;
  return new Date(monday + 7 * DAY + 42 * DAY).toISOString().slice(0, 10);
}

const step = (page, verb, title) => page.getByRole("button", { name: `${verb} ${title}`, exact: true });

/** Starts and finishes a step. */
async function doStep(page, title) {
  await step(page, "Start", title).click();
  await step(page, "Finish", title).click();
}

/** Lets the clock of the page show a moment; the app looks at it every five seconds. */
async function letItBe(page, moment) {
  await page.clock.setFixedTime(moment);
  await page.clock.runFor(6_000);
}

journey("An enterprise release is planned, booked, decided, executed, backed out and reviewed", { context: { timezoneId: "UTC" } }, async ({ page, open }) => {
  const now = Date.parse(`${new Date().toISOString().slice(0, 10)}T09:00:00Z`);
  await page.clock.install({ time: now });
  await open();
  await page.getByRole("button", { name: /start a plan/i }).click();
  await page.getByText("Enterprise release", { exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start the plan" }).click();
  await page.getByRole("link", { name: "Releases" }).waitFor();

  // Planned from the template, with its dates seen before.
  await go(page, "#/releases");
  await page.getByRole("button", { name: "New release" }).click();
  const dialog = page.getByRole("dialog", { name: "New release" });
  await dialog.getByRole("radio", { name: /^Enterprise release/ }).check();
  await dialog.getByLabel("Name", { exact: true }).fill(NAME);
  const day = deployment(now);
  await dialog.locator("input[type=date]").fill(day);
  await eventually(async () => assert.equal(await dialog.locator(".planned-phase").count(), 4));
  await dialog.getByText(/would appear/).waitFor();
  assert.deepEqual(await axe(page), [], "the dialog is accessible");
  await dialog.getByRole("button", { name: "Plan release" }).click();
  await page.getByRole("heading", { level: 1, name: NAME }).waitFor();
  const release = page.url().split("#")[1];
  assert.equal(await page.locator(".phase-row").count(), 4);
  await page.getByRole("button", { name: "Take baseline" }).click();
  await page.getByText("as in the baseline").waitFor();
  assert.deepEqual(await axe(page), [], "the page of a release is accessible");

  // In each of its tests two others want the same; a fix gives way.
  await go(page, "#/environments?view=contention&by=environment");
  const clashes = page.locator(".clash").filter({ hasText: NAME });
  await clashes.first().waitFor();
  assert.deepEqual(await axe(page), [], "contention is accessible");
  for (let left = await clashes.count(); left > 0; left -= 1) {
    await clashes.first().getByRole("button", { name: /^Move/ }).first().click();
    await eventually(async () => assert.equal(await clashes.count(), left - 1));
  }

  // Each booking is answered.
  await go(page, "#/environments?view=requests");
  const own = page.locator(".request").filter({ hasText: NAME });
  await own.first().waitFor();
  for (let left = await own.count(); left > 0; left -= 1) {
    await own.first().getByRole("button", { name: "Approve", exact: true }).click();
    await eventually(async () => assert.equal(await own.count(), left - 1));
  }

  // Phase by phase and gate by gate.
  await go(page, `#${release}`);
  const row = (name) => page.locator(".phase-row").filter({ has: page.getByRole("link", { name, exact: true }) });
  for (const name of ["System test", "Integration test", "Acceptance"]) {
    await row(name).getByRole("button", { name: "Begin" }).click();
    await row(name).getByRole("button", { name: "Pass" }).click();
    await row(name).getByText("Passed").waitFor();
  }
  const panel = page.locator(".gate-panel");
  for (const [gate, evidence] of [["Tested alone", ""], ["Tested together", "p95 is 310 ms"], ["Accepted", "Mail of the owners"]]) {
    await page.getByRole("heading", { name: `Gate: ${gate}` }).waitFor();
    if (evidence) {
      await panel.getByRole("textbox", { name: /^Evidence/ }).last().fill(evidence);
      await panel.getByRole("textbox", { name: /^Evidence/ }).last().press("Tab");
    }
    await panel.getByRole("button", { name: "Go with conditions" }).waitFor();
    const go = panel.getByRole("button", { name: "Go", exact: true });
    if ((await go.getAttribute("aria-disabled")) === "true") {
      await panel.getByRole("button", { name: "Go with conditions" }).click();
      await panel.getByRole("textbox", { name: /Conditions or reason/ }).fill("The tests are counted by hand until Friday");
      await panel.getByRole("button", { name: "Decide" }).click();
    } else {
      await go.click();
    }
  }
  await page.getByRole("heading", { name: "Gate: Go-live" }).waitFor();
  assert.equal(await panel.getByRole("button", { name: "Go", exact: true }).getAttribute("aria-disabled"), "true", "the runbook is not approved");
  await shot(page, "release-gates");

  // The runbook is approved, and its steps are frozen.
  await page.getByRole("link", { name: "Runbook", exact: true }).click();
  await page.getByRole("heading", { name: `Runbook of ${NAME}` }).waitFor();
  await page.getByLabel("Minutes, step 4").fill("50");
  await page.getByLabel("Minutes, step 4").press("Tab");
  await page.getByText(/2 h 40 min of work/).waitFor();
  assert.deepEqual(await axe(page), [], "writing a runbook is accessible");
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await page.getByText(/steps are frozen/).waitFor();
  await go(page, `#${release}`);
  await panel.getByRole("button", { name: "Go with conditions" }).click();
  await panel.getByRole("textbox", { name: /Conditions or reason/ }).fill("The backout is tried on Friday");
  await panel.getByRole("button", { name: "Decide" }).click();
  await page.getByText(/Decided: Go with conditions/).waitFor();

  // The night: it begins with its window, and a step overruns.
  const night = Date.parse(`${day}T20:00:00Z`);
  await letItBe(page, night);
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await page.getByRole("link", { name: "Runbook", exact: true }).click();
  await page.getByRole("button", { name: "Start", exact: true }).first().click();
  await page.getByText("running for").waitFor();
  for (const title of ["Tell everybody that it begins", "Close the service to its users", "Take a snapshot to go back to"]) await doStep(page, title);
  await step(page, "Start", "Change the database").click();
  const figure = (label) => page.locator(".run-figure-box").filter({ hasText: label }).locator(".run-figure");
  const projected = await figure("Projected end").textContent();
  await letItBe(page, night + 100 * 60_000);
  await eventually(async () => assert.notEqual(await figure("Projected end").textContent(), projected));
  await page.getByText(/over by 50 min/).waitFor();
  await step(page, "Issue", "Change the database").click();
  await page.getByRole("textbox", { name: /Issue: why/ }).fill("An index is rebuilt");
  await page.getByRole("button", { name: "Note it" }).click();
  await page.getByText("An index is rebuilt").waitFor();
  await shot(page, "runbook-overrun");
  assert.deepEqual(await axe(page), [], "executing a runbook is accessible");

  // The point of no return is reached before anything was tried: everything is taken back.
  await letItBe(page, night + 170 * 60_000);
  await page.getByRole("button", { name: "Back out", exact: true }).click();
  await page.getByLabel("Why everything is taken back").fill("The window is too short for what is left");
  await page.getByRole("button", { name: "Take everything back" }).click();
  for (const title of ["Put the snapshot back", "Open the service as it was"]) await doStep(page, title);
  await page.getByRole("button", { name: /^Finish/ }).first().click();
  await page.getByText(/Everything was taken back \(The window is too short for what is left\)/).waitFor();
  await page.getByRole("cell", { name: "Backed out", exact: true }).or(page.getByText("Backed out").first()).first().waitFor();
  await shot(page, "runbook-after");

  // The release is backed out, and stays to be looked at.
  await go(page, `#${release}`);
  await page.getByRole("button", { name: "Back out", exact: true }).click();
  await page.getByText(/Enterprise release · Backed out/).waitFor();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByText(/Enterprise release · Closed/).waitFor();
});
