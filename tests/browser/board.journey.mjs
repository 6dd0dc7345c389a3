// A change goes its whole way by keyboard alone, and a board decides about twelve items and prints its pack.
import assert from "node:assert/strict";

import { boardPlan } from "./board-plan.mjs";
import { axe, eventually, go, journey, shot, uploaded } from "./harness.mjs";

async function openBoard({ page, open }, hash) {
  await open();
  const door = page.getByRole("button", { name: /^Open a file/ });
  await uploaded(page, () => door.click(), { name: "board.slipway.json", text: boardPlan() });
  await page.getByText(/^Saved /).first().waitFor();
  await go(page, hash);
}

/** The accessible name of what has the focus, as the browser tells it to a screen reader. */
async function focusedName(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    const labelled = at?.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
    const label = at?.labels?.[0]?.textContent ?? at?.closest(".form-row")?.querySelector(".form-label")?.textContent;
    return (at?.getAttribute("aria-label") ?? labelled?.join(" ") ?? label ?? at?.textContent ?? "").trim();
  });
}

/** Presses a key until what is focused has this name, as somebody without a mouse would. */
async function keyTo(page, key, name, most = 60) {
  for (let press = 0; press < most; press += 1) {
    if (name.test(await focusedName(page))) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} does not reach ${name} within ${most} presses; the focus is on "${await focusedName(page)}"`);
}

const tabTo = (page, name) => keyTo(page, "Tab", name);
/** Goes from part to part of the page until the one of this name. */
const partTo = (page, name) => keyTo(page, "F6", name, 20);

async function press(page, name) {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

/** Runs a command of the palette, or opens a record. */
async function command(page, words) {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(words);
  await eventually(async () => assert.match(await page.locator("#palette-0").textContent(), new RegExp(words)));
  await page.keyboard.press("Enter");
}

const status = (page) => page.locator(".change-head h1 .chip");
const isNow = (page, state) => eventually(async () => assert.equal(await status(page).textContent(), state));
const focusIsIn = (page, selector) =>
  eventually(async () => assert.ok(await page.evaluate((wanted) => document.activeElement?.closest(wanted), selector), `the focus is in ${selector}`));

async function actAs(page, name) {
  await page.locator("#acting").focus();
  await chooseActing(page, name);
}

async function chooseActing(page, name) {
  // What is typed within a second of another name is read as one name with it.
  await page.waitForTimeout(1100);
  await page.keyboard.type(name);
  await eventually(async () => assert.equal(await page.locator("#acting option:checked").textContent(), name));
}

/** The same without a mouse. */
async function actByKeys(page, name) {
  await partTo(page, /^Tools$/);
  await tabTo(page, /^Acting as/);
  await chooseActing(page, name);
}

/** Takes a step of the change that is open, by its button. */
async function step(page, verb, state) {
  await keyTo(page, "F6", /^Steps/, 20);
  await press(page, new RegExp(`^${verb}$`));
  await isNow(page, state);
}

async function typeInto(page, name, text) {
  await tabTo(page, name);
  await page.keyboard.type(text);
  await page.keyboard.press("Tab");
}

// Nothing here calls focus(), fill() or click(): keys alone, those of the browser and those that the app documents.
journey("A change goes from request to close by keyboard alone", async (given) => {
  const { page, open } = given;
  await open();
  await page.getByRole("button", { name: /^Open a file/ }).waitFor();
  await tabTo(page, /^Open a file/);
  await uploaded(page, () => page.keyboard.press("Enter"), { name: "board.slipway.json", text: boardPlan() });
  await page.getByText(/^Saved /).first().waitFor();
  await command(page, "Go to Changes");
  await page.getByRole("heading", { name: "Changes", level: 1 }).waitFor();
  await command(page, "New change");
  await focusIsIn(page, ".inspector .form");
  await page.keyboard.type("Replace the load balancer");
  await keyTo(page, "Shift+Tab", /^Open its page$/);
  await page.keyboard.press("Enter");
  await page.locator(".change-page h1").filter({ hasText: "Replace the load balancer" }).waitFor();
  await page.keyboard.press("Escape");

  await actByKeys(page, "Dora Dean");
  await step(page, "Request", "Requested");
  assert.equal(await page.locator(".change-page").getByRole("link", { name: "Dora Dean" }).count(), 1, "who acts asked for it");

  // The refusal leads to the field that mends it.
  await press(page, /^It names no environment/);
  await focusIsIn(page, "[data-field=environments]");
  await page.keyboard.type("Production");
  await page.keyboard.press("Enter");
  await partTo(page, /^Steps/);
  await press(page, /^It has no owner/);
  await focusIsIn(page, "[data-field=owner]");
  await page.keyboard.type("Dora");
  await page.keyboard.press("Enter");
  await step(page, "Assess", "Assessed");

  await partTo(page, /^Schedule$/);
  const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10).split("-");
  // A date field takes month, day, year, hour, minute and half of the day, each moved on from by the keys.
  for (const [name, hour] of [[/^Start/, "08"], [/^End/, "10"]]) {
    await tabTo(page, name);
    await page.keyboard.type(`${day[1]}${day[2]}${day[0]}`);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.type(`${hour}00PM`);
  }
  await page.keyboard.press("Enter");
  await partTo(page, /^Implement$/);
  await typeInto(page, /^Implementation/, "Drain, swap, put back");
  await typeInto(page, /^Backout/, "Put the old one back");

  await partTo(page, /^Authorise$/);
  await press(page, /^Ask for approval$/);
  await page.locator(".approval").waitFor();
  for (const name of ["Ann Archer", "Carl Cook"]) {
    await actByKeys(page, name);
    await partTo(page, /^Authorise$/);
    await press(page, new RegExp(`^${name}: Approve`));
  }
  await isNow(page, "Authorised");

  await step(page, "Schedule", "Scheduled");
  await step(page, "Implement", "Implementing");
  await partTo(page, /^Steps/);
  await press(page, /^Finish$/);
  await focusIsIn(page, ".step-form select");
  await press(page, /^Finish$/);
  await isNow(page, "In review");
  await step(page, "Close", "Closed");

  const history = page.locator("#part-history .history");
  await eventually(async () => assert.match(await history.textContent(), /Close CHG-0013.*Carl Cook/));
  assert.match(await history.textContent(), /Request CHG-0013/);
  assert.deepEqual(await axe(page), []);
  await page.reload();
  await isNow(page, "Closed");
  assert.equal(await page.locator("#acting option:checked").textContent(), "Carl Cook", "this browser remembers who acts");
});

journey("A board decides about twelve items and prints its pack", async (given) => {
  const { page } = given;
  await openBoard(given, "#/board");
  await page.getByRole("button", { name: "Plan the next twelve weeks" }).click();
  await eventually(async () => assert.ok((await page.locator(".meeting-list li").count()) >= 10));
  await page.locator(".meeting-list a").first().click();
  await actAs(page, "Ann Archer");

  await page.getByLabel(/^Filter: risk/).fill("risk>=high");
  await eventually(async () => assert.equal(await page.locator(".candidates li").count(), 4));
  await page.getByLabel(/^Filter: risk/).fill("");
  await eventually(async () => assert.equal(await page.locator(".candidates li").count(), 12));
  await page.getByRole("button", { name: "Put these on the agenda" }).click();
  const items = page.locator(".agenda-item");
  await eventually(async () => assert.equal(await items.count(), 12));
  assert.match(await items.first().textContent(), /Patch server 4/, "the critical service comes first");
  await page.getByRole("button", { name: "Open the meeting" }).click();
  await page.getByRole("timer").waitFor();

  const table = page.locator(".on-table");
  const decide = page.locator(".decide");
  const chip = (place) => items.nth(place).locator(".agenda-end .chip");
  // Refused by name: nobody has voted yet, and a rejection needs a reason.
  await decide.getByRole("listitem").filter({ hasText: /members that the quorum needs/ }).first().waitFor();
  await decide.getByRole("button", { name: "Reject", exact: true }).click();
  await page.locator(".toast").filter({ hasText: "reason first" }).waitFor();

  // 1: votes one by one, with minutes.
  await table.getByRole("button", { name: "Ann Archer: Approve", exact: true }).click();
  await table.getByRole("button", { name: "Eve Elm for Bob Baker: Approve", exact: true }).click();
  await table.getByText(/2 approve, 0 reject.*carried/).waitFor();
  await table.getByLabel("Minutes", { exact: true }).fill("Shop closes at eight; no objections.");
  await table.getByLabel("Minutes", { exact: true }).press("Tab");
  await decide.getByRole("button", { name: "Approve", exact: true }).click();
  await eventually(async () => assert.match(await chip(0).textContent(), /Approve/));
  // 2: with conditions; 3: put off; 4: rejected.
  await table.getByRole("button", { name: "All who are there approve" }).click();
  await decide.getByLabel("Conditions or reason").fill("Only with the vendor on the line");
  await decide.getByRole("button", { name: "Approve with conditions" }).click();
  await eventually(async () => assert.match(await chip(1).textContent(), /conditions/));
  await decide.getByRole("button", { name: "Defer" }).click();
  await eventually(async () => assert.match(await chip(2).textContent(), /Defer/));
  await decide.getByLabel("Conditions or reason").fill("No rollback was tried");
  await decide.getByRole("button", { name: "Reject", exact: true }).click();
  await eventually(async () => assert.match(await chip(3).textContent(), /Reject/));
  // The next item by key, and back.
  const heading = table.locator(".item-title");
  const before = await heading.textContent();
  await page.locator("#screen").focus();
  await page.keyboard.press("n");
  await eventually(async () => assert.notEqual(await heading.textContent(), before));
  await page.keyboard.press("p");
  await eventually(async () => assert.equal(await heading.textContent(), before));
  for (let place = 4; place < 11; place += 1) {
    await table.getByRole("button", { name: "All who are there approve" }).click();
    await decide.getByRole("button", { name: "Approve", exact: true }).click();
    await eventually(async () => assert.match(await chip(place).textContent(), /Approve/));
  }
  assert.deepEqual(await axe(page), []);
  await shot(page, "meeting");
  // The twelfth was not reached: closing puts it off to next week's meeting.
  await page.getByRole("button", { name: "Close the meeting" }).click();
  await eventually(async () => assert.match(await chip(11).textContent(), /Defer/));
  await page.getByLabel("Minutes of the meeting").fill("Next week we begin at two sharp.");
  await page.getByLabel("Minutes of the meeting").press("Tab");

  await page.getByRole("link", { name: "Printed pack" }).click();
  await page.locator(".pack").waitFor();
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("navigation", { name: "Screens" }).isVisible(), false);
  assert.equal(await page.locator(".pack-item").count(), 12);
  const first = await page.locator(".pack-item").first().textContent();
  for (const part of ["Patch server 4", "Web shop", "Drain server 4", "Boot the snapshot", "Ann Archer: Approve", "Eve Elm for Bob Baker", "Decision: ", "no objections"]) {
    assert.ok(first.includes(part), `the first block has "${part}": ${first}`);
  }
  const whole = await page.locator(".pack").textContent();
  for (const part of ["Only with the vendor on the line", "No rollback was tried", "two sharp", "Ann Archer, Bob Baker, Carl Cook"]) {
    assert.ok(whole.includes(part), `the pack has "${part}"`);
  }
  const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page[^s]/g);
  assert.ok(pages.length >= 3 && pages.length <= 12, `${pages.length} pages`);
  await page.emulateMedia({ media: "screen" });
  await shot(page, "pack", { fullPage: true });
  // Before the meeting the board saw an empty agenda.
  const asOf = page.getByLabel("As the board saw it on");
  await asOf.fill(new Date(Date.now() - 120_000).toISOString().slice(0, 16));
  await asOf.press("Tab");
  await eventually(async () => assert.equal(await page.locator(".pack-item").count(), 0));
  // So did every other screen, and nothing can be changed there.
  const past = page.locator(".banner.past");
  await past.filter({ hasText: "You see the plan as it was on" }).waitFor();
  await go(page, "#/changes/CHG-0004");
  await isNow(page, "Assessed");
  await page.keyboard.press("Control+z");
  await isNow(page, "Assessed");
  await shot(page, "past");
  await past.getByRole("button", { name: "Back to now" }).click();
  await isNow(page, "Authorised");
  await page.locator("#part-history").getByRole("button", { name: "See the plan after this" }).last().click();
  await past.waitFor();
  await past.getByRole("button", { name: "Back to now" }).click();
  await eventually(async () => assert.equal(await past.count(), 0));

  // What was decided moved the changes on; what was put off waits on the next agenda.
  await go(page, "#/changes/CHG-0004");
  await isNow(page, "Authorised");
  await go(page, "#/board");
  await page.locator(".meeting-list a").first().click();
  await eventually(async () => assert.equal(await items.count(), 2));
});

journey("What waits is listed for whom it waits", async (given) => {
  const { page } = given;
  await openBoard(given, "#/waiting");
  await page.getByRole("heading", { name: "For others" }).waitFor();
  await actAs(page, "Bob Baker");
  await page.getByRole("heading", { name: "For you" }).waitFor();
  await page.getByRole("link", { name: "Patch server 1", exact: true }).click();
  await page.getByRole("button", { name: "Bob Baker: Reject" }).click();
  await page.locator(".toast").filter({ hasText: /reason/ }).waitFor();
  await eventually(async () => assert.ok(await page.evaluate(() => document.activeElement?.closest(".vote-note"))));
  await page.keyboard.type("Not in the sales week");
  await page.getByRole("button", { name: "Bob Baker: Reject" }).click();
  await page.locator(".seat").filter({ hasText: "Not in the sales week" }).waitFor();
  // A material edit voids the votes and says what differs.
  await page.locator("#part-schedule").getByLabel("Start").first().waitFor();
  await page.locator("[data-field=risk] select").selectOption("VeryHigh");
  await page.locator(".approval").filter({ hasText: /Void: risk/ }).waitFor();
  assert.deepEqual(await axe(page), []);
});

journey("A template of standard changes is proposed, published by somebody else, and followed", async (given) => {
  const { page } = given;
  await openBoard(given, "#/changes");
  await page.getByRole("link", { name: "Standard changes" }).click();
  await actAs(page, "Ann Archer");
  await page.getByRole("combobox", { name: /^Make a template/ }).fill("Patch server 1");
  await page.keyboard.press("Enter");
  const card = page.locator(".template-card");
  await card.getByRole("button", { name: "Propose" }).click();
  await card.getByText("Ann Archer proposed it").waitFor();
  // The focus goes from the step that was taken to the next one.
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  await eventually(async () => assert.equal(await focused(), "Approve and publish"));
  await actAs(page, "Bob Baker");
  await card.getByRole("button", { name: "Approve and publish" }).click();
  await card.getByText("version 1").waitFor();
  assert.deepEqual(await axe(page), []);
  await card.getByRole("button", { name: "New change from it" }).click();
  await page.locator(".change-page h1").waitFor();
  const backout = page.locator("[data-field=backout_plan]");
  assert.equal(await backout.locator("textarea").isDisabled(), true);
  assert.match(await backout.getAttribute("title"), /locked by the template/);
});
