/**
 * The built page, held in memory: no path leads out of what was read, and the page is still there
 * when root has been given up and its directory can't be read any more.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { ServerError } from "./errors.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Names that carry a hash of their content, as Vite writes them: `assets/index-B1x_9dQ2.js`. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

interface StaticFile {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
}

export class StaticFiles {
  readonly #files: ReadonlyMap<string, StaticFile>;

  private constructor(files: ReadonlyMap<string, StaticFile>) {
    this.#files = files;
  }

  /** @throws ServerError `SERVER_NO_DASHBOARD` when `directory` holds no built page. */
  static async open(directory: string): Promise<StaticFiles> {
    const files = new Map<string, StaticFile>();
    for (const name of await listFiles(directory)) {
      const content = await readFile(join(directory, name));
      const path = `/${name.split(sep).join("/")}`;
      const hash = createHash("sha256").update(content);
      files.set(path, {
        content,
        type: TYPES[extname(name)] ?? "application/octet-stream",
        etag: `"${hash.digest("base64url").slice(0, 22)}"`,
        cacheControl: HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
      });
    }
    const index = files.get("/index.html");
    if (index === undefined) {
      throw new ServerError(
        "SERVER_NO_DASHBOARD",
        `There is no built dashboard in ${directory}; build it with npm run build.`,
      );
    }
    files.set("/", index);
    return new StaticFiles(files);
  }

  /** The file for a path, 304 when the browser has it; undefined when there is none. */
  respond(path: string, ifNoneMatch: string | undefined): Response | undefined {
    const found = this.#files.get(path);
    if (found === undefined) return undefined;
    const headers = { ETag: found.etag, "Cache-Control": found.cacheControl };
    const known = ifNoneMatch?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
    if (known?.includes(found.etag) === true) return new Response(null, { status: 304, headers });
    return new Response(found.content, { headers: { ...headers, "Content-Type": found.type } });
  }
}

async function listFiles(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length))
      .map((name) => (name.startsWith(sep) ? name.slice(1) : name));
  } catch (cause) {
    throw new ServerError(
      "SERVER_NO_DASHBOARD",
      `The dashboard's directory ${directory} can't be read; build it with npm run build.`,
      { cause },
    );
  }
}
