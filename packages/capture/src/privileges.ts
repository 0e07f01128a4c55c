/**
 * Gives root up once the captures are open, and shows what the process may still do: credentials(7),
 * capabilities(7), `/proc/<pid>/status` of proc(5).
 */
import { readdirSync, readFileSync } from "node:fs";
import { CaptureError } from "./errors.ts";
import { loadKoffi } from "./native-bridge.ts";

const PR_SET_NO_NEW_PRIVS = 38;
/** "nobody", for a root that no user became root from. */
const NOBODY = 65_534;

/** One process or thread as the kernel sees it. Capability sets are hexadecimal, as in /proc. */
export interface Privileges {
  /** Real, effective, saved, file system. */
  readonly userIds: readonly number[];
  readonly groupIds: readonly number[];
  readonly supplementaryGroups: readonly number[];
  readonly effectiveCapabilities: string;
  readonly permittedCapabilities: string;
  readonly noNewPrivileges: boolean;
}

export interface PrivilegeReport {
  /** Root was given up by this call. */
  readonly dropped: boolean;
  /** User and group that the process runs as now; undefined on Windows. */
  readonly userId: number | undefined;
  readonly groupId: number | undefined;
  /** No program that this process starts can gain rights; false where the system has no such switch. */
  readonly noNewPrivileges: boolean;
}

export interface Identity {
  readonly userId: number;
  readonly groupId: number;
}

/** Who {@link dropPrivileges} makes of this process; undefined where it isn't root. */
export function identityWithoutRoot(): Identity | undefined {
  if (process.getuid?.() !== 0 && process.geteuid?.() !== 0) return undefined;
  const { SUDO_UID, SUDO_GID } = process.env;
  return { userId: sudoIdentity(SUDO_UID), groupId: sudoIdentity(SUDO_GID) };
}

/**
 * Gives up root for good: to the user that ran sudo, else to nobody. Every thread of the process is
 * covered. Without root only forbids new privileges. Open captures go on.
 *
 * Call it on the main thread, after the last `openCapture`. Threads that were started before keep
 * their own no_new_privs; where a worker has to load its code and attach first, call
 * {@link forbidNewPrivileges} before it starts. A dumpcap with file capabilities cannot be started
 * afterwards.
 *
 * Throws `CAPTURE_FAILED` if root was not given up; nothing may be parsed then.
 */
export function dropPrivileges(): PrivilegeReport {
  const noNewPrivileges = forbidNewPrivileges();
  const identity = identityWithoutRoot();
  if (identity !== undefined) {
    become(identity);
    verifyDropped();
  }
  return {
    dropped: identity !== undefined,
    userId: process.getuid?.(),
    groupId: process.getgid?.(),
    noNewPrivileges,
  };
}

/** Reads what a process may do. Linux only; throws where /proc does not have it. */
export function readPrivileges(process: number | "self"): Privileges {
  return parseStatus(readFileSync(`/proc/${process}/status`, "utf8"));
}

/** `/proc/<pid>/status` as data. Throws `CAPTURE_FAILED` if a line is missing. */
export function parseStatus(status: string): Privileges {
  function line(name: string): string {
    const match = new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(status);
    if (match === null) {
      throw new CaptureError("CAPTURE_FAILED", `The process status has no line "${name}".`);
    }
    return match[1]!.trim();
  }
  function numbers(name: string): number[] {
    const text = line(name);
    return text === "" ? [] : text.split(/\s+/).map(Number);
  }
  return {
    userIds: numbers("Uid"),
    groupIds: numbers("Gid"),
    supplementaryGroups: numbers("Groups"),
    effectiveCapabilities: line("CapEff"),
    permittedCapabilities: line("CapPrm"),
    noNewPrivileges: line("NoNewPrivs") === "1",
  };
}

/** An identifier that sudo left in the environment; none, root and nonsense become nobody. */
export function sudoIdentity(text: string | undefined): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 && value < 2 ** 32 - 1 ? value : NOBODY;
}

/** Groups first: they need the root that `setuid` ends. libc tells every thread. */
function become({ userId, groupId }: Identity): void {
  process.setgroups!([groupId]);
  process.setgid!(groupId);
  process.setuid!(userId);
}

/**
 * Sees to it that neither this thread, nor threads it starts from now on, nor programs that those
 * start gain rights. For a process whose worker has to load its code, perhaps out of root's own
 * directory, before {@link dropPrivileges} is called. False on systems that have no such switch.
 */
export function forbidNewPrivileges(): boolean {
  if (process.platform !== "linux") return false;
  const prctl = loadKoffi().load(null).func("int prctl(int, ulong, ulong, ulong, ulong)");
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) === 0;
}

/** Root must be gone from every thread, and must not come back when asked for. */
function verifyDropped(): void {
  if (canBecomeRoot() || threadsWithRights().length > 0) {
    throw new CaptureError(
      "CAPTURE_FAILED",
      "Root could not be given up, so no packet was read; start again without root.",
    );
  }
}

function canBecomeRoot(): boolean {
  try {
    process.setuid!(0);
    return true;
  } catch {
    return false;
  }
}

/** Threads that still have an identity or a capability of root. */
function threadsWithRights(): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc/self/task").filter((thread) => {
    const status = parseStatus(readFileSync(`/proc/self/task/${thread}/status`, "utf8"));
    return (
      status.userIds.includes(0) ||
      status.groupIds.includes(0) ||
      /[^0]/.test(status.effectiveCapabilities + status.permittedCapabilities)
    );
  });
}
