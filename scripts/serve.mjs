// A static server for the built page. `node scripts/serve.mjs [directory] [--port N] [--prefix /some/sub/]`;
// port 0 takes a free one. Nothing is cached, so a rebuilt page is the page one sees.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Serves `directory` under `prefix` (with a slash at both ends) on localhost. */
export async function serve(directory, { port = 0, prefix = "/" } = {}) {
  const server = createServer(async (request, response) => {
    const file = await fileFor(request.url, directory, prefix);
    const type = file && (TYPES[extname(file)] ?? "application/octet-stream");
    response.writeHead(file ? 200 : 404, { "content-type": type ?? "text/plain", "cache-control": "no-store" });
    if (file) createReadStream(file).pipe(response);
    else response.end("Not found");
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${server.address().port}${prefix}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

async function fileFor(address, directory, prefix) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, "http://localhost").pathname);
  } catch {
    return null;
  }
  if (!path.startsWith(prefix)) return null;
  const file = normalize(join(directory, path.slice(prefix.length) || "index.html"));
  if (!file.startsWith(normalize(directory) + sep)) return null;
  return (await stat(file).catch(() => null))?.isFile() ? file : null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: "string", default: "8080" }, prefix: { type: "string", default: "/" } },
  });
  const served = await serve(positionals[0] ?? "dist", { port: Number(values.port), prefix: values.prefix })
    .catch((error) => {
      const busy = error.code === "EADDRINUSE";
      console.error(busy ? `Port ${values.port} is in use; choose another: make run PORT=8081` : String(error));
      process.exit(1);
    });
  console.log(`Slipway is at ${served.url} (Ctrl+C stops it)`);
}
