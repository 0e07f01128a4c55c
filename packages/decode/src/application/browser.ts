/** Announcements and elections of Windows' computer browser, MS-BRWS §2.2. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";
import { addRun, addWithin } from "./within.ts";

const Command = {
  HostAnnouncement: 1,
  AnnouncementRequest: 2,
  Election: 8,
  BackupListRequest: 9,
  BackupListResponse: 10,
  BecomeBackup: 11,
  DomainAnnouncement: 12,
  MasterAnnouncement: 13,
  ResetState: 14,
  LocalMasterAnnouncement: 15,
} as const;

const COMMANDS: Readonly<Record<number, string>> = {
  1: "Host Announcement",
  2: "Request Announcement",
  8: "Browser Election Request",
  9: "Get Backup List Request",
  10: "Get Backup List Response",
  11: "Become Backup Browser",
  12: "Domain/Workgroup Announcement",
  13: "Master Announcement",
  14: "Reset Browser State Announcement",
  15: "Local Master Announcement",
};

/** Octets of a server's name in an announcement. */
const NAME_LEN = 16;

/** What stands behind the protocol's version in announcements. */
const BROWSER_SIGNATURE = 0xaa55;

/** Servers of one list that are shown. */
const MAX_SERVERS = 256;

/** Bits of the server type, with the words that the Info column has for each. */
const SERVER_TYPES: readonly (readonly [name: string, bit: number, title: string, info: string])[] =
  [
    ["workstation", 0, "Workstation", "Workstation"],
    ["server", 1, "Server", "Server"],
    ["sql", 2, "SQL", "SQL Server"],
    ["domain_controller", 3, "Domain Controller", "Domain Controller"],
    ["backup_controller", 4, "Backup Controller", "Backup Controller"],
    ["time", 5, "Time Source", "Time Source"],
    ["apple", 6, "Apple", "Apple Server"],
    ["novell", 7, "Novell", "Novell Server"],
    ["member", 8, "Member", "Domain Member Server"],
    ["print", 9, "Print", "Print Queue Server"],
    ["dialin", 10, "Dialin", "Dialin Server"],
    ["xenix", 11, "Xenix", "Xenix Server"],
    ["ntw", 12, "NT Workstation", "NT Workstation"],
    ["wfw", 13, "WfW", "Windows for Workgroups"],
    ["nts", 15, "NT Server", "NT Server"],
    ["browser.potential", 16, "Potential Browser", "Potential Browser"],
    ["browser.backup", 17, "Backup Browser", "Backup Browser"],
    ["browser.master", 18, "Master Browser", "Master Browser"],
    ["browser.domain_master", 19, "Domain Master Browser", "Domain Master Browser"],
    ["osf", 20, "OSF", "OSF"],
    ["vms", 21, "VMS", "VMS"],
    ["w95", 22, "Windows 95+", "Windows 95 or above"],
    ["dfs", 23, "DFS", "DFS server"],
    ["local", 30, "Local", "Local"],
    ["domainenum", 31, "Domain Enum", "Domain Enum"],
  ];

function bit(name: string, mask: number, description: string): FieldSpec {
  return defineField(`browser.${name}`, "boolean", description, { mask });
}

const COMMAND = defineField("browser.command", "uint8", "Command", { hex: true, values: COMMANDS });
const UPDATE_COUNT = defineField("browser.update_count", "uint8", "Update Count");
const PERIOD = defineField("browser.period", "uint32", "Update Periodicity");
const SERVER = defineField("browser.server", "string", "Server Name");
const WINDOWS_VERSION = defineField("browser.windows_version", "string", "Windows version");
const OS_VERSION = [
  defineField("browser.os_major", "uint8", "OS Major Version"),
  defineField("browser.os_minor", "uint8", "OS Minor Version"),
];
const SERVER_TYPE = defineField("browser.server_type", "uint32", "Server Type", { hex: true });
const SERVER_TYPE_BITS = SERVER_TYPES.map(([name, , title]) =>
  defineField(`browser.server_type.${name}`, "boolean", title),
);
const PROTOCOL_MAJOR = defineField(
  "browser.proto_major",
  "uint8",
  "Browser Protocol Major Version",
);
const PROTOCOL_MINOR = defineField(
  "browser.proto_minor",
  "uint8",
  "Browser Protocol Minor Version",
);
const SIGNATURE = defineField("browser.sig", "uint16", "Signature", { hex: true });
const COMMENT = defineField("browser.comment", "string", "Host Comment");
const MYSTERIOUS = defineField("browser.mysterious_field", "uint32", "Mysterious Field", {
  hex: true,
});
const MASTER_SERVER = defineField("browser.mb_server", "string", "Master Browser Server Name");
const UNUSED = defineField("browser.unused", "uint8", "Unused flags", { hex: true });
const RESPONSE_NAME = defineField(
  "browser.response_computer_name",
  "string",
  "Response Computer Name",
);
const ELECTION_VERSION = defineField("browser.election.version", "uint8", "Election Version");
const CRITERIA = defineField("browser.election.criteria", "uint32", "Election Criteria", {
  hex: true,
});
const DESIRE = defineField("browser.election.desire", "uint8", "Election Desire", { hex: true });
const DESIRE_BITS = [
  bit("election.desire.backup", 0x01, "Backup"),
  bit("election.desire.standby", 0x02, "Standby"),
  bit("election.desire.master", 0x04, "Master"),
  bit("election.desire.domain_master", 0x08, "Domain Master"),
  bit("election.desire.wins", 0x20, "WINS"),
  bit("election.desire.nt", 0x80, "NT"),
];
const ELECTION_OS = defineField("browser.election.os", "uint8", "Election OS", { hex: true });
const ELECTION_OS_BITS = [
  bit("election.os.wfw", 0x01, "WfW"),
  bit("election.os.ntw", 0x10, "NT Workstation"),
  bit("election.os.nts", 0x20, "NT Server"),
];
const UPTIME = defineField("browser.uptime", "uint32", "Uptime");
const BACKUP_COUNT = defineField("browser.backup.count", "uint8", "Backup List Requested Count");
const BACKUP_TOKEN = defineField("browser.backup.token", "uint32", "Backup Request Token");
const BACKUP_SERVER = defineField("browser.backup.server", "string", "Backup Server");
const PROMOTED = defineField("browser.browser_to_promote", "string", "Browser to Promote");
const RESET = defineField("browser.reset_cmd", "uint8", "ResetBrowserState Command", { hex: true });
const RESET_BITS = [
  bit("reset_cmd.demote", 0x01, "Demote LMB"),
  bit("reset_cmd.flush", 0x02, "Flush Browse List"),
  bit("reset_cmd.stop_lmb", 0x04, "Stop Being LMB"),
];

export const BROWSER_FIELDS: readonly FieldSpec[] = [
  defineField("browser", "protocol", "Microsoft Windows Browser Protocol"),
  ...[COMMAND, UPDATE_COUNT, PERIOD, SERVER, WINDOWS_VERSION, ...OS_VERSION, SERVER_TYPE],
  ...[...SERVER_TYPE_BITS, PROTOCOL_MAJOR, PROTOCOL_MINOR, SIGNATURE, COMMENT, MYSTERIOUS],
  ...[MASTER_SERVER, UNUSED, RESPONSE_NAME, ELECTION_VERSION, CRITERIA, DESIRE, ...DESIRE_BITS],
  ...[ELECTION_OS, ...ELECTION_OS_BITS, UPTIME, BACKUP_COUNT, BACKUP_TOKEN, BACKUP_SERVER],
  ...[PROMOTED, RESET, ...RESET_BITS],
];

/** Appends the layer of the announcement in `[off, end)`; numbers are little-endian. */
export function dissectBrowser(tree: Tree, off: number, end: number): void {
  if (off >= end) return;
  const command = tree.view.getUint8(off);
  const title = COMMANDS[command];
  tree.layer("browser", "Microsoft Windows Browser Protocol", off, end);
  tree.summarize(title ?? `Unknown command (0x${command.toString(16)})`);
  tree.add(COMMAND, off);
  const detail = addBody(tree, command, off + 1, end);
  tree.show(
    "BROWSER",
    `${title ?? `Unknown command:0x${command.toString(16).padStart(2, "0")}`}${detail}`,
  );
}

/** @returns what the Info column says behind the command */
function addBody(tree: Tree, command: number, off: number, end: number): string {
  switch (command) {
    case Command.HostAnnouncement:
    case Command.DomainAnnouncement:
    case Command.LocalMasterAnnouncement:
      return addAnnouncement(tree, command, off, end);
    case Command.AnnouncementRequest:
      addWithin(tree, UNUSED, off, end);
      return ` ${addText(tree, RESPONSE_NAME, off + 1, end)}`;
    case Command.Election:
      addElection(tree, off, end);
      return "";
    case Command.BackupListRequest:
      addWithin(tree, BACKUP_COUNT, off, end);
      addLittle(tree, BACKUP_TOKEN, off + 1, end);
      return "";
    case Command.BackupListResponse:
      addBackups(tree, off, end);
      return "";
    case Command.BecomeBackup:
      addText(tree, PROMOTED, off, end);
      return "";
    case Command.MasterAnnouncement:
      addText(tree, MASTER_SERVER, off, end);
      return "";
    case Command.ResetState:
      tree.inside(addWithin(tree, RESET, off, end), () => {
        for (const spec of RESET_BITS) tree.add(spec, off);
      });
      return "";
    default:
      return "";
  }
}

function addAnnouncement(tree: Tree, command: number, start: number, end: number): string {
  addWithin(tree, UPDATE_COUNT, start, end);
  addLittle(tree, PERIOD, start + 1, end);
  const name = start + 5;
  if (name + NAME_LEN > end) return "";
  const host = readText(tree.view, name, indexOfOctet(tree.view, name, name + NAME_LEN, 0));
  tree.value(SERVER, host, name, name + NAME_LEN);
  const version = name + NAME_LEN;
  const isDomain = command === Command.DomainAnnouncement;
  if (!isDomain) addWindowsVersion(tree, version, end);
  addRun(tree, OS_VERSION, version, end);
  const types = addServerType(tree, version + 2, end);
  const rest = version + 6;
  const isSigned = rest + 4 <= end && tree.view.getUint16(rest + 2, true) === BROWSER_SIGNATURE;
  if (isDomain && !isSigned) {
    addLittle(tree, MYSTERIOUS, rest, end);
    addText(tree, MASTER_SERVER, rest + 4, end);
  } else {
    addRun(tree, [PROTOCOL_MAJOR, PROTOCOL_MINOR], rest, end);
    addLittle(tree, SIGNATURE, rest + 2, end);
    addText(tree, isDomain ? MASTER_SERVER : COMMENT, rest + 4, end);
  }
  return ` ${[host, ...types].join(", ")}`;
}

const WINDOWS_VERSIONS: Readonly<Record<string, string>> = {
  "4.10": "Windows 98",
  "4.90": "Windows ME",
  "5.0": "Windows 2000",
  "5.1": "Windows XP",
  "5.2": "Windows Server 2003 R2 or Windows Server 2003",
  "6.0": "Windows Vista or Windows Server 2008",
  "6.1": "Windows 7 or Windows Server 2008 R2",
  "6.2": "Windows 8 or Windows Server 2012",
  "6.3": "Windows 8.1 or Windows Server 2012 R2",
};

function addWindowsVersion(tree: Tree, off: number, end: number): void {
  if (off + 2 > end) return;
  const name = WINDOWS_VERSIONS[`${tree.view.getUint8(off)}.${tree.view.getUint8(off + 1)}`];
  if (name !== undefined) tree.value(WINDOWS_VERSION, name, off, off + 2);
}

/** @returns the types whose bits are set, as the Info column names them */
function addServerType(tree: Tree, off: number, end: number): string[] {
  if (off + 4 > end) return [];
  const types = tree.view.getUint32(off, true);
  const set = SERVER_TYPES.filter(([, place]) => ((types >>> place) & 1) === 1);
  tree.inside(tree.value(SERVER_TYPE, types, off, off + 4), () => {
    for (const [index, spec] of SERVER_TYPE_BITS.entries()) {
      tree.value(spec, ((types >>> SERVER_TYPES[index]![1]) & 1) === 1, off, off + 4);
    }
  });
  return set.map(([, , , info]) => info);
}

function addElection(tree: Tree, off: number, end: number): void {
  addWithin(tree, ELECTION_VERSION, off, end);
  const criteria = off + 1;
  tree.inside(addLittle(tree, CRITERIA, criteria, end), () => {
    tree.inside(tree.add(DESIRE, criteria), () => {
      for (const spec of DESIRE_BITS) tree.add(spec, criteria);
    });
    tree.add(PROTOCOL_MAJOR, criteria + 1);
    tree.add(PROTOCOL_MINOR, criteria + 2);
    tree.inside(tree.add(ELECTION_OS, criteria + 3), () => {
      for (const spec of ELECTION_OS_BITS) tree.add(spec, criteria + 3);
    });
  });
  addLittle(tree, UPTIME, criteria + 4, end);
  // Four reserved octets stand in front of the name.
  addText(tree, SERVER, criteria + 12, end);
}

function addBackups(tree: Tree, off: number, end: number): void {
  if (addWithin(tree, BACKUP_COUNT, off, end) === undefined) return;
  addLittle(tree, BACKUP_TOKEN, off + 1, end);
  let at = off + 5;
  for (let left = Math.min(tree.view.getUint8(off), MAX_SERVERS); left > 0 && at < end; left -= 1) {
    const stop = indexOfOctet(tree.view, at, end, 0);
    tree.value(BACKUP_SERVER, readText(tree.view, at, stop), at, stop);
    at = stop + 1;
  }
}

function addLittle(tree: Tree, spec: FieldSpec, off: number, end: number) {
  if (off + spec.octets > end) return undefined;
  const { view } = tree;
  const value = spec.octets === 2 ? view.getUint16(off, true) : view.getUint32(off, true);
  return tree.value(spec, value, off, off + spec.octets);
}

/** Text up to a NUL or the end of the message. */
function addText(tree: Tree, spec: FieldSpec, off: number, end: number): string {
  if (off >= end) return "";
  const stop = indexOfOctet(tree.view, off, end, 0);
  const text = readText(tree.view, off, stop);
  tree.value(spec, text, off, stop);
  return text;
}
