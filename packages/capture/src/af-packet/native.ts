/**
 * The C functions behind a packet socket with a memory-mapped ring, packet(7). Nothing here runs per
 * packet: opening takes a dozen calls, reading one `getsockopt` per question for counts.
 */
import { loadKoffi } from "../native-bridge.ts";

export interface SocketCalls {
  /** Makes the packet socket; the one call that needs CAP_NET_RAW. */
  socket(domain: number, type: number, protocol: number): number;
  /** Ring geometry, VLAN room, promiscuous membership, filter. */
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, length: number): number;
  /** Drop counters, and the pending error that a lost link leaves behind. */
  getsockopt(
    fd: number,
    level: number,
    name: number,
    value: Uint8Array,
    length: Uint32Array,
  ): number;
  /** Ties the socket to one interface and starts the flow of packets. */
  bind(fd: number, address: Uint8Array, length: number): number;
  /** Tells whether the interface is still there: its index turns -1 when it is removed. */
  getsockname(fd: number, address: Uint8Array, length: Uint32Array): number;
  /** Index, hardware type and flags of an interface in the socket's own network namespace. */
  ioctl(fd: number, request: number, value: Uint8Array): number;
  /** Maps the ring; also puts zeros in its place when it goes. */
  mmap(
    address: bigint,
    length: number,
    protection: number,
    flags: number,
    fd: number,
    offset: number,
  ): bigint | number;
  munmap(address: bigint, length: number): number;
  close(fd: number): number;
}

let calls: SocketCalls | undefined;

/** Binds on first use. Linux only; throws `CAPTURE_NO_BRIDGE` where koffi has no binary. */
export function socketCalls(): SocketCalls {
  if (calls !== undefined) return calls;
  const libc = loadKoffi().load(null);
  calls = {
    socket: libc.func("int socket(int, int, int)"),
    setsockopt: libc.func("int setsockopt(int, int, int, const uint8_t *, uint32_t)"),
    getsockopt: libc.func("int getsockopt(int, int, int, _Out_ uint8_t *, _Inout_ uint32_t *)"),
    bind: libc.func("int bind(int, const uint8_t *, uint32_t)"),
    getsockname: libc.func("int getsockname(int, _Out_ uint8_t *, _Inout_ uint32_t *)"),
    ioctl: libc.func("int ioctl(int, unsigned long, _Inout_ uint8_t *)"),
    mmap: libc.func("intptr_t mmap(intptr_t, size_t, int, int, int, intptr_t)"),
    munmap: libc.func("int munmap(intptr_t, size_t)"),
    close: libc.func("int close(int)"),
  };
  return calls;
}

export const AF_PACKET = 17;
export const SOCK_RAW = 3;
export const SOCK_CLOEXEC = 0o2000000;
/** ETH_P_ALL in network order. */
export const PROTOCOL_ALL = 0x0003;

export const SOL_SOCKET = 1;
export const SO_ERROR = 4;
export const SO_ATTACH_FILTER = 26;

export const SOL_PACKET = 263;
export const PACKET_ADD_MEMBERSHIP = 1;
export const PACKET_RX_RING = 5;
export const PACKET_STATISTICS = 6;
export const PACKET_VERSION = 10;
export const PACKET_RESERVE = 12;
export const PACKET_IGNORE_OUTGOING = 23;
export const PACKET_MR_PROMISC = 1;
export const TPACKET_V3 = 2;

export const SIOCGIFNAME = 0x8910;
export const SIOCGIFFLAGS = 0x8913;
export const SIOCGIFHWADDR = 0x8927;
export const SIOCGIFINDEX = 0x8933;
export const IFF_UP = 1;

export const PROT_READ = 1;
export const PROT_WRITE = 2;
export const MAP_SHARED = 1;
export const MAP_PRIVATE = 2;
export const MAP_FIXED = 0x10;
export const MAP_ANONYMOUS = 0x20;
