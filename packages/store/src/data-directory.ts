/**
 * Where history is kept: the XDG Base Directory Specification on Linux and its like, the application
 * support folder on macOS, the local application data on Windows.
 */
import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, posix, resolve, win32 } from "node:path";
import { StoreError } from "./errors.ts";

export interface Identity {
  readonly userId: number;
  readonly groupId: number;
}

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Home directory of the user that the process runs as. */
  readonly home: string;
  /** Who the process becomes when it gives root up; undefined where it isn't root. */
  readonly becomes: Identity | undefined;
  /** Content of `/etc/passwd`, where there is one. */
  readonly accounts: () => string;
}

/** The history of a data directory. */
export const HISTORY_FILE = "history.duckdb";

/** Where a root that no user became root from keeps what is its own. */
const ROOT_DIRECTORY = "/var/lib/wirescope";

/** The directory of whoever the process is for, even where it is root at present. */
export function locateDataDirectory(surroundings: Surroundings): string {
  const { platform, environment, becomes } = surroundings;
  if (platform === "win32") {
    const local = environment["LOCALAPPDATA"] ?? win32.join(surroundings.home, "AppData", "Local");
    return win32.join(local, "Wirescope");
  }
  if (becomes === undefined) {
    const chosen = environment["XDG_DATA_HOME"];
    // A relative path is to be ignored, the specification says.
    const isChosen = platform !== "darwin" && chosen !== undefined && posix.isAbsolute(chosen);
    return isChosen ? posix.join(chosen, "wirescope") : below(surroundings.home, platform);
  }
  if (environment["SUDO_UID"] !== String(becomes.userId)) return ROOT_DIRECTORY;
  const home = homeOf(becomes.userId, surroundings);
  return home === undefined ? ROOT_DIRECTORY : below(home, platform);
}

/** The directory for the process as it runs. */
export function dataDirectory(home: string, becomes: Identity | undefined): string {
  return locateDataDirectory({
    platform: process.platform,
    environment: process.env,
    home,
    becomes,
    accounts: () => readFileSync("/etc/passwd", "utf8"),
  });
}

/**
 * Makes the directory for its owner alone, with all above it. One that exists is left as it is.
 *
 * @throws StoreError `STORE_NO_ACCESS`
 */
export function makeDataDirectory(path: string, becomes: Identity | undefined): void {
  try {
    const first = makeMissing(resolve(path));
    if (!statSync(path).isDirectory()) throw new Error("It is no directory.");
    if (first === undefined || becomes === undefined) return;
    for (let made = resolve(path); made.length >= first.length; made = dirname(made)) {
      chownSync(made, becomes.userId, becomes.groupId);
    }
  } catch (cause) {
    throw new StoreError(
      "STORE_NO_ACCESS",
      `The data directory ${path} can't be made; give another one with --data, or leave history out with --no-history.`,
      { cause },
    );
  }
}

/**
 * Makes what is missing of a path, from the top; returns the first directory made. Node's own recursion never
 * ends below `/proc`.
 */
function makeMissing(path: string): string | undefined {
  if (existsSync(path)) return undefined;
  const first = makeMissing(dirname(path));
  mkdirSync(path, { mode: 0o700 });
  return first ?? path;
}

function below(home: string, platform: NodeJS.Platform): string {
  return platform === "darwin"
    ? posix.join(home, "Library", "Application Support", "Wirescope")
    : posix.join(home, ".local", "share", "wirescope");
}

/** Home of another user: macOS has no list of accounts in a file. */
function homeOf(userId: number, surroundings: Surroundings): string | undefined {
  const { platform, environment, accounts } = surroundings;
  const name = environment["SUDO_USER"];
  if (platform === "darwin") return name === undefined ? undefined : `/Users/${name}`;
  const line = accounts()
    .split("\n")
    .map((text) => text.split(":"))
    .find((fields) => fields[2] === String(userId));
  return line?.[5] || undefined;
}
