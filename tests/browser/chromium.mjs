// Which Chromium the tests use, and with which flags: none of them may reach beyond this machine.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];

/** The browser's binary: what CHROMIUM names, or the first that is installed. */
export function browserPath() {
  const found = [process.env.CHROMIUM, ...BROWSERS].find((path) => path && existsSync(path));
  assert.ok(found, "No Chromium: install Debian's package chromium, or set CHROMIUM to a Chromium or Chrome binary");
  return found;
}
