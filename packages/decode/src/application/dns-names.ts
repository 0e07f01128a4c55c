/** What a DNS, mDNS or LLMNR message says about names: what was asked for, and whose address is whose. */

import { parseIpv4 } from "../address.ts";
import { HEADER_LEN, isResponse, questionCount, RecordType } from "./dns.ts";
import { readName, skipName } from "./dns-name.ts";
import { RecordCursor } from "./dns-record.ts";
import type { NameSink } from "./names.ts";

const records = new RecordCursor();

/**
 * Reports the names of the message in `[off, end)`, whose header is whole.
 *
 * Addresses get the name that was asked for, also when aliases (CNAME) lie in between: it is the
 * name that people know. Without a question, as in mDNS announcements, they get their owner's.
 */
export function readDnsNames(
  view: DataView,
  off: number,
  end: number,
  source: "dns" | "mdns" | "llmnr",
  sink: NameSink,
): void {
  const asked =
    questionCount(view, off) > 0 && skipName(view, off + HEADER_LEN, end) >= 0
      ? readName(view, off, off + HEADER_LEN, end)
      : "";
  if (asked !== "") sink.flowName(asked, source);
  if (!isResponse(view, off)) return;
  records.open(view, off, end);
  while (records.next()) {
    if (!records.isWhole || records.recordClass !== 1) continue;
    if (records.type === RecordType.A && records.dataLength === 4) {
      const name = owner(view, off, end, source, asked);
      if (name !== "")
        sink.addressName(4, view.getUint32(records.dataStart), 0, 0, 0, name, source);
    } else if (records.type === RecordType.AAAA && records.dataLength === 16) {
      const name = owner(view, off, end, source, asked);
      const at = records.dataStart;
      const [w0, w1] = [view.getUint32(at), view.getUint32(at + 4)];
      const [w2, w3] = [view.getUint32(at + 8), view.getUint32(at + 12)];
      if (name !== "") sink.addressName(6, w0, w1, w2, w3, name, source);
    } else if (records.type === RecordType.PTR) {
      const address = reverseIpv4(readName(view, off, records.start, end));
      const name = readName(view, off, records.dataStart, end);
      if (address !== undefined && name !== "") sink.addressName(4, address, 0, 0, 0, name, source);
    }
  }
}

function owner(view: DataView, off: number, end: number, source: string, asked: string): string {
  const direct = source === "dns" && records.section === "answer" && asked !== "";
  return direct ? asked : readName(view, off, records.start, end);
}

/** The address of `4.3.2.1.in-addr.arpa` (RFC 1035 §3.5). */
function reverseIpv4(name: string): number | undefined {
  const suffix = ".in-addr.arpa";
  if (!name.toLowerCase().endsWith(suffix)) return undefined;
  return parseIpv4(name.slice(0, -suffix.length).split(".").reverse().join("."));
}
