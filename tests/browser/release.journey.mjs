// An enterprise release from its template to the night in which it is taken back: planned over four environments,
// booked, freed of a contention, decided gate by gate with a go for each, run by its runbook until a step overruns, backed
// out, and its change reviewed.
import assert from "node:assert/strict";

import { axe, eventually, go, journey, shot } from "./harness.mjs";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const NAME = "Spring release";
const CHANGE = "New order of the shop";

/** The Saturday on which the deployment is to be: the tests before it fall where two others want the same. */
function deployment(now) {
  const monday = now - ((new Date(now).getUTCDay() + 6) % 7) * DAY;
  return new Date(monday + 47 * DAY).toISOString().slice(0, 10);
}

/** The first and the last day of `7 – 18 Sep` or `28 Sep – 2 Oct`, from `now` on. */
function days(said, now) {
  const [, first, month, last, lastMonth] = /(\d+)(?: ([A-Z][a-z]{2}))? – (\d+) ([A-Z][a-z]{2})/.exec(said);
  const at = (day, of) => {
    const year = new Date(now).getUTCFullYear();
    const date = Date.parse(`${day} ${of} ${year} UTC`);
    return date < now - 7 * DAY ? Date.parse(`${day} ${of} ${year + 1} UTC`) : date;
  };
  return [at(first, month ?? lastMonth), at(last, lastMonth)];
}

const step = (page, verb, title) => page.getByRole("button", { name: `${verb} ${title}`, exact: true });

/** Starts and finishes a step. */
async function doStep(page, title) {
  await step(page, "Start", title).click();
  await step(page, "Finish", title).click();
}

async function actAs(page, name) {
  await page.locator("#acting").selectOption({ label: name });
}

/** Takes a step of the change whose page is open. */
async function take(page, verb, status) {
  await page.locator(".change-page .steps").getByRole("button", { name: verb, exact: true }).click();
  if (status) await eventually(async () => assert.equal(await page.locator(".change-head h1 .chip").textContent(), status));
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

  // In each of its tests two others want the same: the release gives way, with all that follows its first test.
  await go(page, "#/environments?view=contention&by=environment");
  const clashes = page.locator(".clash").filter({ hasText: NAME });
  await clashes.first().waitFor();
  assert.equal(await clashes.count(), 3);
  assert.deepEqual(await axe(page), [], "contention is accessible");
  const along = clashes.getByRole("button", { name: new RegExp(`^Move .* of ${NAME} to `) });
  const ofFirst = clashes.getByRole("button", { name: new RegExp(`^Move System test of ${NAME} to `) });
  await ofFirst.first().click();
  await eventually(async () => assert.equal(await ofFirst.count(), 0));
  while ((await clashes.count()) > 0) {
    const label = await along.first().textContent();
    await along.first().click();
    await eventually(async () => assert.equal(await page.getByRole("button", { name: label, exact: true }).count(), 0));
  }

  // Each booking is answered.
  await go(page, "#/environments?view=requests");
  const own = page.locator(".request").filter({ hasText: NAME });
  await own.first().waitFor();
  for (let left = await own.count(); left > 0; left -= 1) {
    await own.first().getByRole("button", { name: "Approve", exact: true }).click();
    await eventually(async () => assert.equal(await own.count(), left - 1));
  }

  // The night is the one of the release as it is now.
  await go(page, `#${release}`);
  const live = await page.locator(".release-facts").getByText(/go-live/).textContent();
  const night = Date.parse(`${/\d+ \w+ \d{4} \d\d:\d\d/.exec(live)[0]} UTC`);
  assert.ok(night > Date.parse(`${day}T20:00:00Z`), "the whole release gave way");

  // It carries a change, which is asked for, assessed and authorised by somebody who has no part in it.
  await go(page, "#/changes");
  await actAs(page, "Owner of the front end");
  await page.getByRole("button", { name: "New change" }).click();
  await page.getByRole("link", { name: "Open its page" }).waitFor();
  await page.locator(".inspector .form input").first().fill(CHANGE);
  await page.locator(".inspector .form input").first().press("Tab");
  await page.getByRole("link", { name: "Open its page" }).click();
  await page.locator(".change-page h1").filter({ hasText: CHANGE }).waitFor();
  const change = page.url().split("#")[1].split("?")[0];
  await page.keyboard.press("Escape");
  const field = (name) => page.locator(`.change-page [data-field^="${name}"]`).first();
  const pick = async (name, what) => {
    await field(name).getByRole("combobox").fill(what);
    await field(name).getByRole("combobox").press("Enter");
    await field(name).locator(".record-chip").filter({ hasText: what }).waitFor();
  };
  await take(page, "Request", "Requested");
  await pick("environments", "Production");
  await pick("cis", "Front end");
  await pick("owner", "Owner of the front end");
  const local = (at) => new Date(at).toISOString().slice(0, 16);
  for (const [place, at] of [[0, night], [1, night + 3 * HOUR]]) {
    await field("planned").locator("input").nth(place).fill(local(at));
    await field("planned").locator("input").nth(place).press("Tab");
  }
  await field("implementation_plan").locator("textarea").fill("As the runbook of the release says");
  await field("implementation_plan").locator("textarea").press("Tab");
  await field("backout_plan").locator("textarea").fill("The snapshot is put back");
  await field("backout_plan").locator("textarea").press("Tab");
  await go(page, `#${release}`);
  await page.locator(".scope-add").getByRole("combobox").fill(CHANGE);
  await page.locator(".scope-add").getByRole("combobox").press("Enter");
  await page.locator(".scope-table").getByRole("link", { name: CHANGE }).waitFor();
  await go(page, `#${change}`);
  await take(page, "Assess", "Assessed");
  await page.getByRole("button", { name: "Ask for approval", exact: true }).click();
  await page.locator(".approval").waitFor();
  await actAs(page, "Test manager");
  await page.getByRole("button", { name: "Test manager: Approve", exact: true }).click();
  await eventually(async () => assert.equal(await page.locator(".change-head h1 .chip").textContent(), "Authorised"));
  await take(page, "Schedule", "Scheduled");

  // Phase by phase, in its days, and gate by gate: each is a go because what it asks for is so.
  await go(page, `#${release}`);
  const row = (name) => page.locator(".phase-row").filter({ has: page.getByRole("link", { name, exact: true }) });
  const panel = page.locator(".gate-panel");
  const decide = async (gate, evidence) => {
    await page.getByRole("heading", { name: `Gate: ${gate}` }).waitFor();
    const manual = panel.locator(".gate-criterion.manual");
    for (let place = 0; place < (await manual.count()); place += 1) {
      await manual.nth(place).getByRole("checkbox").check();
      await manual.nth(place).getByRole("textbox").fill(evidence);
      await manual.nth(place).getByRole("textbox").press("Tab");
    }
    await eventually(async () => assert.equal(await panel.getByText("✗").count(), 0, await panel.textContent()));
    const button = panel.getByRole("button", { name: "Go", exact: true });
    assert.equal(await button.getAttribute("aria-disabled"), null, await panel.textContent());
    await button.click();
    await page.locator(".gate-button").filter({ hasText: `${gate}: Go` }).or(page.getByText(/Decided: Go,/)).first().waitFor();
  };
  for (const [name, gate, evidence] of [
    ["System test", "Tested alone", ""],
    ["Integration test", "Tested together", "p95 is 310 ms"],
    ["Acceptance", "Accepted", "Mail of the owners"],
  ]) {
    const [first, last] = days(await row(name).textContent(), now);
    await letItBe(page, first + 9 * HOUR);
    await row(name).getByRole("button", { name: "Begin" }).click();
    await letItBe(page, last + 16 * HOUR);
    await row(name).getByRole("button", { name: "Pass" }).click();
    await row(name).getByText("Passed").waitFor();
    await decide(gate, evidence);
  }
  await page.getByRole("heading", { name: "Gate: Go-live" }).waitFor();
  assert.equal(await panel.getByRole("button", { name: "Go", exact: true }).getAttribute("aria-disabled"), "true", "the runbook is not approved");
  await shot(page, "release-gates");

  // The runbook is rehearsed with its backout and approved, and its steps are frozen.
  await page.getByRole("link", { name: "Runbook", exact: true }).click();
  await page.getByRole("heading", { name: `Runbook of ${NAME}` }).waitFor();
  await page.getByLabel("Minutes, step 4").fill("50");
  await page.getByLabel("Minutes, step 4").press("Tab");
  await page.getByText(/2 h 40 min of work/).waitFor();
  assert.deepEqual(await axe(page), [], "writing a runbook is accessible");
  await page.getByRole("button", { name: "Add rehearsal" }).click();
  const rehearsal = page.getByRole("dialog", { name: "Add rehearsal" });
  await rehearsal.getByLabel("Taking everything back was tried too").check();
  await rehearsal.getByRole("button", { name: "Add rehearsal" }).click();
  await page.getByText("backout tried", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByText(/steps are frozen/).waitFor();
  await go(page, `#${release}`);
  await decide("Go-live", "The rota of the week");
  assert.equal(await page.locator(".phase-strip .gate-diamond.go").count(), 4, "all four gates are a go");

  // The night: it begins with its window, and a step overruns.
  await letItBe(page, night);
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await page.getByText(/Enterprise release · Deploying/).waitFor();
  await go(page, `#${change}`);
  await take(page, "Implement", "Implementing");
  await go(page, `#${release}`);
  await page.getByRole("link", { name: "Runbook", exact: true }).click();
  await page.getByRole("button", { name: "Start", exact: true }).first().click();
  await page.getByText("running for").waitFor();
  for (const title of ["Tell everybody that it begins", "Close the service to its users", "Take a snapshot to go back to"]) await doStep(page, title);
  await step(page, "Start", "Change the database").click();
  const figure = (label) => page.locator(".run-figure-box").filter({ hasText: label }).locator(".run-figure");
  const projected = await figure("Projected end").textContent();
  await letItBe(page, night + 100 * MINUTE);
  await eventually(async () => assert.notEqual(await figure("Projected end").textContent(), projected));
  await page.getByText(/over by 50 min/).waitFor();
  await step(page, "Issue", "Change the database").click();
  await page.getByRole("textbox", { name: /Issue: why/ }).fill("An index is rebuilt");
  await page.getByRole("button", { name: "Note it" }).click();
  await page.getByText("An index is rebuilt").waitFor();
  await shot(page, "runbook-overrun");
  assert.deepEqual(await axe(page), [], "executing a runbook is accessible");

  // The point of no return is reached before anything was tried: everything is taken back.
  await letItBe(page, night + 170 * MINUTE);
  await page.getByRole("button", { name: "Back out", exact: true }).click();
  await page.getByLabel("Why everything is taken back").fill("The window is too short for what is left");
  await page.getByRole("button", { name: "Take everything back" }).click();
  for (const title of ["Put the snapshot back", "Open the service as it was"]) await doStep(page, title);
  await page.getByRole("button", { name: /^Finish/ }).first().click();
  await page.getByText(/Everything was taken back \(The window is too short for what is left\)/).waitFor();
  await page.getByRole("cell", { name: "Backed out", exact: true }).or(page.getByText("Backed out").first()).first().waitFor();
  await shot(page, "runbook-after");

  // The release is backed out, and so is its change, which is reviewed: what was found, and what is to be done about it.
  await go(page, `#${release}`);
  await page.getByRole("button", { name: "Back out", exact: true }).click();
  await page.getByText(/Enterprise release · Backed out/).waitFor();
  await go(page, `#${change}`);
  await actAs(page, "Owner of the front end");
  await take(page, "Finish");
  await page.locator(".step-form select").selectOption({ label: "Backed out" });
  await page.locator(".step-form").getByRole("button", { name: "Finish" }).click();
  await eventually(async () => assert.equal(await page.locator(".change-head h1 .chip").textContent(), "In review"));
  const closing = page.locator(".change-page .steps").getByRole("button", { name: "Close", exact: true });
  assert.equal(await closing.getAttribute("aria-disabled"), "true", "it is not closed before it is reviewed");
  await go(page, `#${release}`);
  await page.getByRole("heading", { name: "Reviews" }).waitFor();
  await page.getByText(/to be reviewed by/).waitFor();
  await page.locator(".release-reviews").getByRole("link", { name: CHANGE }).click();
  const review = page.locator("#part-review");
  await review.getByLabel("What was found").fill("The index took twice as long as in the rehearsal");
  await review.getByLabel("What is to be done").fill("Build the index in the week before");
  await review.getByLabel("By whom…").selectOption({ label: "Owner of the back end" });
  await review.getByRole("button", { name: "Add action" }).click();
  await review.getByText("Build the index in the week before").waitFor();
  await review.getByRole("button", { name: "Finish the review" }).click();
  await review.getByText(/^Finished: Owner of the front end/).waitFor();
  assert.deepEqual(await axe(page), [], "a review is accessible");
  await take(page, "Close", "Closed");

  // The release says what was learnt, and is closed.
  await go(page, `#${release}`);
  const reviews = page.locator(".release-reviews");
  await reviews.getByText("The index took twice as long as in the rehearsal").waitFor();
  await reviews.getByText("Build the index in the week before").waitFor();
  await shot(page, "release-review");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByText(/Enterprise release · Closed/).waitFor();
  await page.getByRole("link", { name: "Runbook", exact: true }).click();
  await page.getByText(/Everything was taken back/).waitFor();
});
