// Runs tests/indexed_db.rs and tests/views.rs in Chromium: wasm-bindgen's test runner builds and serves a page, this opens
// it and repeats what the page says. Ends with exit code 1 when a test failed or none ended.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

import { FLAGS, browserPath } from "./chromium.mjs";

const ALL_TESTS_MS = 120_000;
const FILES = ["indexed_db", "views"];

for (const file of FILES) await run(file);

async function run(file) {
  const command = ["test", "--locked", "--target", "wasm32-unknown-unknown", "--test", file];
  // Its own process group, because the runner that serves is a child of cargo.
  const runner = spawn("cargo", command, {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NO_HEADLESS: "1", WASM_BINDGEN_TEST_ADDRESS: "127.0.0.1:0" },
  });
  try {
    const url = await address(runner);
    const browser = await chromium.launch({ executablePath: browserPath(), args: FLAGS });
    try {
      const said = await results(await browser.newPage(), url);
      console.log(said);
      if (!/^test result: ok\. [1-9]/m.test(said)) process.exitCode = 1;
    } finally {
      await browser.close();
    }
  } finally {
    if (runner.exitCode === null) process.kill(-runner.pid, "SIGKILL");
  }
}

/** Where the runner serves, as it says when the tests are built. */
function address(runner) {
  return new Promise((resolve, reject) => {
    runner.once("exit", (code) => reject(new Error(`cargo ended with ${code} before it served the tests`)));
    createInterface({ input: runner.stdout }).on("line", (line) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(line);
      if (found) resolve(found[0]);
    });
  });
}

async function results(page, url) {
  page.on("pageerror", (error) => console.error(error));
  await page.goto(url);
  const output = page.locator("#output");
  await output.filter({ hasText: "test result:" }).waitFor({ timeout: ALL_TESTS_MS }).catch(() => {});
  return output.innerText();
}
