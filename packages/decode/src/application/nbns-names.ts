/** What NetBIOS's name service says of machines: who registers a name, and who answers to it. */

import * as dns from "./dns.ts";
import { RecordCursor } from "./dns-record.ts";
import type { NameSink } from "./names.ts";
import { NB } from "./nbns.ts";
import { readNetBiosName } from "./netbios-name.ts";

const OPCODE_RELEASE = 6;

/** The name belongs to a group of machines and not to one (RFC 1002 §4.2.1.3). */
const GROUP = 0x8000;

/** Flags and address of a name. */
const ADDRESS_LEN = 6;

/** Suffixes of the names by which people know a machine: workstation and file server. */
const WORKSTATION = 0x00;
const SERVER = 0x20;

const records = new RecordCursor();

/** Reports the names of the message in `[off, end)`, whose header is whole. */
export function readNbnsNames(view: DataView, off: number, end: number, sink: NameSink): void {
  if (dns.questionCount(view, off) > 0) {
    const { name } = readNetBiosName(view, off, off + dns.HEADER_LEN, end).name;
    if (name !== "" && !name.startsWith("*")) sink.flowName(name, "nbns");
  }
  if (dns.opcode(view, off) === OPCODE_RELEASE) return;
  if (dns.isResponse(view, off) && dns.responseCode(view, off) !== 0) return;
  records.open(view, off, end);
  while (records.next()) {
    if (records.type !== NB || records.dataLength !== ADDRESS_LEN || !records.isWhole) continue;
    const address = view.getUint32(records.dataStart + 2);
    if ((view.getUint16(records.dataStart) & GROUP) !== 0 || address === 0) continue;
    const { name, suffix } = readNetBiosName(view, off, records.start, end).name;
    const isMachine = suffix === WORKSTATION || suffix === SERVER;
    if (isMachine && name !== "") sink.addressName(4, address, 0, 0, 0, name, "nbns");
  }
}
