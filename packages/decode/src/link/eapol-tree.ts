/** EAP over LAN, IEEE 802.1X, and EAP itself, RFC 3748. */

import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

const HEADER_LEN = 4;
const PACKET = 0;
const KEY = 3;
const WPA_KEY = 2;
const RC4_KEY = 1;

const TYPES: Readonly<Record<number, string>> = {
  0: "EAP Packet",
  1: "Start",
  2: "Logoff",
  3: "Key",
  4: "Encapsulated ASF Alert",
  5: "MKA",
};
const EAP_CODES: Readonly<Record<number, string>> = {
  1: "Request",
  2: "Response",
  3: "Success",
  4: "Failure",
  5: "Initiate",
  6: "Finish",
};
const EAP_TYPES: Readonly<Record<number, string>> = {
  1: "Identity",
  2: "Notification",
  3: "Legacy Nak (Response Only)",
  4: "MD5-Challenge EAP (EAP-MD5-CHALLENGE)",
  5: "One-Time Password EAP (EAP-OTP)",
  6: "Generic Token Card EAP (EAP-GTC)",
  13: "TLS EAP (EAP-TLS)",
  17: "Cisco Wireless EAP / Lightweight EAP (EAP-LEAP)",
  18: "GSM Subscriber Identity Modules EAP (EAP-SIM)",
  21: "Tunneled TLS EAP (EAP-TTLS)",
  23: "UMTS Authentication and Key Agreement EAP (EAP-AKA)",
  25: "Protected EAP (EAP-PEAP)",
  26: "MS-EAP-Authentication EAP (EAP-MS-AUTH)",
  43: "Flexible Authentication via Secure Tunneling EAP (EAP-FAST)",
  50: "Authentication and Key Agreement' EAP (EAP-AKA')",
  52: "EAP Password EAP (EAP-pwd)",
  55: "Tunnel EAP (TEAP)",
};
const IDENTITY = 1;

const VERSION = defineField("eapol.version", "uint8", "Version");
const TYPE = defineField("eapol.type", "uint8", "Type", { values: TYPES });
const LENGTH = defineField("eapol.len", "uint16", "Length");
const DESCRIPTOR = defineField("eapol.keydes.type", "uint8", "Key Descriptor Type", {
  values: { 1: "RC4 Descriptor", 2: "EAPOL RSN Key", 254: "EAPOL WPA Key" },
});
const KEY_INFORMATION = defineField(
  "wlan_rsna_eapol.keydes.key_info",
  "uint16",
  "Key Information",
  {
    hex: true,
  },
);
const KEY_LENGTH = defineField("eapol.keydes.key_len", "uint16", "Key Length");
const REPLAY = defineField("eapol.keydes.replay_counter", "uint64", "Replay Counter");
const NONCE = defineField("wlan_rsna_eapol.keydes.nonce", "bytes", "WPA Key Nonce");
const EAP_CODE = defineField("eap.code", "uint8", "Code", { values: EAP_CODES });
const EAP_ID = defineField("eap.id", "uint8", "Id");
const EAP_LENGTH = defineField("eap.len", "uint16", "Length");
const EAP_TYPE = defineField("eap.type", "uint8", "Type", { values: EAP_TYPES });
const EAP_IDENTITY = defineField("eap.identity", "string", "Identity");

export const EAPOL_FIELDS: readonly FieldSpec[] = [
  VERSION,
  TYPE,
  LENGTH,
  DESCRIPTOR,
  KEY_INFORMATION,
  KEY_LENGTH,
  REPLAY,
  NONCE,
  EAP_CODE,
  EAP_ID,
  EAP_LENGTH,
  EAP_TYPE,
  EAP_IDENTITY,
];

/** EAP inside is no step of `frame.protocols`, as in Wireshark. */
export function dissectEapol(tree: Tree, { start, end }: LayerPlace): void {
  tree.layer("eapol", "802.1X Authentication", start, Math.min(end, start + HEADER_LEN));
  addWithin(tree, VERSION, start, end);
  const type = Number(addWithin(tree, TYPE, start + 1, end)?.value);
  const length = Number(addWithin(tree, LENGTH, start + 2, end)?.value ?? 0);
  const body = start + HEADER_LEN;
  const bodyEnd = Math.min(end, body + length);
  const message = type === KEY ? addKey(tree, body, bodyEnd) : "";
  tree.show("EAPOL", `${TYPES[type] ?? "Unknown"}${message}`);
  if (type !== PACKET) return;
  addEap(tree, body, bodyEnd);
  if (tree.protocols.at(-1) === "eap") tree.protocols.pop();
}

/** EAP without a LAN around it, as PPP carries it. */
export function dissectEap(tree: Tree, { start, end }: LayerPlace): void {
  addEap(tree, start, end);
}

function addEap(tree: Tree, off: number, end: number): void {
  if (off >= end) return;
  tree.layer("eap", "Extensible Authentication Protocol", off, end);
  const code = Number(tree.add(EAP_CODE, off)?.value);
  addWithin(tree, EAP_ID, off + 1, end);
  addWithin(tree, EAP_LENGTH, off + 2, end);
  let info = EAP_CODES[code] ?? "Unknown code";
  if (code === 1 || code === 2) {
    const type = addWithin(tree, EAP_TYPE, off + 4, end);
    if (type?.value === IDENTITY && off + 5 < end) tree.add(EAP_IDENTITY, off + 5, end - off - 5);
    if (type !== undefined) info += `, ${EAP_TYPES[Number(type.value)] ?? "Unknown type"}`;
  }
  tree.summarize(info);
  tree.show("EAP", info);
}

/**
 * Key frames, IEEE 802.11 §12.7.2; the four of a handshake differ in the bits of their information.
 *
 * @returns which of them it is
 */
function addKey(tree: Tree, off: number, end: number): string {
  const descriptor = addWithin(tree, DESCRIPTOR, off, end)?.value;
  if (descriptor === RC4_KEY || descriptor === undefined) return "";
  const information = Number(addWithin(tree, KEY_INFORMATION, off + 1, end)?.value);
  addWithin(tree, KEY_LENGTH, off + 3, end);
  addWithin(tree, REPLAY, off + 5, end);
  addWithin(tree, NONCE, off + 13, end, 32);
  const dataLength = off + 95 <= end ? tree.view.getUint16(off + 93) : 0;
  const message = messageOf(information, dataLength);
  return descriptor === WPA_KEY && message !== "" ? ` (${message})` : "";
}

function messageOf(information: number, dataLength: number): string {
  const has = (bit: number): boolean => (information & bit) !== 0;
  if (!has(0x0008)) return `Group Message ${has(0x0080) ? 1 : 2} of 2`;
  if (has(0x0080)) return `Message ${has(0x0100) ? 3 : 1} of 4`;
  if (!has(0x0100)) return "";
  return `Message ${dataLength === 0 ? 4 : 2} of 4`;
}
