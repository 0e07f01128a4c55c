/** NetBIOS names: sixteen octets, the last of which tells the service (RFC 1001 §14.1, RFC 1002 §4.1). */

import { hex } from "../text.ts";
import { readName, skipName } from "./dns-name.ts";

/** Octets of a name, and characters of its first-level encoding. */
const NAME_LEN = 16;
export const ENCODED_LEN = 32;

const LETTER_A = 0x41;

/** Services by the sixteenth octet, as Microsoft's implementations use it. */
const SUFFIXES: Readonly<Record<number, string>> = {
  0: "Workstation/Redirector",
  1: "Browser",
  2: "Workstation/Redirector",
  3: "Messenger service/Main name",
  5: "Forwarded name",
  6: "RAS Server service",
  27: "Domain Master Browser",
  28: "Domain Controllers",
  29: "Local Master Browser",
  30: "Browser Election Service",
  31: "Net DDE Service",
  32: "Server service",
  33: "RAS client service",
  34: "Exchange Interchange (MSMail Connector)",
  35: "Exchange Store",
  36: "Exchange Directory",
  43: "Lotus Notes Server service",
  48: "Modem sharing server service",
  49: "Modem sharing client service",
  67: "SMS Clients Remote Control",
  68: "SMS Administrators Remote Control Tool",
  69: "SMS Clients Remote Chat",
  70: "SMS Clients Remote Transfer",
  76: "DEC Pathworks TCP/IP Service on Windows NT",
  82: "DEC Pathworks TCP/IP Service on Windows NT",
  106: "Microsoft Exchange IMC",
  135: "Microsoft Exchange MTA",
  190: "Network Monitor Agent",
  191: "Network Monitor Analyzer",
};

export interface NetBiosName {
  /** `WORKGROUP`, without padding; what is not printable as `<01>`. */
  readonly name: string;
  /** The sixteenth octet; -1 where the name is malformed. */
  readonly suffix: number;
  /** `WORKGROUP<1e>`, with a scope behind it if there is one; or what is wrong with the name. */
  readonly text: string;
}

/** The service that a suffix stands for. */
export function netBiosSuffixName(suffix: number): string {
  return SUFFIXES[suffix] ?? "Unknown";
}

/** Text of the fifteen octets at `off`, padding left out. */
export function readNetBiosLabel(octetAt: (index: number) => number): string {
  let text = "";
  for (let i = 0; i < NAME_LEN - 1; i += 1) {
    const octet = octetAt(i);
    text += octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `<${hex(octet, 2)}>`;
  }
  return text.trimEnd();
}

/**
 * The name in second-level encoding at `off` of the message at `message`.
 *
 * @returns the name and the offset behind it, -1 where the encoding is malformed or cut off
 */
export function readNetBiosName(
  view: DataView,
  message: number,
  off: number,
  end: number,
): { readonly name: NetBiosName; readonly after: number } {
  const after = skipName(view, off, end);
  const encoded = after < 0 ? "" : readName(view, message, off, end);
  return { name: decodeName(encoded), after };
}

/** First-level encoding: each half octet is a letter from A (RFC 1001 §14.1). */
function decodeName(encoded: string): NetBiosName {
  const dot = encoded.indexOf(".");
  const letters = dot < 0 ? encoded : encoded.slice(0, dot);
  const octets: number[] = [];
  for (let i = 0; i < letters.length; i += 2) {
    const first = letters.charCodeAt(i) - LETTER_A;
    const second = letters.charCodeAt(i + 1) - LETTER_A;
    if (!isLetter(first))
      return illegal("1st character not between A and Z in first-level encoding");
    if (!isLetter(second))
      return illegal("2nd character not between A and Z in first-level encoding");
    octets.push(((first << 4) | second) & 0xff);
  }
  if (octets.length !== NAME_LEN) return illegal(`${octets.length} bytes long`);
  const name = readNetBiosLabel((index) => octets[index]!);
  const suffix = octets[NAME_LEN - 1]!;
  const scope = dot < 0 ? "" : encoded.slice(dot);
  return { name, suffix, text: `${name}<${hex(suffix, 2)}>${scope}` };
}

function isLetter(value: number): boolean {
  return value >= 0 && value < 26;
}

function illegal(reason: string): NetBiosName {
  return { name: "", suffix: -1, text: `Illegal NetBIOS name (${reason})` };
}
