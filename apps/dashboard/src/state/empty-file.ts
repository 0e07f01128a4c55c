/** A capture file that was read to its end and holds no packet: there is nothing to wait for. */
import type { LiveFrame, Status } from "@wirescope/query";

export function isEmptyFile(status: Status | undefined, frame: LiveFrame | undefined): boolean {
  const isRead = (frame?.state ?? status?.state) === "finished";
  const packets = frame?.totals.allPackets ?? status?.packets;
  return status?.mode === "file" && isRead && packets === 0;
}
