// @ts-check
/** Why a difference from tshark is there, told by its kind; the first that fits is the reason. */

/**
 * @typedef {object} Difference
 * @property {string} column
 * @property {string} ours
 * @property {string} theirs
 * @property {import("./captures.mjs").Entry} entry
 * @property {(name: string) => string} row tshark's value of another column
 */

/** Packets inside packets that monitors send; tshark counts their streams with the others. */
const SAMPLED = /:(sflow|openflow\w*|pcap_pktdata|cflow)\b/;
/** Encapsulations that are named here and not opened. */
const UNOPENED = /:(lisp|lisp-data|mpls-echo|batadv)\b/;
const FUZZED = /fuzz|malformed|bad-|oobr|invalid|truncat|short/i;
const PLAIN = /^(TCP|UDP|SCTP|IPv4|IPv6)$/;

/** Of rows that tshark confirms when it is told which protocol the port carries (told.mjs). */
export const TOLD = {
  text: "content tells the protocol here; tshark says the same once it is told the port",
  isOutOfReach: false,
};

/** @type {readonly (readonly [reason: string, fits: (difference: Difference) => boolean])[]} */
const REASONS = [
  [
    "tshark gives pcapng's custom blocks frame numbers; they are no packets",
    ({ column }) => column === "frame.number",
  ],
  [
    "tshark leaves the time of a simple packet block empty; here it is 0",
    ({ column }) => column === "frame.time_epoch",
  ],
  [
    "tshark reads on with the keys that the file holds",
    ({ entry }) => entry.decryption_secrets === true,
  ],
  [
    "packets that monitors send inside packets are read by themselves here, and part of no stream",
    ({ row }) => SAMPLED.test(row("frame.protocols")),
  ],
  [
    "the encapsulation is named here and not opened",
    ({ row }) => UNOPENED.test(row("frame.protocols")),
  ],
  [
    "content tells the protocol here; tshark goes by the port and sees data",
    ({ column, ours, theirs }) =>
      (column === "frame.protocols" && /:data$/.test(theirs) && !/:data$/.test(ours)) ||
      (column === "_ws.col.Protocol" && PLAIN.test(theirs) && !PLAIN.test(ours)) ||
      (theirs === "" && ours !== ""),
  ],
  [
    "tshark has a reader that is not in the set",
    ({ column, ours, theirs }) =>
      (column === "frame.protocols" && /:data$/.test(ours) && !/:data$/.test(theirs)) ||
      (column === "_ws.col.Protocol" && PLAIN.test(ours) && !PLAIN.test(theirs)),
  ],
  [
    "the packet is damaged on purpose, and how far it is read is a choice",
    ({ entry }) => FUZZED.test(entry.file),
  ],
  ["Info says the same in other words", ({ column }) => column === "_ws.col.Info"],
  [
    "tshark opens further conversations for what SOCKS, RPC, SNMP and signalling announce, and counts them",
    ({ column }) => column.endsWith(".stream"),
  ],
  [
    "tshark takes the digest of OpenVPN's control messages for 20 octets, and each message of TLS 1.3 for a whole one",
    ({ entry }) => /openvpn|opvn/i.test(entry.file),
  ],
  [
    "tshark numbers the interfaces of each section from 0",
    ({ column }) => column === "frame.interface_id",
  ],
  [
    "tshark shows where a source route ends as the destination",
    ({ column, entry }) => column === "ip.dst" && entry.file.includes("ipv4-options"),
  ],
  [
    "tshark counts or reads a nested header otherwise",
    ({ ours, theirs }) => ours.includes("\x1f") || theirs.includes("\x1f"),
  ],
  [
    "tshark names a body or an inner layer more, or one less",
    ({ column, ours, theirs }) =>
      column === "frame.protocols" && (ours.startsWith(theirs) || theirs.startsWith(ours)),
  ],
  [
    "both name a protocol: tshark by a port, a heuristic or a part of it, here by the message's own content",
    ({ column }) => column === "frame.protocols" || column === "_ws.col.Protocol",
  ],
];

/** Of the reasons above, those that no reader of packets without keys could do anything about. */
const OUT_OF_REACH = 3;

/**
 * @param {Difference} difference
 * @returns {{ text: string, isOutOfReach: boolean } | undefined}
 */
export function reasonOf(difference) {
  const index = REASONS.findIndex(([, fits]) => fits(difference));
  const reason = REASONS[index];
  return reason && { text: reason[0], isOutOfReach: index < OUT_OF_REACH };
}
