import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CannedSession } from "./canned-session.fixture.ts";
import { Server } from "./root.ts";
import { StaticFiles } from "./static-files.ts";

let parent = "";
let directory = "";

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "wirescope-page-"));
  directory = join(parent, "dist");
  await mkdir(join(directory, "assets"), { recursive: true });
  await writeFile(join(directory, "index.html"), "<!doctype html><title>Wirescope</title>");
  await writeFile(join(directory, "assets", "index-B1x_9dQ2.js"), "export {};");
  await writeFile(join(directory, "favicon.svg"), "<svg/>");
  await writeFile(join(parent, "secret.txt"), "secret");
});

afterAll(() => rm(parent, { recursive: true }));

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const { app } = new Server({ dashboard: directory }, { session: new CannedSession() });
  return Promise.resolve(app.request(`http://localhost${path}`, { headers }));
}

describe("the page", () => {
  test.for<[path: string, type: string, cache: string]>([
    ["/", "text/html; charset=utf-8", "no-cache"],
    ["/index.html", "text/html; charset=utf-8", "no-cache"],
    [
      "/assets/index-B1x_9dQ2.js",
      "text/javascript; charset=utf-8",
      "public, max-age=31536000, immutable",
    ],
    ["/favicon.svg", "image/svg+xml", "no-cache"],
  ])("%s is %s, cached as %s", async ([path, type, cache]) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("cache-control")).toBe(cache);
  });

  test("comes for its own paths that are no files", async () => {
    expect(await (await get("/hosts")).text()).toContain("<title>Wirescope</title>");
  });

  test("does not stand in for files and answers that are missing", async () => {
    expect((await get("/assets/gone.js")).status).toBe(404);
    expect((await get("/api/v1/nothing")).status).toBe(404);
  });

  test("is not sent again to a browser that has it", async () => {
    const etag = (await get("/")).headers.get("etag")!;
    const response = await get("/", { "if-none-match": `"other", W/${etag}` });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe("");
  });

  test.for([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/%2e%2e/secret.txt",
  ])("%s does not lead out of the directory", async (path) => {
    const response = await get(path);
    expect(await response.text()).not.toBe("secret");
    expect(response.status).toBe(404);
  });
});

test("a directory without a page is an error that says what to do", async () => {
  await expect(StaticFiles.open(parent)).rejects.toMatchObject({ code: "SERVER_NO_DASHBOARD" });
  await expect(StaticFiles.open(join(parent, "none"))).rejects.toThrow(/npm run build/);
});
