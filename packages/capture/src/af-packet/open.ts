/** Opens a packet socket with a TPACKET_V3 ring: the privileged half of the Linux back-end. */
import { LITTLE_ENDIAN } from "../byte-order.ts";
import { CaptureError, noSuchInterface, notPermitted } from "../errors.ts";
import type { RingHandle } from "../handle.ts";
import { interfaceNames } from "../interface-names.ts";
import { acceptProgram, compileForInterface } from "../libpcap/filter-program.ts";
import { ARPHRD_LOOPBACK, LINKTYPE_ETHERNET, ringLinkType } from "../link-layer.ts";
import { errnoName, lastErrno, loadKoffi, systemCallFailed } from "../native-bridge.ts";
import { VLAN_TAG_LENGTH } from "../ring-block.ts";
import type { CaptureOptions } from "../source.ts";
import { hardwareType, interfaceIndex } from "./interface-request.ts";
import * as native from "./native.ts";
import { RETIRE_TIMEOUT, type RingSize, ringSize } from "./ring-size.ts";

const FRAME_LENGTH = 2048;
const INSTRUCTION_LENGTH = 8;

/**
 * Opens a ring on one interface; packets flow from here on. Linux only.
 *
 * Throws `CAPTURE_NO_PERMISSION`, `CAPTURE_NO_INTERFACE`, `CAPTURE_BAD_FILTER`, `CAPTURE_NO_LIBPCAP` (with a filter),
 * `CAPTURE_UNSUPPORTED` for link types that need libpcap's cooked mode, `CAPTURE_NO_RESOURCES`.
 */
export function openRing(options: CaptureOptions): RingHandle {
  const name = options.interface;
  if (process.platform !== "linux") {
    throw new CaptureError("CAPTURE_UNSUPPORTED", "The packet ring exists on Linux only.");
  }
  const calls = native.socketCalls();
  const fd = calls.socket(native.AF_PACKET, native.SOCK_RAW | native.SOCK_CLOEXEC, 0);
  if (fd < 0) throw socketRefused(name, lastErrno());
  try {
    return configure(fd, options);
  } catch (error) {
    calls.close(fd);
    throw error;
  }
}

function socketRefused(name: string, errno: number): CaptureError {
  const reason = errnoName(errno);
  if (reason === "EPERM" || reason === "EACCES") return notPermitted(name, reason);
  if (reason === "EAFNOSUPPORT") {
    return new CaptureError("CAPTURE_UNSUPPORTED", "This kernel has no packet sockets.");
  }
  return systemCallFailed("socket", name, errno);
}

function configure(fd: number, options: CaptureOptions): RingHandle {
  const name = options.interface;
  const index = interfaceIndex(fd, name);
  if (index === undefined) throw noSuchInterface(name, interfaceNames());
  const hardware = hardwareType(fd, name) ?? -1;
  const linkType = ringLinkType(hardware);
  if (linkType === undefined) {
    throw new CaptureError(
      "CAPTURE_UNSUPPORTED",
      `The ring cannot read "${name}" (hardware type ${hardware}); libpcap can.`,
    );
  }
  const size = ringSize(options.bufferLength, options.snapLength);
  setWord(fd, name, native.PACKET_VERSION, native.TPACKET_V3);
  if (linkType === LINKTYPE_ETHERNET) setWord(fd, name, native.PACKET_RESERVE, VLAN_TAG_LENGTH);
  const skipOutgoing = hardware === ARPHRD_LOOPBACK && !ignoreOutgoing(fd);
  attachFilter(fd, options, linkType);
  if (options.promiscuous) beginPromiscuous(fd, name, index);
  requestRing(fd, name, size);
  const address = mapRing(fd, name, size);
  try {
    bindTo(fd, name, index);
  } catch (error) {
    native.socketCalls().munmap(address, size.blockLength * size.blockCount);
    throw error;
  }
  return {
    backend: "ring",
    interface: {
      name,
      description: undefined,
      linkType,
      snapLength: options.snapLength,
      section: 0,
    },
    interfaceName: name,
    interfaceIndex: index,
    fd,
    address,
    ...size,
    skipOutgoing,
  };
}

function setOption(
  fd: number,
  interfaceName: string,
  level: number,
  option: number,
  value: Uint8Array,
): void {
  if (native.socketCalls().setsockopt(fd, level, option, value, value.length) !== 0) {
    throw systemCallFailed(`setsockopt ${level}/${option}`, interfaceName, lastErrno());
  }
}

function setWord(fd: number, interfaceName: string, option: number, value: number): void {
  const bytes = new Uint8Array(Uint32Array.of(value).buffer);
  setOption(fd, interfaceName, native.SOL_PACKET, option, bytes);
}

/** Asks the kernel not to show outgoing packets, Linux 4.20 and newer. */
function ignoreOutgoing(fd: number): boolean {
  const on = new Uint8Array(Uint32Array.of(1).buffer);
  return (
    native
      .socketCalls()
      .setsockopt(fd, native.SOL_PACKET, native.PACKET_IGNORE_OUTGOING, on, on.length) === 0
  );
}

/** Attached before the socket is bound, so that no packet passes unfiltered or at full length. */
function attachFilter(fd: number, options: CaptureOptions, linkType: number): void {
  const { interface: interfaceName, snapLength, filter } = options;
  const program =
    filter.trim() === ""
      ? acceptProgram(snapLength)
      : compileForInterface({ interfaceName, linkType, snapLength, filter });
  const koffi = loadKoffi();
  // struct sock_fprog: a 16-bit count, padding, an address.
  const pointerLength = koffi.sizeof("void *");
  const descriptor = new DataView(new ArrayBuffer(2 * pointerLength));
  descriptor.setUint16(0, program.length / INSTRUCTION_LENGTH, LITTLE_ENDIAN);
  const address = koffi.address(program);
  if (pointerLength === 8) descriptor.setBigUint64(8, address, LITTLE_ENDIAN);
  else descriptor.setUint32(4, Number(address), LITTLE_ENDIAN);
  const value = new Uint8Array(descriptor.buffer);
  setOption(fd, interfaceName, native.SOL_SOCKET, native.SO_ATTACH_FILTER, value);
}

/** struct packet_mreq; the kernel counts memberships and ends this one with the socket. */
function beginPromiscuous(fd: number, interfaceName: string, index: number): void {
  const request = new DataView(new ArrayBuffer(16));
  request.setInt32(0, index, LITTLE_ENDIAN);
  request.setUint16(4, native.PACKET_MR_PROMISC, LITTLE_ENDIAN);
  const value = new Uint8Array(request.buffer);
  setOption(fd, interfaceName, native.SOL_PACKET, native.PACKET_ADD_MEMBERSHIP, value);
}

/** struct tpacket_req3. */
function requestRing(fd: number, interfaceName: string, size: RingSize): void {
  const request = Uint32Array.of(
    size.blockLength,
    size.blockCount,
    FRAME_LENGTH,
    (size.blockLength * size.blockCount) / FRAME_LENGTH,
    RETIRE_TIMEOUT,
    0,
    0,
  );
  const value = new Uint8Array(request.buffer);
  setOption(fd, interfaceName, native.SOL_PACKET, native.PACKET_RX_RING, value);
}

function mapRing(fd: number, interfaceName: string, size: RingSize): bigint {
  const length = size.blockLength * size.blockCount;
  const protection = native.PROT_READ | native.PROT_WRITE;
  const address = native.socketCalls().mmap(0n, length, protection, native.MAP_SHARED, fd, 0);
  if (Number(address) === -1) throw systemCallFailed("mmap", interfaceName, lastErrno());
  return BigInt(address);
}

/** struct sockaddr_ll. */
function bindTo(fd: number, interfaceName: string, index: number): void {
  const address = new DataView(new ArrayBuffer(20));
  address.setUint16(0, native.AF_PACKET, LITTLE_ENDIAN);
  address.setUint16(2, native.PROTOCOL_ALL);
  address.setInt32(4, index, LITTLE_ENDIAN);
  const bytes = new Uint8Array(address.buffer);
  if (native.socketCalls().bind(fd, bytes, bytes.length) !== 0) {
    throw systemCallFailed("bind", interfaceName, lastErrno());
  }
}
