/** Live packets from AF_PACKET, libpcap or a pipe. */
export type { CaptureBackend, CaptureCounts, CaptureOptions, CaptureSource } from "./source.ts";
