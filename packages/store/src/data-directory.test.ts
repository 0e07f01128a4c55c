import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { locateDataDirectory, makeDataDirectory, type Surroundings } from "./data-directory.ts";

const ANNA = { userId: 1000, groupId: 100 };
const NOBODY = { userId: 65_534, groupId: 65_534 };

const LINUX: Surroundings = {
  platform: "linux",
  environment: {},
  home: "/home/anna",
  becomes: undefined,
  accounts: () => "root:x:0:0::/root:/bin/sh\nanna:x:1000:100:Anna,,,:/data/anna:/bin/sh\n",
};
const MAC: Surroundings = { ...LINUX, platform: "darwin", home: "/Users/anna" };
const SUDO = { SUDO_UID: "1000", SUDO_GID: "100", SUDO_USER: "anna" };

describe("locateDataDirectory", () => {
  test.for<[string, Surroundings, string]>([
    ["of a user", LINUX, "/home/anna/.local/share/wirescope"],
    ["of XDG_DATA_HOME", { ...LINUX, environment: { XDG_DATA_HOME: "/d" } }, "/d/wirescope"],
    [
      "of no relative XDG_DATA_HOME",
      { ...LINUX, environment: { XDG_DATA_HOME: "d" } },
      "/home/anna/.local/share/wirescope",
    ],
    ["on macOS", MAC, "/Users/anna/Library/Application Support/Wirescope"],
    [
      "on Windows",
      {
        ...LINUX,
        platform: "win32",
        environment: { LOCALAPPDATA: "C:\\Users\\a\\AppData\\Local" },
      },
      "C:\\Users\\a\\AppData\\Local\\Wirescope",
    ],
    [
      "of who ran sudo",
      { ...LINUX, home: "/root", environment: { ...SUDO, XDG_DATA_HOME: "/r" }, becomes: ANNA },
      "/data/anna/.local/share/wirescope",
    ],
    [
      "of who ran sudo on macOS",
      { ...MAC, home: "/var/root", environment: SUDO, becomes: ANNA },
      "/Users/anna/Library/Application Support/Wirescope",
    ],
    [
      "of who ran sudo and has no account here",
      { ...LINUX, environment: { ...SUDO, SUDO_UID: "7" }, becomes: { userId: 7, groupId: 7 } },
      "/var/lib/wirescope",
    ],
    ["of root itself", { ...LINUX, home: "/root", becomes: NOBODY }, "/var/lib/wirescope"],
  ])("is that %s", ([, surroundings, path]) => {
    expect(locateDataDirectory(surroundings)).toBe(path);
  });
});

describe("makeDataDirectory", () => {
  const root = mkdtempSync(join(tmpdir(), "wirescope-data-"));
  afterAll(() => rmSync(root, { recursive: true }));

  test("makes it for its owner alone", () => {
    const path = join(root, "a", "b");
    makeDataDirectory(path, undefined);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    makeDataDirectory(path, undefined);
  });

  test.skipIf(process.getuid?.() !== 0)("gives what it made to whom root becomes", () => {
    makeDataDirectory(join(root, "c", "d"), ANNA);
    for (const made of ["c", "c/d"]) {
      expect(statSync(join(root, made))).toMatchObject({ uid: 1000, gid: 100 });
    }
    expect(statSync(root).uid).toBe(0);
  });

  test("says in a sentence that it can't", () => {
    writeFileSync(join(root, "file"), "");
    expect(() => makeDataDirectory(join(root, "file"), undefined)).toThrow(
      `The data directory ${join(root, "file")} can't be made; give another one with --data, or leave history out with --no-history.`,
    );
    expect(() => makeDataDirectory(join(root, "file", "below"), undefined)).toThrow(
      "can't be made",
    );
  });

  test.skipIf(process.platform !== "linux")("gives up where no directory can ever be made", () => {
    expect(() => makeDataDirectory("/proc/none/below", undefined)).toThrow("can't be made");
  });
});
