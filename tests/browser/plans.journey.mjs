// Plans are begun, kept over a reload, carried by files without losing a byte, and never overwritten unasked.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { downloaded, dropped, eventually, journey, uploaded } from "./harness.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const COMMAND_LINE = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/slipway");
const EXPORT = "openstack/flamingo-changes.csv";
const SHARED = process.env.SLIPWAY_SHARED ? [process.env.SLIPWAY_SHARED] : [join(ROOT, "../shared"), "/work/shared"];
const CHANGES = SHARED.map((folder) => join(folder, "data", EXPORT)).find(existsSync);

const saved = (page) => page.getByText(/^Saved /).first().waitFor();
const rail = (page, name) => page.getByRole("navigation", { name: "Screens" }).getByRole("listitem").getByRole("link", { name });

async function openSample(page) {
  await page.getByRole("button", { name: "Open the sample plan" }).click();
  await page.waitForURL(/#\/schedule/);
  await saved(page);
}

async function exported(page) {
  await page.getByRole("button", { name: "Export", exact: true }).first().click();
  return downloaded(page, () => page.getByRole("button", { name: "Plan (JSON)" }).click());
}

async function rename(page, name) {
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.keyboard.press("Tab");
}

journey("The first visit opens the sample, and a reload keeps it", async ({ page, open }) => {
  await open();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await openSample(page);
  assert.equal(await page.title(), "Schedule · Sample portfolio · Slipway");
  await page.reload();
  await saved(page);
  await eventually(async () => assert.equal(await page.title(), "Schedule · Sample portfolio · Slipway"));
});

// The browser asks for the icon of the page now and then, by itself.
const offline = { expected: [/ERR_INTERNET_DISCONNECTED \(icon\.svg\)/] };
journey("Once the page has started, templates and rules are there without a network", offline, async ({ page, context, open }) => {
  const last = page.waitForResponse("**/rules.json");
  await open();
  await (await last).finished();
  await context.setOffline(true);
  await openSample(page);
  await page.evaluate(() => (location.hash = "#/findings/change-in-blackout"));
  await page.getByRole("heading", { name: "Why", exact: true }).waitFor();
  await page.evaluate(() => (location.hash = "#/plans"));
  await page.getByRole("button", { name: "Start a plan" }).click();
  await page.getByRole("dialog", { name: "Start a plan" }).getByRole("button", { name: "Start the plan" }).click();
  await eventually(async () => assert.match(await page.title(), /Monthly release train/));
});

const unfetched = { prefix: "/some/sub/", expected: [/Failed to load resource/] };
journey("A plan that cannot be fetched is said to be so, and can be asked for again", unfetched, async ({ page, context, open }) => {
  await context.route("**/templates/*.json", (route) => route.abort());
  await open();
  await page.getByRole("button", { name: "Open the sample plan" }).click();
  await page.getByText("templates/sample.json could not be fetched").first().waitFor();
  await page.getByRole("button", { name: "Start a plan" }).click();
  const dialog = page.getByRole("dialog", { name: "Start a plan" });
  await dialog.getByRole("button", { name: "Start the plan" }).click();
  await dialog.getByRole("alert").filter({ hasText: "could not be fetched" }).waitFor();
  await context.unroute("**/templates/*.json");
  await dialog.getByRole("button", { name: "Start the plan" }).click();
  await page.waitForURL(/#\/schedule/);
  await eventually(async () => assert.match(await page.title(), /Monthly release train/));
  await page.goto(`${page.url().split("#")[0]}#/plans`);
  await openSample(page);
});

journey("An export opened in a clean browser exports the same bytes", async ({ page, open, context, url }) => {
  await open();
  await openSample(page);
  const first = await exported(page);
  assert.equal(first.name, "sample-portfolio.slipway.json");

  const clean = await context.browser().newContext({ acceptDownloads: true });
  const other = await clean.newPage();
  await other.goto(url);
  const door = other.getByRole("button", { name: /^Open a file/ });
  await uploaded(other, () => door.click(), first);
  await saved(other);
  const second = await exported(other);
  assert.equal(second.text, first.text);
  await clean.close();
});

journey("A plan that is here already is replaced only with a copy kept", async ({ page, open }) => {
  await open();
  await openSample(page);
  const file = await exported(page);
  await page.goto(`${page.url().split("#")[0]}#/plans`);
  await rename(page, "Changed here");
  await saved(page);
  await dropped(page.getByRole("main"), file);
  const question = page.getByRole("dialog", { name: /is in this browser already/ });
  await question.getByRole("button", { name: "Replace, and keep a copy" }).click();
  await page.waitForURL(/#\/schedule/);
  await eventually(async () => assert.match(await page.title(), /Sample portfolio/));
  await page.goto(`${page.url().split("#")[0]}#/plans`);
  await page.getByRole("button", { name: "Open Changed here (copy)" }).waitFor();
  await page.getByRole("button", { name: "Open Sample portfolio" }).waitFor();
});

journey("A template makes a plan, a rename can be undone, and removing asks first", async ({ page, open }) => {
  await open();
  await page.getByRole("button", { name: "Start a plan" }).click();
  await page.getByRole("radio", { name: /Freeze calendar/ }).check();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Freezes of 2027");
  await page.getByRole("button", { name: "Start the plan" }).click();
  await page.waitForURL(/#\/schedule/);
  await page.goto(`${page.url().split("#")[0]}#/plans`);
  await rename(page, "Freezes");
  await eventually(async () => assert.match(await page.title(), /· Freezes ·/));
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Plans" }).click();
  await page.getByRole("button", { name: "Undo: Rename the plan" }).click();
  await eventually(async () => assert.match(await page.title(), /· Freezes of 2027 ·/));

  await page.getByRole("button", { name: "Remove: Freezes" }).click();
  const question = page.getByRole("dialog", { name: /^Remove/ });
  const file = await downloaded(page, () => question.getByRole("button", { name: "Save as file first" }).click());
  assert.match(file.text, /"slipway-plan"/);
  await question.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("button", { name: "Open the sample plan" }).waitFor();
  await eventually(async () => assert.equal(await page.title(), "Slipway"));
});

journey("A wrong file says where it is wrong and changes nothing", async ({ page, open }) => {
  await open();
  const file = { name: "broken.json", text: '{\n  "format": "slipway-plan",\n  "version": 1,,\n}' };
  await uploaded(page, () => page.getByRole("button", { name: /^Open a file/ }).click(), file);
  const dialog = page.getByRole("dialog", { name: "broken.json could not be read" });
  assert.match(await dialog.getByRole("alert").innerText(), /^Line 3, column \d+: /);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await page.title(), "Slipway");
});

journey("A tab whose plan was changed in another tab says so and overwrites nothing", async ({ page, context, open, url }) => {
  await open("#/plans");
  await openSample(page);
  await page.goto(`${url}#/plans`);
  const other = await context.newPage();
  await other.goto(`${url}#/plans`);
  await other.getByRole("heading", { name: "Settings of this plan" }).waitFor();
  await rename(other, "Named there");
  await saved(other);
  await page.getByText("This plan was changed in another tab.").waitFor();
  await rename(page, "Named here");
  await page.getByText("Not saved").first().waitFor();
  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await eventually(async () => assert.match(await page.title(), /Named there/));
  await saved(page);
});

journey("Without storage the plan is not called saved, and can be kept as a file", async ({ page, context, open }) => {
  await context.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await open();
  await page.getByRole("button", { name: "Open the sample plan" }).click();
  const line = page.getByRole("navigation", { name: "Screens" }).getByRole("status");
  await line.getByText("Not saved", { exact: true }).waitFor();
  await line.getByText(/does not let Slipway store plans/).waitFor();
  const file = await downloaded(page, () => line.getByRole("button", { name: "Save as file" }).click());
  assert.match(file.text, /"slipway-plan"/);
});

journey("Ctrl+K finds a record and opens it, and Escape closes it", async ({ page, open }) => {
  await open();
  await openSample(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or run a command" }).fill("chg-1042");
  await page.getByRole("listbox").getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/changes\?select=changes\/CHG-1042/);
  await page.getByRole("button", { name: "Close the details" }).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL(/#\/changes$/);
});

journey("A change export of 426 rows that is dropped on the page has the findings of the command line, and the page answers meanwhile", async ({ page, open }) => {
  if (!CHANGES || !existsSync(COMMAND_LINE)) {
    if (!CHANGES && process.env.SLIPWAY_MISSING) appendFileSync(process.env.SLIPWAY_MISSING, `${EXPORT}\tplans.journey\n`);
    console.log(`skipped: ${CHANGES ? "target/debug/slipway is not built" : "the shared data is absent"}`);
    return;
  }
  await open();
  const start = await page.evaluate(() => performance.now());
  await page.evaluate(watchPauses);
  await dropped(page.locator("body"), { name: "flamingo-changes.csv", text: readFileSync(CHANGES, "utf8") });
  const dialog = page.getByRole("dialog", { name: "Import changes from flamingo-changes.csv" });
  await dialog.getByText(/426 rows. ServiceNow/).waitFor();
  await dialog.getByRole("combobox", { name: "Zone of times that name none" }).fill("UTC");
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("dialog", { name: /note/ }).getByRole("button", { name: "Close" }).last().click();
  assert.match(await rail(page, "Changes").innerText(), /426/);
  const pause = await page.evaluate(() => Math.max(0, ...window.pauses));
  assert.ok(pause < start, `the longest pause, ${pause} ms, is longer than the start of the page, ${start} ms`);

  const folder = mkdtempSync(join(tmpdir(), "slipway-"));
  try {
    const [ours, theirs] = ["ours.json", "theirs.json"].map((name) => join(folder, name));
    writeFileSync(ours, (await exported(page)).text);
    execFileSync(COMMAND_LINE, ["convert", CHANGES, "-o", theirs, "--zone", "UTC"]);
    const expected = sentences(theirs);
    assert.deepEqual(sentences(ours), expected);
    await rail(page, "Findings").click();
    assert.deepEqual(await shownSentences(page), expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

journey("A change export goes into the open plan as one step that can be undone, and stays", async ({ page, open }) => {
  await open();
  await openSample(page);
  const counts = (many) => eventually(async () => assert.match(await rail(page, "Changes").innerText(), new RegExp(`\\b${many}\\b`)));
  await counts(63);
  const text = ["number,short_description,type,state,risk,start_date,end_date", "CHG0040001,Swap the fan trays,normal,Scheduled,Low,2026-12-10 20:00:00,2026-12-10 21:00:00", "CHG0040002,Trim the logs,normal,New,Low,2026-12-11 20:00:00,2026-12-11 21:00:00"];
  await dropped(page.locator("body"), { name: "more.csv", text: text.join("\n") });
  const dialog = page.getByRole("dialog", { name: "Import changes from more.csv" });
  await dialog.getByRole("combobox", { name: "Zone of times that name none" }).fill("UTC");
  await dialog.getByRole("radio", { name: /^The open plan/ }).check({ force: true });
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await counts(65);
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Undo/ }).click();
  await counts(63);
  await page.getByRole("button", { name: /^Redo/ }).click();
  await counts(65);
  await saved(page);
  await page.reload();
  await counts(65);
});

/** In the page: keeps how long the page could not answer, each time. */
function watchPauses() {
  window.pauses = [];
  new PerformanceObserver((list) => window.pauses.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
}

/** The sentences of all findings on the screen, in alphabetical order. */
async function shownSentences(page) {
  await page.locator(".finding-sentence").first().waitFor();
  const more = page.getByRole("button", { name: /^Show \d+ more$/ });
  while ((await more.count()) > 0) await more.first().click();
  return (await page.locator(".finding-sentence").allInnerTexts()).sort();
}

/** The sentences of a plan's findings in alphabetical order, as the command line says them; it ends with 1 when one blocks. */
function sentences(plan) {
  let report;
  try {
    report = execFileSync(COMMAND_LINE, ["check", plan, "--format", "json"], { encoding: "utf8", maxBuffer: 1e8 });
  } catch (error) {
    assert.equal(error.status, 1, error.message);
    report = error.stdout;
  }
  return JSON.parse(report).findings.map(({ sentence }) => sentence).sort();
}
