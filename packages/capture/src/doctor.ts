/** Finds out what this machine lets this user capture with, and what would mend the rest. */
import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { type Advice, advise, type MachineFacts } from "./advice.ts";
import * as socket from "./af-packet/native.ts";
import { defaultInterface, listInterfaces } from "./device.ts";
import { CaptureError } from "./errors.ts";
import { captureDevices } from "./libpcap/devices.ts";
import { loadLibpcap, missingLibpcapText } from "./libpcap/native.ts";
import { errnoName, lastErrno } from "./native-bridge.ts";
import { findHelper, HELPERS, type HelperName } from "./pipe/helper.ts";
import { openPipe } from "./pipe/open.ts";
import { PipeSource } from "./pipe/source.ts";
import type { CaptureBackend } from "./source.ts";

/** One thing that was looked at. */
export interface Finding {
  /** "Packet ring", "libpcap", "dumpcap", "tcpdump". */
  readonly name: string;
  /** This user can capture with it now. */
  readonly works: boolean;
  /** Version, path, or in one sentence what is missing. */
  readonly detail: string;
}

export interface Diagnosis {
  /** The back-end that `openCapture` will choose; undefined where none may capture. */
  readonly backend: CaptureBackend | undefined;
  /** One sentence why nothing can be captured; undefined where something can. */
  readonly problem: string | undefined;
  readonly findings: readonly Finding[];
  /** What to type, best first; empty when nothing is missing. */
  readonly advice: readonly Advice[];
}

/** Tries each back-end, the helpers by starting and ending them once. Takes up to a second. */
export async function diagnose(): Promise<Diagnosis> {
  const ring = process.platform === "linux" ? examineRing() : undefined;
  const npcap = process.platform === "win32" ? await npcapState() : undefined;
  const library = examineLibpcap(ring, npcap);
  const helpers: Finding[] = [];
  for (const name of HELPERS) helpers.push(await examineHelper(name));
  const findings = [...(ring === undefined ? [] : [ring]), library, ...helpers];
  const backend = bestBackend(ring, library, helpers);
  const facts: MachineFacts = {
    platform: process.platform,
    distribution: distribution(),
    isRoot: process.geteuid?.() === 0,
    inContainer: existsSync("/.dockerenv") || existsSync("/run/.containerenv"),
    inWsl: /microsoft/i.test(read("/proc/sys/kernel/osrelease")),
    hasSystemd: existsSync("/run/systemd/system"),
    permitted: backend !== undefined,
    hasLibpcap: hasLibpcap(),
    hasDumpcap: findHelper("dumpcap") !== undefined,
    npcap,
    commandLine: commandLine(process.execPath, process.argv.slice(1)),
  };
  return {
    backend,
    problem: backend === undefined ? problemOf(facts) : undefined,
    findings,
    advice: advise(facts),
  };
}

function bestBackend(
  ring: Finding | undefined,
  library: Finding,
  helpers: readonly Finding[],
): CaptureBackend | undefined {
  if (ring?.works) return "ring";
  if (library.works) return "libpcap";
  return helpers.some((helper) => helper.works) ? "pipe" : undefined;
}

function problemOf(facts: MachineFacts): string {
  if (facts.platform === "win32" && facts.npcap !== "running") {
    return facts.npcap === "stopped"
      ? "Npcap is installed but its driver is not running."
      : missingLibpcapText("win32");
  }
  return facts.isRoot
    ? "This process runs as root, but without the capability to open packet sockets."
    : "Capturing packets needs permission that this user does not have.";
}

/** Opens and closes a packet socket. */
function examineRing(): Finding {
  const name = "Packet ring";
  try {
    const calls = socket.socketCalls();
    const fd = calls.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 0);
    if (fd < 0) {
      const reason = errnoName(lastErrno());
      const detail =
        reason === "EPERM" || reason === "EACCES"
          ? "This user may not open packet sockets."
          : `This kernel does not open packet sockets (${reason}).`;
      return { name, works: false, detail };
    }
    calls.close(fd);
    return { name, works: true, detail: "The kernel maps packets into this process." };
  } catch (error) {
    return { name, works: false, detail: sentence(error) };
  }
}

/** On Linux libpcap may do what the ring may; elsewhere the packet device decides. */
function examineLibpcap(ring: Finding | undefined, npcap: MachineFacts["npcap"]): Finding {
  const name = process.platform === "win32" ? "Npcap" : "libpcap";
  try {
    const version = loadLibpcap().pcap_lib_version();
    if (npcap === "stopped")
      return { name, works: false, detail: `${version}; its driver is stopped.` };
    const works = ring?.works ?? mayOpenDevice();
    return {
      name,
      works,
      detail: works ? version : `${version}; this user may not open a device.`,
    };
  } catch (error) {
    return { name, works: false, detail: sentence(error) };
  }
}

function hasLibpcap(): boolean {
  try {
    loadLibpcap();
    return true;
  } catch {
    return false;
  }
}

/** Windows lists devices only for those who may open them; the others have device files. */
function mayOpenDevice(): boolean {
  if (process.platform === "win32") return captureDevices().length > 0;
  return ["/dev/bpf0", "/dev/bpf"].some((path) => {
    try {
      accessSync(path, constants.R_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function examineHelper(name: HelperName): Promise<Finding> {
  const helper = findHelper(name);
  if (helper === undefined) return { name, works: false, detail: "Not installed." };
  const device = defaultInterface(await listInterfaces());
  if (device === undefined) return { name, works: false, detail: "No interface is up." };
  try {
    const handle = await openPipe(
      {
        interface: device.name,
        snapLength: 96,
        promiscuous: false,
        filter: "",
        bufferLength: 0,
        backend: "pipe",
      },
      [name],
    );
    await new PipeSource(handle).stop();
    return { name, works: true, detail: helper.path };
  } catch (error) {
    const detail =
      error instanceof CaptureError && error.code === "CAPTURE_NO_PERMISSION"
        ? `${helper.path} is not allowed to capture for this user.`
        : sentence(error);
    return { name, works: false, detail };
  }
}

/** "missing" where Windows knows no service of that name. */
async function npcapState(): Promise<"missing" | "stopped" | "running"> {
  try {
    const { stdout } = await promisify(execFile)("sc.exe", ["query", "npcap"]);
    return /RUNNING/.test(stdout) ? "running" : "stopped";
  } catch {
    return "missing";
  }
}

/** `ID` and `ID_LIKE`, os-release(5). */
function distribution(): string {
  const text = read("/etc/os-release");
  return [...text.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].map((match) => match[1]).join(" ");
}

/** A command as a POSIX shell reads it back. */
export function commandLine(program: string, words: readonly string[]): string {
  return [program, ...words]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
