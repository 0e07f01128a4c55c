// @ts-check
/** What nDPI's reader says of the flows of a capture: lines of its text, one per flow. */

import { readFileSync } from "node:fs";
import { CORPUS } from "./captures.mjs";

/**
 * @typedef {object} NdpiFlow
 * @property {string} key transport and both ends, the same from either side
 * @property {string} protocol nDPI's name of the protocol, without the application behind its dot
 * @property {boolean} isGuess nothing but port or address speaks for it
 */

const LINE = /^\t\d+\t(\S+) (\S+) (?:<->|->) (\S+) (.*)$/;
const PROTOCOL = /\[proto: [\d.]+\/([^\].]+)/;
const GUESS = /\[Confidence: Match by (?:port|IP)\]/;
const END = /^(?:\[(.+)\]|(.+)):(\d+)$/;

/** IP protocols that nDPI's reader calls by name. */
const TRANSPORTS = new Map([
  ["ICMP", 1],
  ["IGMP", 2],
  ["TCP", 6],
  ["UDP", 17],
  ["GRE", 47],
  ["ESP", 50],
  ["AH", 51],
  ["ICMPV6", 58],
  ["OSPF", 89],
  ["PIM", 103],
  ["VRRP", 112],
  ["SCTP", 132],
]);

/** @param {string} file relative to the corpus */
export function ndpiFlows(file) {
  /** @type {NdpiFlow[]} */
  const flows = [];
  for (const line of readFileSync(CORPUS + file, "latin1").split("\n")) {
    const [, transport = "", from = "", to = "", rest = ""] = LINE.exec(line) ?? [];
    const protocol = PROTOCOL.exec(rest)?.[1];
    if (protocol === undefined) continue;
    const isGuess = GUESS.test(rest);
    const number = TRANSPORTS.get(transport) ?? Number(transport);
    flows.push({ key: flowKey(number, ndpiEnd(from), ndpiEnd(to)), protocol, isGuess });
  }
  return flows;
}

/** @param {string} text address and port, an IPv6 one in brackets; without ports, 0 or nothing stands */
function ndpiEnd(text) {
  const [, ipv6, ipv4, port] = END.exec(text) ?? [];
  const address = ipv6 ?? ipv4 ?? text.replace(/[[\]]/g, "");
  return `${canonical(address)} ${port ?? 0}`;
}

/** @param {import("@wirescope/analysis").FlowRecord} flow */
export function ourKey({ ipProtocol, originator, originatorPort, responder, responderPort }) {
  const ends = [`${originator} ${originatorPort ?? 0}`, `${responder} ${responderPort ?? 0}`];
  return flowKey(ipProtocol, ends[0] ?? "", ends[1] ?? "");
}

/**
 * @param {number} transport
 * @param {string} a
 * @param {string} b
 */
function flowKey(transport, a, b) {
  return `${transport} ${[a, b].sort().join(" – ")}`;
}

/**
 * An IPv6 address as we print it (RFC 5952); nDPI shortens single groups of zeros and embeds IPv4.
 *
 * @param {string} address
 */
function canonical(address) {
  if (!address.includes(":")) return address;
  try {
    const hex = new URL(`http://[${address}]/`).hostname.slice(1, -1);
    return hex;
  } catch {
    return address;
  }
}
