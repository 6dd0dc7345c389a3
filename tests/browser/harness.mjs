// What every journey stands on: Chromium, the built page, and the rule that nothing goes wrong unseen.
//
//   import assert from "node:assert/strict";
//   import { journey, eventually } from "./harness.mjs";
//
//   journey("A plan is renamed", async ({ page, open }) => {
//     await open("#/schedule");
//     await page.getByRole("button", { name: "Rename" }).click();
//     await eventually(async () => assert.equal(await page.title(), "New name"));
//   });
//
// Each journey has a fresh profile, so an empty IndexedDB. It fails on its own assertions and on any console
// error, page error or request beyond localhost that its `expected` patterns do not name.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { serve } from "../../scripts/serve.mjs";
import { FLAGS, browserPath } from "./chromium.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = process.env.SLIPWAY_DIST ?? join(HERE, "../../dist");
const SHOTS = join(HERE, "shots");
// SLIPWAY_SLOW=6 makes the processor of each page so many times slower, which shows what only a quick machine hides.
const SLOW = Number(process.env.SLIPWAY_SLOW ?? 1);
const WAIT_MS = 15_000 * SLOW;
const JOURNEY_MS = 120_000 * SLOW;
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

let browser;
after(() => browser?.close());

/**
 * One journey. `run` gets:
 * - `page`: a Playwright page; `context`: its browser context, for more pages (tabs) of the same profile;
 * - `open(hash)`: goes to the app at that address and waits until it is mounted; `url`: where it is served;
 * - `trouble`: what went wrong so far, as sentences (checked for you at the end).
 *
 * Options: `prefix` serves the page under a sub-path; `expected` is a list of patterns of trouble that the
 * journey causes on purpose; `context` goes to Playwright's `newContext` (viewport, colorScheme, locale,
 * timezoneId, reducedMotion, ...).
 */
export function journey(name, options, run) {
  if (typeof options === "function") [options, run] = [{}, options];
  test(name, { timeout: JOURNEY_MS }, async () => {
    browser ??= await chromium.launch({ executablePath: browserPath(), args: FLAGS });
    const served = await serve(DIST, { prefix: options.prefix ?? "/" });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options.context });
    context.setDefaultTimeout(WAIT_MS);
    const trouble = watch(context, options.expected ?? []);
    try {
      const page = await context.newPage();
      // From now on the browser asks the journey for files; when it is told only while a key is pressed, it may be late.
      page.on("filechooser", () => {});
      await run({ page, context, url: served.url, trouble, open: (hash = "") => open(page, served.url + hash) });
      assert.deepEqual(trouble, [], "nothing goes wrong on the console or beyond localhost");
    } catch (error) {
      if (trouble.length > 0) error.message += `\nOn the page: ${trouble.join("\n  ")}`;
      throw error;
    } finally {
      await context.close();
      await served.close();
    }
  });
}

/**
 * A journey over a browser that it can kill. `run` gets `url` and `launch()`, which starts Chromium on the
 * journey's one profile (see `launchPersistent`): launch, work, `await kill()`, launch again, look.
 */
export function killJourney(name, run) {
  test(name, { timeout: JOURNEY_MS }, async () => {
    const served = await serve(DIST);
    const profile = await mkdtemp(join(tmpdir(), "slipway-profile-"));
    const launched = [];
    const launch = async () => {
      const one = await launchPersistent(profile);
      launched.push(one);
      return one;
    };
    try {
      await run({ launch, profile, url: served.url });
      for (const { trouble } of launched) assert.deepEqual(trouble, [], "nothing goes wrong on the console or beyond localhost");
    } finally {
      for (const one of launched) await one.kill();
      await served.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

/**
 * Starts Chromium on a profile directory that outlives it: `{ page, context, trouble, pid, kill }`.
 * `kill` ends the whole process group with SIGKILL, as a power cut would, and waits until it is gone.
 */
export async function launchPersistent(userDataDir) {
  const flags = [...FLAGS, "--headless=new", "--remote-debugging-port=0", "--no-default-browser-check", `--user-data-dir=${userDataDir}`];
  const child = spawn(browserPath(), [...flags, "about:blank"], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const address = await debuggerAddress(child, gone);
  const connected = await chromium.connectOverCDP(address);
  const context = connected.contexts()[0];
  context.setDefaultTimeout(WAIT_MS);
  const trouble = watch(context, []);
  const page = context.pages()[0] ?? (await context.newPage());
  const kill = async () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
    await gone;
    await connected.close().catch(() => {});
  };
  return { page, context, trouble, pid: child.pid, kill };
}

/** Goes to an address of the app and waits until the app has taken the place of the static shell. */
export async function open(page, address) {
  await page.goto(address);
  await page.waitForFunction(() => !document.getElementById("shell"), null, { timeout: WAIT_MS });
}

/** Goes to an address in the plan that is open. */
export async function go(page, hash) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

/** Opens the sample plan and goes to an address in it. */
export async function sample({ page, open }, hash) {
  await open();
  await page.getByRole("button", { name: /sample/i }).first().click();
  await page.getByRole("link", { name: "Changes" }).waitFor();
  await go(page, hash);
}

/** Repeats an assertion until it holds; then its last failure counts. */
export async function eventually(assertion) {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** What axe finds against WCAG 2.2 A and AA on the page as it is: a list of sentences, empty when it is fine. */
export async function axe(page, { exclude = [] } = {}) {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // Evaluated through the debugger, because the page's policy blocks added scripts.
  await page.evaluate(`if (!window.axe) { ${source} }`);
  const violations = await page.evaluate(
    async ({ tags, exclude }) => {
      const found = await window.axe.run({ exclude }, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
      return found.violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => ({ id, help, target, failureSummary })));
    },
    { tags: AXE_TAGS, exclude },
  );
  return violations.map(({ id, help, target, failureSummary }) => `${id}: ${help} at ${target.join(" ")}: ${failureSummary}`);
}

/** A picture of the page in `tests/browser/shots/NAME.png` (not in Git). */
export async function shot(page, name, options = {}) {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: "disabled", ...options });
}

/** Does `action`, which must download one file, and returns its `{ name, bytes, text }`. */
export async function downloaded(page, action) {
  const [download] = await Promise.all([page.waitForEvent("download"), action()]);
  const bytes = readFileSync(await download.path());
  return { name: download.suggestedFilename(), bytes, text: bytes.toString("utf8") };
}

/** Does `action`, which must ask for a file, and answers with the file `{ name, text }` or with a path. */
export async function uploaded(page, action, file) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), action()]);
  await chooser.setFiles(typeof file === "string" ? file : { name: file.name, mimeType: "application/octet-stream", buffer: Buffer.from(file.text) });
}

/** Drops the file `{ name, text }` on what `locator` finds. */
export async function dropped(locator, file, type = "application/octet-stream") {
  const dataTransfer = await locator.page().evaluateHandle(
    ({ name, text, type }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type }));
      return transfer;
    },
    { ...file, type },
  );
  for (const event of ["dragenter", "dragover", "drop"]) await locator.dispatchEvent(event, { dataTransfer });
}

function watch(context, expected) {
  if (SLOW > 1) context.on("page", slowDown);
  const trouble = [];
  const note = (sentence) => {
    if (!expected.some((pattern) => pattern.test(sentence))) trouble.push(sentence);
  };
  context.on("console", (message) => {
    if (message.type() === "error") note(`console error: ${message.text()} (${basename(message.location().url)})`);
  });
  context.on("weberror", (error) => note(`page error: ${error.error()?.stack ?? error.error()}`));
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^https?:|^wss?:/.test(protocol) && !["localhost", "127.0.0.1"].includes(hostname)) note(`request beyond localhost: ${request.url()}`);
  });
  return trouble;
}

async function slowDown(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW });
}

async function debuggerAddress(child, gone) {
  const said = [];
  const lines = createInterface({ input: child.stderr });
  const address = new Promise((resolve) => {
    lines.on("line", (line) => {
      said.push(line);
      const match = /DevTools listening on (ws:\S+)/.exec(line);
      if (match) resolve(match[1]);
    });
  });
  const ended = gone.then((code) => assert.fail(`Chromium ended with ${code} before it listened:\n${said.join("\n")}`));
  return Promise.race([address, ended]);
}
