// How long loading, checking, saving and drawing take in Chromium, against dist/: `node tests/browser/measure.mjs [changes ...]`
// (1,000 and 10,000 unless told). Prints tables for benches/README.md with ratios to the first size of the same run.
// The app notes its own times (src/ui/timing.rs); a frame is the main thread's work as Chromium counts it.
import { chromium } from "playwright-core";

import { serve } from "../../scripts/serve.mjs";
import { FLAGS, browserPath } from "./chromium.mjs";
import { largePlan } from "./large-plan.mjs";

const RELOADS = 5;
const EDITS = 20;
const FRAMES = 120;
const SETTLE_MS = 500;
const PATIENCE_MS = 60_000;

const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(1_000, 10_000);

const browser = await chromium.launch({ executablePath: browserPath(), args: FLAGS });
const served = await serve("dist");
const columns = [];
for (const changes of sizes) columns.push(await measured(changes));
await browser.close();
await served.close();

console.log(`| milliseconds | ${sizes.map((changes) => changes.toLocaleString("en")).join(" | ")} | ratio |`);
console.log(`|---|${sizes.map(() => "--:|").join("")}--:|`);
for (const name of Object.keys(columns[0])) {
  const values = columns.map((column) => column[name]);
  const ratio = values.at(-1) / values[0];
  console.log(`| ${name} | ${values.map((value) => value.toFixed(value < 10 ? 2 : 0)).join(" | ")} | ${ratio.toFixed(1)} |`);
}

/** All figures of a plan of so many changes, by their names. */
async function measured(changes) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(served.url);
  const figures = { "open a file, until it is saved": await opened(page, changes) };
  const shown = [];
  const [load, check] = [[], []];
  for (let round = 0; round < RELOADS; round += 1) {
    await page.reload();
    shown.push(await page.evaluate(untilShown));
    load.push(await last(page, "load"));
    check.push(await last(page, "check"));
  }
  figures["start with the plan, until it is drawn"] = median(shown);
  figures["read it from IndexedDB"] = median(load);
  figures["check it"] = median(check);
  Object.assign(figures, await edited(page), await panned(page));
  await context.close();
  return figures;
}

async function opened(page, changes) {
  const file = { name: "large.json", mimeType: "application/json", buffer: Buffer.from(largePlan(changes)) };
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: /^Open a file/ }).click()]);
  const start = performance.now();
  await chooser.setFiles(file);
  await page.getByText(/^Saved /).first().waitFor();
  await page.locator(".timeline-mark").first().waitFor({ state: "attached" });
  return performance.now() - start;
}

/** Moves the bar that has the keyboard by one step, again and again. */
async function edited(page) {
  const [edit, save] = [[], []];
  await page.waitForTimeout(SETTLE_MS);
  await page.locator(".timeline-mark").nth(9).focus();
  for (let round = 0; round < EDITS; round += 1) {
    await page.waitForFunction(() => document.activeElement.matches(".timeline-mark"));
    await page.evaluate(() => ["edit", "save"].forEach((name) => performance.clearMeasures(name)));
    await page.keyboard.press("Shift+ArrowRight");
    await page.waitForFunction(() => performance.getEntriesByName("save", "measure").length > 0);
    edit.push(await last(page, "edit"));
    save.push(await last(page, "save"));
  }
  return { "one edit with its recheck": median(edit), "save one edit": median(save) };
}

/** The main thread's work for a frame of panning. */
async function panned(page) {
  const figures = {};
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  for (const zoom of ["Month", "Year"]) {
    await page.getByRole("radio", { name: zoom, exact: true }).check({ force: true });
    await page.waitForTimeout(SETTLE_MS);
    for (const part of ["ScriptDuration", "TaskDuration"]) {
      const before = await metric(session, part);
      await page.evaluate(pan, FRAMES);
      const after = await metric(session, part);
      const what = part === "ScriptDuration" ? "of it in the app" : "all of the main thread's";
      figures[`pan frame, a ${zoom.toLowerCase()}: ${what}`] = ((after - before) / FRAMES) * 1000;
    }
  }
  return figures;
}

async function metric(session, name) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((metric) => metric.name === name).value;
}

function last(page, name) {
  return page.evaluate((name) => performance.getEntriesByName(name, "measure").at(-1).duration, name);
}

function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

/** In the page: the time since navigation when the first bar is there. */
function untilShown() {
  return new Promise((resolve) => {
    const look = () => (document.querySelector(".timeline-mark") ? resolve(performance.now()) : requestAnimationFrame(look));
    look();
  });
}

/** In the page: turns the wheel once a frame. */
function pan(frames) {
  const body = document.querySelector(".timeline-body");
  return new Promise((resolve) => {
    let left = frames;
    const turn = () => {
      if (left === 0) return resolve();
      left -= 1;
      body.dispatchEvent(new WheelEvent("wheel", { deltaX: left % 2 === 0 ? 40 : 20, bubbles: true, cancelable: true }));
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  });
}
