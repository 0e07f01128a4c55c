/**
 * libpcap, or Npcap on Windows: pcap(3PCAP). Its own `pcap_dump` writes whole batches into memory, so
 * that no call per packet crosses from C to JavaScript.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CaptureError } from "../errors.ts";
import { type Koffi, loadKoffi, type Pointer } from "../native-bridge.ts";

interface LibpcapCalls {
  /** "libpcap version 1.10.3 (with TPACKET_V3)", for `doctor`. */
  pcap_lib_version(): string;
  /** A handle for an interface, before its options are set. The 256-octet buffer takes the error. */
  pcap_create(name: string, error: Uint8Array): Pointer;
  pcap_set_snaplen(handle: Pointer, length: number): number;
  pcap_set_promisc(handle: Pointer, on: number): number;
  /** Milliseconds that the kernel may collect packets before it wakes the reader. */
  pcap_set_timeout(handle: Pointer, milliseconds: number): number;
  /** Kernel buffer in octets. */
  pcap_set_buffer_size(handle: Pointer, length: number): number;
  /** Nanoseconds where the platform has them; undefined where libpcap is older than 1.5. */
  pcap_set_tstamp_precision: ((handle: Pointer, precision: number) => number) | undefined;
  /** Opens the device: the one call that needs permission. */
  pcap_activate(handle: Pointer): number;
  /** libpcap's words for the last error of a handle. */
  pcap_geterr(handle: Pointer): string;
  /** libpcap's words for a status of `pcap_activate`. */
  pcap_statustostr(status: number): string;
  /** A handle that only compiles filters. */
  pcap_open_dead(dlt: number, snapLength: number): Pointer;
  pcap_compile(
    handle: Pointer,
    program: FilterProgramStruct,
    filter: string,
    optimize: number,
    netmask: number,
  ): number;
  pcap_setfilter(handle: Pointer, program: FilterProgramStruct): number;
  pcap_freecode(program: FilterProgramStruct): void;
  pcap_datalink(handle: Pointer): number;
  /** Makes `pcap_dispatch` return at once when there is nothing. */
  pcap_setnonblock(handle: Pointer, on: number, error: Uint8Array): number;
  /** Descriptor to poll; absent on Windows. */
  pcap_get_selectable_fd: ((handle: Pointer) => number) | undefined;
  /** Hands up to `count` packets to a C callback: to `pcap_dump`, by its address. */
  pcap_dispatch(handle: Pointer, count: number, callback: Pointer, argument: Pointer): number;
  /** The way without a memory stream: one packet per call. */
  pcap_next_ex(handle: Pointer, header: Pointer[], bytes: Pointer[]): number;
  /** Received and dropped: three 32-bit counters, six on Windows. */
  pcap_stats(handle: Pointer, stats: Uint32Array): number;
  pcap_close(handle: Pointer): void;
  /** A dumper over a C stream; absent on Windows, whose C library has no memory streams. */
  pcap_dump_fopen: ((handle: Pointer, stream: Pointer) => Pointer) | undefined;
  pcap_dump_flush(dumper: Pointer): number;
  pcap_dump_ftell(dumper: Pointer): number;
  /** Closes the stream too. */
  pcap_dump_close(dumper: Pointer): void;
  /** Interfaces, where the system has no simpler list. */
  pcap_findalldevs(list: Pointer[], error: Uint8Array): number;
  pcap_freealldevs(list: Pointer): void;
}

/** `struct bpf_program`: as many 8-octet instructions at an address. */
export interface FilterProgramStruct {
  bf_len?: number;
  bf_insns?: Pointer;
}

export interface Libpcap extends LibpcapCalls {
  /** Address of `pcap_dump`, the callback of {@link LibpcapCalls.pcap_dispatch}. */
  readonly pcapDump: Pointer;
}

export const ERROR_BUFFER_LENGTH = 256;
export const PRECISION_NANO = 1;
export const ERROR_NO_SUCH_DEVICE = -5;
export const ERROR_PERMISSION_DENIED = -8;
export const ERROR_INTERFACE_DOWN = -9;
export const ERROR_PROMISC_PERMISSION_DENIED = -11;

let libpcap: Libpcap | undefined;

/** Binds on first use. Throws `CAPTURE_NO_LIBPCAP`, naming the package that brings it. */
export function loadLibpcap(): Libpcap {
  if (libpcap !== undefined) return libpcap;
  const koffi = loadKoffi();
  for (const path of libraryPaths()) {
    try {
      libpcap = bind(koffi, koffi.load(path));
      return libpcap;
    } catch {
      // The next name may exist; none of them is an error of its own.
    }
  }
  throw new CaptureError("CAPTURE_NO_LIBPCAP", missingLibpcapText(process.platform));
}

/** Where the library can be, best first. */
function libraryPaths(): string[] {
  switch (process.platform) {
    case "win32": {
      const system = join(process.env["SystemRoot"] ?? "C:\\Windows", "System32");
      const npcap = join(system, "Npcap", "wpcap.dll");
      return existsSync(npcap) ? [npcap] : [join(system, "wpcap.dll")];
    }
    case "darwin":
      return ["/usr/lib/libpcap.A.dylib", "libpcap.dylib"];
    default:
      return ["libpcap.so.1", "libpcap.so.0.8", "libpcap.so"];
  }
}

/** One sentence: what is missing, for what, and which package has it. */
export function missingLibpcapText(platform: NodeJS.Platform): string {
  switch (platform) {
    case "win32":
      return "Npcap is not installed, and packets cannot be captured without it: install it from https://npcap.com.";
    case "darwin":
      return "libpcap is missing, which every macOS ships as /usr/lib/libpcap.A.dylib: repair the system or install it with `brew install libpcap`.";
    case "linux":
      return "libpcap is not installed, and capture filters need it: install the package libpcap0.8 (Debian, Ubuntu) or libpcap (Fedora, Arch, Alpine).";
    default:
      return "libpcap is not installed, and packets cannot be captured without it: install the package libpcap.";
  }
}

function bind(koffi: Koffi, library: ReturnType<Koffi["load"]>): Libpcap {
  const program = koffi.struct({ bf_len: "uint32_t", bf_insns: "void *" });
  const inProgram = koffi.pointer(program);
  const outProgram = koffi.out(koffi.pointer(program));
  const outPointer = koffi.out(koffi.pointer("void *"));
  const anonymous = "void *";
  function optional(signature: string): never | undefined {
    try {
      return library.func(signature) as never;
    } catch {
      return undefined;
    }
  }
  return {
    pcap_lib_version: library.func("const char *pcap_lib_version()"),
    pcap_create: library.func("void *pcap_create(const char *, _Out_ uint8_t *)"),
    pcap_set_snaplen: library.func("int pcap_set_snaplen(void *, int)"),
    pcap_set_promisc: library.func("int pcap_set_promisc(void *, int)"),
    pcap_set_timeout: library.func("int pcap_set_timeout(void *, int)"),
    pcap_set_buffer_size: library.func("int pcap_set_buffer_size(void *, int)"),
    pcap_set_tstamp_precision: optional("int pcap_set_tstamp_precision(void *, int)"),
    pcap_activate: library.func("int pcap_activate(void *)"),
    pcap_geterr: library.func("const char *pcap_geterr(void *)"),
    pcap_statustostr: library.func("const char *pcap_statustostr(int)"),
    pcap_open_dead: library.func("void *pcap_open_dead(int, int)"),
    pcap_compile: library.func("pcap_compile", "int", [
      anonymous,
      outProgram,
      "const char *",
      "int",
      "uint32_t",
    ]),
    pcap_setfilter: library.func("pcap_setfilter", "int", [anonymous, inProgram]),
    pcap_freecode: library.func("pcap_freecode", "void", [inProgram]),
    pcap_datalink: library.func("int pcap_datalink(void *)"),
    pcap_setnonblock: library.func("int pcap_setnonblock(void *, int, _Out_ uint8_t *)"),
    pcap_get_selectable_fd: optional("int pcap_get_selectable_fd(void *)"),
    pcap_dispatch: library.func("int pcap_dispatch(void *, int, void *, void *)"),
    pcap_next_ex: library.func("pcap_next_ex", "int", [anonymous, outPointer, outPointer]),
    pcap_stats: library.func("int pcap_stats(void *, _Out_ uint32_t *)"),
    pcap_close: library.func("void pcap_close(void *)"),
    pcap_dump_fopen:
      process.platform === "win32" ? undefined : optional("void *pcap_dump_fopen(void *, void *)"),
    pcap_dump_flush: library.func("int pcap_dump_flush(void *)"),
    pcap_dump_ftell: library.func("long pcap_dump_ftell(void *)"),
    pcap_dump_close: library.func("void pcap_dump_close(void *)"),
    pcap_findalldevs: library.func("pcap_findalldevs", "int", [outPointer, "_Out_ uint8_t *"]),
    pcap_freealldevs: library.func("void pcap_freealldevs(void *)"),
    pcapDump: BigInt(library.symbol("pcap_dump")),
  };
}

/** Text of a C string in a buffer that libpcap wrote. */
export function errorText(buffer: Uint8Array): string {
  const end = buffer.indexOf(0);
  return new TextDecoder().decode(buffer.subarray(0, end < 0 ? buffer.length : end));
}
