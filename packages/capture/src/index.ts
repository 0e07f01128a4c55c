/** Live packets from AF_PACKET, libpcap or a pipe. */

export type { Advice } from "./advice.ts";
export { keepAllocatorSmall } from "./allocator.ts";
export { type CaptureDevice, type DeviceKind, defaultInterface, listInterfaces } from "./device.ts";
export { type Diagnosis, diagnose, type Finding } from "./doctor.ts";
export { CaptureError, type CaptureErrorCode, MAX_SNAP_LENGTH } from "./errors.ts";
export type { CaptureHandle } from "./handle.ts";
export { attachCapture, openCapture } from "./open.ts";
export {
  dropPrivileges,
  forbidNewPrivileges,
  type Identity,
  identityWithoutRoot,
  type PrivilegeReport,
  type Privileges,
  readPrivileges,
} from "./privileges.ts";
export type { CaptureBackend, CaptureCounts, CaptureOptions, CaptureSource } from "./source.ts";
