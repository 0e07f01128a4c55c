/** Files of a capture that stays in this browser, written by the writers that the server has. */
import {
  FLOW_COLUMNS,
  flowPages,
  PACKET_COLUMNS,
  packetDataPages,
  packetPages,
  parseTimestamp,
  type Scope,
  type Session,
  TOP_COLUMNS,
  topPages,
  USAGE_COLUMNS,
  usagePages,
  viewComment,
  writeCapture,
  writeTable,
} from "@wirescope/query";
import { SessionError } from "./errors.ts";
import type { ExportRequest, ExportScope } from "./exporter.ts";

/** Octets that are held as an array before the browser may put them where it likes. */
const PART_LENGTH = 8 * 1024 * 1024;

/** @throws QueryError, SessionError. */
export async function exportBlob(
  session: Session,
  request: ExportRequest,
  scope: ExportScope,
): Promise<Blob> {
  const parts: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of octetsOf(session, request, scope)) {
    chunks.push(new Uint8Array(chunk));
    length += chunk.length;
    if (length < PART_LENGTH) continue;
    parts.push(new Blob(chunks));
    chunks = [];
    length = 0;
  }
  return new Blob([...parts, ...chunks]);
}

function octetsOf(
  session: Session,
  request: ExportRequest,
  { from, to, filter = "" }: ExportScope,
): AsyncGenerator<Uint8Array> {
  const range = { from: parseTimestamp(from ?? ""), to: parseTimestamp(to ?? "") };
  const scope: Scope = { range, filter };
  const { format } = request;
  if (format === "pcapng") {
    const header = request.view === undefined ? {} : { comment: viewComment(request.view) };
    return writeCapture(packetDataPages(session, scope), header);
  }
  if (format === "parquet") {
    throw new SessionError("SESSION_NOT_FOUND", "Parquet is written by the server only.");
  }
  switch (request.of) {
    case "packets":
      return writeTable(packetPages(session, scope), format, PACKET_COLUMNS);
    case "flows":
      return writeTable(flowPages(session, scope), format, FLOW_COLUMNS);
    case "top":
      return writeTable(topPages(session, { ...scope, ...request }), format, TOP_COLUMNS);
    default:
      return writeTable(usagePages(session, { range, ...request }), format, USAGE_COLUMNS);
  }
}
